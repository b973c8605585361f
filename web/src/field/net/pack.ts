// Takes a task's pack: first what is in it, then tile by tile, each kept as it comes; what earlier packs left is not fetched again.

import { toBase64url } from '../bits'
import type { Pack, Task, TileList } from '../domain'
import type { Field, Kept } from '../field'
import { Live } from '../live'
import type { Change } from '../vault/vault'

export interface Progress { done: number; all: number; doneBytes: number; allBytes: number }

/** One piece of a pack and where it lies; digest is of the bytes of a tile. */
interface Piece { key: string; path: string; bytes: number; digest?: string }

export function pieces({ pack, tiles, imagery, markers }: Pack): Piece[] {
  const base = `/v1/field/packs/${pack}`
  const listed = (kind: 'tiles' | 'imagery', { list, digests }: TileList, end: string): Piece[] =>
    list.map(([z, x, y, bytes], i) => ({ key: `${pack}/${kind}/${z}/${x}/${y}`, path: `${base}/${kind}/${z}/${x}/${y}${end}`, bytes, digest: digests?.[i] }))
  const photos = new Map(markers.flatMap(({ last_photo }) => (last_photo ? [[last_photo.sha256, last_photo]] : [])))
  return [
    ...[...photos.values()].map(({ sha256, bytes }) => ({ key: 'photo/' + sha256, path: `${base}/photos/${sha256}`, bytes })),
    ...listed('tiles', tiles, '.mvt'),
    ...(imagery ? listed('imagery', imagery, '') : []),
  ]
}

/** What of a pack is on the phone. */
export async function progress(field: Field, pack: Pack): Promise<Progress & { missing: Piece[] }> {
  const [tiles, photos] = await Promise.all([field.vault.keys('tiles', pack.pack + '/'), field.vault.keys('tiles', 'photo/')])
  const here = new Set([...tiles, ...photos])
  const all = pieces(pack)
  const missing = all.filter(({ key }) => !here.has(key))
  const sum = (some: Piece[]) => some.reduce((n, { bytes }) => n + bytes, 0)
  return { done: all.length - missing.length, all: all.length, doneBytes: sum(all) - sum(missing), allBytes: sum(all), missing }
}

/** Where the tiles of some packs lie. */
export const tilesOf = async ({ vault }: Pick<Field, 'vault'>, packs: string[]): Promise<string[]> =>
  (await Promise.all(packs.map((pack) => vault.keys('tiles', pack + '/')))).flat()

/** How a pack names the bytes of a tile. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 12))

/** Why a taking ended: everything is here, somebody stopped it, no network, no room, or the server's sentence. */
export type Ended = 'done' | 'stopped' | 'offline' | 'no-room' | { sentence: string }

export class Taking {
  readonly progress = new Live<Progress | null>(null)
  private readonly abort = new AbortController()

  constructor(private readonly field: Field) {}

  stop = (): void => this.abort.abort()

  /** Reads the pack's contents anew and whatever of its pieces is missing. */
  async run(task: Pick<Task, 'task'>): Promise<Ended> {
    const answer = await this.field.ask(`/v1/field/tasks/${task.task}/pack`, { signal: this.abort.signal })
    if (answer.status !== 200) return answer.status ? { sentence: answer.sentence } : 'offline'
    const pack = answer.body as Pack
    const before = this.field.packs.value.get(task.task)
    const earlier = !before ? [] : before.pack.pack === pack.pack ? before.earlier : [before.pack.pack, ...before.earlier]
    const kept: Kept = { pack, earlier, state: 'good', behind: false, ...(before?.side && { side: before.side }) }
    if (!(await this.field.setPack(task.task, kept))) return 'no-room'
    await this.field.outbox.happen([{ on: 'pack', task: task.task, revision: pack.revision }])
    return this.fetchAll(task.task, kept)
  }

  /** Goes on with a pack whose contents are here. */
  async fetchAll(task: string, kept: Kept): Promise<Ended> {
    await this.carryOver(kept)
    const { missing, ...so } = await progress(this.field, kept.pack)
    this.progress.set(so)
    if (!(await this.field.roomFor(so.allBytes - so.doneBytes))) return 'no-room'
    let ended: Ended = 'done'
    const worker = async () => {
      for (let piece = missing.shift(); piece && ended === 'done'; piece = missing.shift()) ended = await this.fetchOne(piece, ended)
    }
    await Promise.all([worker(), worker(), worker(), worker()])
    if (ended === 'done') await this.clear(task, kept)
    void this.field.measure()
    return ended
  }

  /**
   * Moves what earlier packs hold of this one to it, some tiles in each write, so that a tile is under its new name or its
   * old one whenever this ends. What cannot be moved is fetched.
   */
  private async carryOver({ pack, earlier }: Kept): Promise<void> {
    const held = new Set(await tilesOf(this.field, earlier))
    if (!held.size) return
    let moves: Change[] = []
    for (const piece of (await progress(this.field, pack)).missing) {
      if (this.abort.signal.aborted) return
      moves.push(...(await this.moveOf(piece, earlier.map((name) => name + piece.key.slice(pack.pack.length)).filter((key) => held.has(key)))))
      if (moves.length < 100) continue
      if (!(await this.field.save(moves))) return
      moves = []
    }
    if (moves.length) await this.field.save(moves)
  }

  /** The change that takes a piece from the first place where its bytes lie; none where they are others now. */
  private async moveOf({ key, digest }: Piece, places: string[]): Promise<Change[]> {
    for (const place of digest ? places : []) {
      const value = await this.field.vault.bytes('tiles', place)
      if (value && (await digestOf(value)) === digest) return [{ in: 'tiles', key, value }, { in: 'tiles', key: place, value: null }]
    }
    return []
  }

  private async fetchOne({ key, path, bytes }: Piece, ended: Ended): Promise<Ended> {
    const got = await this.field.bytes(path, this.abort.signal)
    if (this.abort.signal.aborted) return 'stopped'
    if (got.status === 0) return 'offline'
    // A tile that the server no longer has is empty: it must not stop the rest.
    const value = got.bytes ?? (got.status === 404 ? new Uint8Array(0) : null)
    if (!value) return { sentence: '' }
    if (!(await this.field.save([{ in: 'tiles', key, value }]))) return 'no-room'
    const now = this.progress.value!
    this.progress.set({ ...now, done: now.done + 1, doneBytes: now.doneBytes + bytes })
    return ended
  }

  /** With all of the new pack here, the tiles of those before go. */
  private async clear(task: string, kept: Kept): Promise<void> {
    if (!kept.earlier.length) return
    const old = await tilesOf(this.field, kept.earlier)
    await this.field.setPack(task, { ...kept, earlier: [] }, old.map((key) => ({ in: 'tiles', key, value: null })))
  }
}
