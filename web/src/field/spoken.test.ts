import { expect, test } from 'vitest'
import { blank, type Draft } from './draft'
import { recover, Spoken } from './spoken'
import type { Change } from './vault/vault'

/** A phone that keeps drafts and files, or has no room. */
function phone() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const world = { draft: { ...blank } as Draft, full: false }
  const keep = async (by: Partial<Draft>, more: Change[]) => {
    if (world.full) return false
    world.draft = { ...world.draft, ...by }
    for (const { key, value } of more) if (value === null) files.delete(key); else files.set(key, value as Uint8Array<ArrayBuffer>)
    return true
  }
  return { files, world, keep, vault: { bytes: async (_where: string, key: string) => files.get(key) ?? null }, notes: () => world.draft.files }
}

const piece = (...bytes: number[]) => new Blob([new Uint8Array(bytes)])
const settled = () => new Promise((done) => setTimeout(done, 5))

test('a note that was cut off is there up to the last piece that was kept', async () => {
  const { files, world, keep, vault, notes } = phone()
  const spoken = new Spoken('audio/webm', keep, 1000)
  spoken.add(piece(1, 2))
  spoken.add(piece(3))
  await settled()
  expect(world.draft.recording).toMatchObject({ pieces: 2, type: 'audio/webm' })
  expect(await recover(vault, world.draft.recording!, keep, notes)).toBe(true)
  expect(world.draft.recording).toBeNull()
  expect([...files.keys()]).toEqual([world.draft.files[0]!.sha256])
  expect([...files.get(world.draft.files[0]!.sha256)!]).toEqual([1, 2, 3])
  expect(world.draft.files[0]).toMatchObject({ role: 'voice', bytes: 3, taken: '1970-01-01T00:00:01.000Z' })
})

test('a piece for which there was no room is written with the next, and an end without room loses nothing', async () => {
  const { files, world, keep, vault, notes } = phone()
  const spoken = new Spoken('audio/webm', keep, 1000)
  world.full = true
  spoken.add(piece(1))
  await settled()
  expect(files.size).toBe(0)
  world.full = false
  spoken.add(piece(2))
  await settled()
  world.full = true
  expect(await spoken.end(notes, null)).toBe(false)
  world.full = false
  await recover(vault, world.draft.recording!, keep, notes)
  expect([...files.values()].map((bytes) => [...bytes])).toEqual([[1, 2]])
})
