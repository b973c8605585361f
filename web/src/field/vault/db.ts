// The phone's database. Its keys are plain, its values sealed.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Wrapped } from './seal'
import type { Tries } from './tries'

type Bytes = Uint8Array<ArrayBuffer>

interface Schema extends DBSchema {
  lock: { key: 'lock'; value: { wrapped: Wrapped; tries: Tries } }
  things: { key: string; value: Bytes } // sealed JSON: "record/ID", "item/ID", "pack/TASK", "me", …
  files: { key: string; value: Bytes } // sealed bytes of photos, voice notes and tracks by SHA-256
  tiles: { key: string; value: Bytes } // sealed map tiles and last photos: "PACK/tiles/z/x/y", "PACK/imagery/z/x/y", "photo/SHA"
}

export type Where = 'things' | 'files' | 'tiles'
export type Database = IDBPDatabase<Schema>

export const open = (name = 'diming-field'): Promise<Database> =>
  openDB<Schema>(name, 1, {
    upgrade(db) {
      for (const store of ['lock', 'things', 'files', 'tiles'] as const) db.createObjectStore(store)
    },
    // A newer app in another tab must be able to change the schema.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
