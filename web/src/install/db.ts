// The phone's database. Nothing in it is of a person but the name of who works with the phone, so it is not sealed as that of /field.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Item } from './domain'

interface Schema extends DBSchema {
  things: { key: string; value: unknown } // "me", "work", "village", "draft/PLATE"
  queue: { key: string; value: Item }
  photos: { key: string; value: Uint8Array<ArrayBuffer> } // JPEG
}

export type Database = IDBPDatabase<Schema>

export const open = (name = 'diming-install'): Promise<Database> =>
  openDB<Schema>(name, 1, {
    upgrade(db) {
      for (const store of ['things', 'queue', 'photos'] as const) db.createObjectStore(store)
    },
    // A newer app in another tab must be able to change the schema.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
