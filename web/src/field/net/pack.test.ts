import { expect, test } from 'vitest'
import type { Field, Kept } from '../field'
import type { Change } from '../vault/vault'
import { digestOf, progress, Taking } from './pack'

const task = 'task'
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A server with one pack, and a phone: what it holds, what it fetched, and after how many answers or writes it is cut off. */
function world() {
  const server = { pack: '', tiles: {} as Record<string, string>, revision: 0 }
  const tiles = new Map<string, Uint8Array<ArrayBuffer>>()
  const cut = { answers: Infinity, writes: Infinity }
  const fetched: string[] = []
  const write = (changes: Change[]) => {
    if (cut.writes-- <= 0) return false
    for (const { in: where, key, value } of changes) if (where === 'tiles') if (value) tiles.set(key, value as Uint8Array<ArrayBuffer>); else tiles.delete(key)
    return true
  }
  const packs = { value: new Map<string, Kept>() }
  const field = {
    packs,
    vault: {
      keys: async (_: string, prefix: string) => [...tiles.keys()].filter((key) => key.startsWith(prefix)),
      bytes: async (_: string, key: string) => tiles.get(key) ?? null,
    },
    outbox: { happen: async () => undefined },
    measure: async () => undefined,
    roomFor: async () => true,
    save: async (changes: Change[]) => write(changes),
    setPack: async (name: string, kept: Kept, more: Change[] = []) => write(more) && Boolean(packs.value.set(name, kept)),
    ask: async () => {
      const list = Object.keys(server.tiles).map((at) => [...at.split('/').map(Number), server.tiles[at]!.length])
      const digests = await Promise.all(Object.values(server.tiles).map((text) => digestOf(bytesOf(text))))
      return { status: 200, body: { pack: server.pack, revision: ++server.revision, markers: [], tiles: { list, digests }, imagery: null } }
    },
    bytes: async (path: string) => {
      if (cut.answers-- <= 0) return { status: 0, bytes: null }
      const at = path.replace(/^.*tiles\/|\.mvt$/g, '')
      fetched.push(at)
      return { status: 200, bytes: bytesOf(server.tiles[at]!) }
    },
  } as unknown as Field
  /** What the map shows of a tile: of the pack, else of the latest before it. */
  const shown = (at: string) => {
    const { pack, earlier } = packs.value.get(task)!
    const value = [pack.pack, ...earlier].map((name) => tiles.get(`${name}/tiles/${at}`)).find(Boolean)
    return value && new TextDecoder().decode(value)
  }
  return {
    server, tiles, cut, shown, field,
    async take() {
      fetched.length = 0
      const ended = await new Taking(field).run({ task })
      return { ended, fetched: fetched.toSorted() }
    },
  }
}

test('of a renewed pack only the tiles that are others are fetched', async () => {
  const { server, take, tiles, shown } = world()
  Object.assign(server, { pack: 'one', tiles: { '8/1/1': 'a', '8/1/2': 'b', '8/1/3': 'c' } })
  expect(await take()).toEqual({ ended: 'done', fetched: ['8/1/1', '8/1/2', '8/1/3'] })
  Object.assign(server, { pack: 'two', tiles: { '8/1/1': 'a', '8/1/2': 'B', '8/1/4': 'd' } })
  expect(await take()).toEqual({ ended: 'done', fetched: ['8/1/2', '8/1/4'] })
  expect([...tiles.keys()].toSorted()).toEqual(['two/tiles/8/1/1', 'two/tiles/8/1/2', 'two/tiles/8/1/4'])
  expect(['8/1/1', '8/1/2', '8/1/4'].map(shown)).toEqual(['a', 'B', 'd'])
})

test('a tile that was fetched after it changed is known by its bytes, not by what was listed', async () => {
  const { server, take, tiles, shown } = world()
  Object.assign(server, { pack: 'one', tiles: { '8/1/1': 'a' } })
  await take()
  tiles.set('one/tiles/8/1/1', bytesOf('z')) // as it was for a while
  server.pack = 'two'
  expect((await take()).fetched).toEqual(['8/1/1'])
  expect(shown('8/1/1')).toBe('a')
})

test('wherever a renewal is cut off the map stays whole, and it goes on from there', async () => {
  const many = Array.from({ length: 120 }, (_, i) => `8/1/${i}`)
  const all = (mark: (i: number) => string) => Object.fromEntries(many.map((at, i) => [at, mark(i)]))
  for (const [writes, answers] of [[2, 9], [3, 9], [5, 9], [9, 0], [9, 1]] as const) {
    const { server, take, tiles, cut, shown, field } = world()
    Object.assign(server, { pack: 'one', tiles: all((i) => `${i}`) })
    await take()
    Object.assign(server, { pack: 'two', tiles: all((i) => (i < 20 ? `new ${i}` : `${i}`)) })
    Object.assign(cut, { writes, answers })
    expect((await take()).ended).not.toBe('done')
    expect(many.filter((at) => !shown(at))).toEqual([])
    // Another renewal before that one was whole: both earlier packs serve.
    Object.assign(server, { pack: 'three', tiles: all((i) => (i < 30 ? `new ${i}` : `${i}`)) })
    Object.assign(cut, { writes: Infinity, answers: 0 })
    expect((await take()).ended).toBe('offline')
    expect(many.filter((at) => !shown(at))).toEqual([])
    cut.answers = Infinity
    const { ended, fetched } = await take()
    expect([ended, fetched.length <= 30]).toEqual(['done', true])
    expect(many.map(shown)).toEqual(Object.values(server.tiles))
    expect([tiles.size, (await progress(field, field.packs.value.get(task)!.pack)).missing.length]).toEqual([120, 0])
  }
})
