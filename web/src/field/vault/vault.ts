// The unlocked store: what is written together is there together or not at all.

import type { Database, Where } from './db'
import { newKey, seal, text, unseal, unwrap, utf8 } from './seal'
import { none, waitAt, wrongAt } from './tries'

type Bytes = Uint8Array<ArrayBuffer>

/** One thing to write; null removes it. JSON for things, bytes for files and tiles. */
export type Change =
  | { in: 'things'; key: string; value: unknown }
  | { in: 'files' | 'tiles'; key: string; value: Bytes | null }

/** The phone has no room: nothing of the write was done. */
export class NoRoom extends Error {}

export type Unlocked = { vault: Vault } | { wrong: number; wait: number }

export class Vault {
  private turn: Promise<unknown> = Promise.resolve()

  private constructor(private readonly db: Database, private readonly key: CryptoKey) {}

  /** Whether a PIN was ever set on this phone. */
  static async exists(db: Database): Promise<boolean> {
    return (await db.count('lock')) > 0
  }

  /** Milliseconds until a PIN may be tried. */
  static async wait(db: Database, now: number): Promise<number> {
    const lock = await db.get('lock', 'lock')
    return lock ? waitAt(lock.tries, now) : 0
  }

  /** Sets the PIN of a phone that has none. */
  static async create(db: Database, pin: string): Promise<Vault> {
    const { key, wrapped } = await newKey(pin)
    await db.add('lock', { wrapped, tries: none }, 'lock') // fails where another tab was faster
    return new Vault(db, key)
  }

  /** Tries a PIN; a wrong one is counted before it is answered, so that closing the app gains nothing. */
  static async unlock(db: Database, pin: string, now: number): Promise<Unlocked> {
    const lock = await db.get('lock', 'lock')
    if (!lock) throw new Error('no PIN was ever set here')
    const wait = waitAt(lock.tries, now)
    if (wait > 0) return { wrong: lock.tries.wrong, wait }
    const tries = wrongAt(lock.tries, now)
    await db.put('lock', { ...lock, tries }, 'lock')
    const key = await unwrap(lock.wrapped, pin)
    if (!key) return { wrong: tries.wrong, wait: waitAt(tries, now) }
    await db.put('lock', { ...lock, tries: none }, 'lock')
    return { vault: new Vault(db, key) }
  }

  async get<T>(key: string): Promise<T | null> {
    const bytes = await this.bytes('things', key)
    return bytes && (JSON.parse(text(bytes)) as T)
  }

  /** All things whose key begins with prefix, by what follows it. */
  async all<T>(prefix: string): Promise<Map<string, T>> {
    const range = IDBKeyRange.bound(prefix, prefix + '\uffff')
    const tx = this.db.transaction('things')
    const [keys, sealed] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)])
    const opened = await Promise.all(sealed.map((bytes, i) => unseal(this.key, bytes, 'things/' + keys[i])))
    return new Map(opened.map((bytes, i) => [keys[i]!.slice(prefix.length), JSON.parse(text(bytes)) as T]))
  }

  async bytes(where: Where, key: string): Promise<Bytes | null> {
    const sealed = await this.db.get(where, key)
    return sealed ? unseal(this.key, sealed, where + '/' + key) : null
  }

  has = async (where: Where, key: string): Promise<boolean> => (await this.db.count(where, key)) > 0

  keys = (where: Where, prefix: string): Promise<string[]> => this.db.getAllKeys(where, IDBKeyRange.bound(prefix, prefix + '\uffff'))

  /**
   * Writes all changes in one transaction; rejects with NoRoom, and then none of them is done. What a person made is on the
   * disk when this resolves; how far it was sent may be forgotten by a power cut, for then it is sent again. Writes follow one another
   * in the order of the calls, however long it takes to seal each: a large photo does not overwrite the tap that came after it.
   */
  async write(changes: readonly Change[]): Promise<void> {
    const sealing = Promise.all(changes.map(async (change) => ({ ...change, sealed: await this.sealed(change) })))
    const mine = this.turn.then(() => sealing)
    this.turn = mine.catch(() => undefined)
    const sealed = await mine
    const tx = this.db.transaction(['things', 'files', 'tiles'], 'readwrite', { durability: changes.every(({ key }) => /^(item\/|phone$)/.test(key)) ? 'relaxed' : 'strict' })
    try {
      for (const change of sealed) {
        const store = tx.objectStore(change.in)
        void (change.sealed ? store.put(change.sealed, change.key) : store.delete(change.key)).catch(() => undefined) // tx.done says it
      }
      await tx.done
    } catch (err) {
      abort(tx)
      if (isQuota(err)) throw new NoRoom('the phone has no room')
      throw err
    }
  }

  private async sealed(change: Change): Promise<Bytes | null> {
    if (change.value === null) return null
    const bytes = change.in === 'things' ? utf8(JSON.stringify(change.value)) : change.value
    return seal(this.key, bytes, change.in + '/' + change.key)
  }
}

/** Takes back what of a transaction was written before it failed; one that the browser ended itself is left alone. */
function abort(tx: { abort: () => void; done: Promise<void> }): void {
  tx.done.catch(() => undefined)
  try {
    tx.abort()
  } catch { // it is over already
  }
}

function isQuota(err: unknown): boolean {
  return err instanceof DOMException && (err.name === 'QuotaExceededError' || (err.name === 'AbortError' && /quota|space/i.test(err.message)))
}
