// Takes a task's pack: first what is in it, then tile by tile, each kept as it comes.

import type { Pack, Task } from '../domain'
import type { Field, Kept } from '../field'
import { Live } from '../live'

export interface Progress { done: number; all: number; doneBytes: number; allBytes: number }

/** One piece of a pack and where it lies. */
interface Piece { key: string; path: string; bytes: number }

export function pieces({ pack, tiles, imagery, markers }: Pack): Piece[] {
  const base = `/v1/field/packs/${pack}`
  const photos = new Map(markers.flatMap(({ last_photo }) => (last_photo ? [[last_photo.sha256, last_photo]] : [])))
  return [
    ...[...photos.values()].map(({ sha256, bytes }) => ({ key: 'photo/' + sha256, path: `${base}/photos/${sha256}`, bytes })),
    ...tiles.list.map(([z, x, y, bytes]) => ({ key: `${pack}/tiles/${z}/${x}/${y}`, path: `${base}/tiles/${z}/${x}/${y}.mvt`, bytes })),
    ...(imagery?.list ?? []).map(([z, x, y, bytes]) => ({ key: `${pack}/imagery/${z}/${x}/${y}`, path: `${base}/imagery/${z}/${x}/${y}`, bytes })),
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
    const earlier = before && before.pack.pack !== pack.pack ? before.pack.pack : before?.earlier ?? null
    const kept: Kept = { pack, earlier, state: 'good', behind: false, ...(before?.side && { side: before.side }) }
    if (!(await this.field.setPack(task.task, kept))) return 'no-room'
    await this.field.outbox.happen([{ on: 'pack', task: task.task, revision: pack.revision }])
    return this.fetchAll(task.task, kept)
  }

  /** Goes on with a pack whose contents are here. */
  async fetchAll(task: string, kept: Kept): Promise<Ended> {
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

  /** With all of the new pack here, the tiles of the one before go. */
  private async clear(task: string, kept: Kept): Promise<void> {
    if (!kept.earlier) return
    const old = await this.field.vault.keys('tiles', kept.earlier + '/')
    await this.field.setPack(task, { ...kept, earlier: null }, old.map((key) => ({ in: 'tiles', key, value: null })))
  }
}
