// A phone's database. Nothing in it is of a person but the name of who works with the phone, so it is not sealed as that of /field.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Queued } from './item'

const stores = ['things', 'queue', 'photos'] as const

interface Schema<I> extends DBSchema {
  things: { key: string; value: unknown } // "me", the lists of an app, "draft/ID"
  queue: { key: string; value: I }
  photos: { key: string; value: Uint8Array<ArrayBuffer> } // JPEG
}

export type Database<I extends Queued> = IDBPDatabase<Schema<I>>

export const open = <I extends Queued>(name: string): Promise<Database<I>> =>
  openDB<Schema<I>>(name, 2, {
    upgrade(db) {
      for (const store of stores) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store)
    },
    // A newer app in another tab must be able to change the schema.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
