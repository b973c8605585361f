import { expect, test } from 'vitest'
import type { FieldRecord } from './domain'
import { changesOf, counts, nothing, Outbox } from './outbox'
import type { Effect, Phone } from './protocol/phone'
import type { Change, Vault } from './vault/vault'

const photo = { sha256: 'a'.repeat(64), bytes: 3, type: 'image/jpeg', role: 'photo', face: null, original_sha256: null, original_bytes: null, taken: null, position: null } as const
const record: FieldRecord = {
  v: 1, id: '0198c0de-0000-7000-8000-000000000001', kind: 'marker_check', task: '0198c0de-0000-7000-8000-00000000000a', object: { kind: 'marker', id: '0198c0de-0000-7000-8000-00000000000b' },
  side: 'a', observer: '0198c0de-0000-7000-8000-00000000000c', device: '0198c0de-0000-7000-8000-00000000000d', phone_time: '2026-11-26T01:02:03.456Z', position: null, condition: 'normal',
  answers: {}, references: [], files: [photo], text: '示例', about: null, formerly: null,
}

/** A phone whose writes may fail, and what each write held. */
function phone() {
  const things = new Map<string, unknown>()
  const writes: Change[][] = []
  const effects: Effect[] = []
  const world = { full: false }
  const vault = {
    get: async (key: string) => structuredClone(things.get(key) ?? null),
    all: async (prefix: string) => new Map([...things].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), structuredClone(value)])),
  } as unknown as Vault
  const save = async (changes: Change[]) => {
    if (world.full) return false
    writes.push(changes)
    for (const { key, value } of changes) if (value === null) things.delete(key); else things.set(key, structuredClone(value))
    return true
  }
  return { open: () => Outbox.open(vault, { save, perform: (some) => effects.push(...some) }), writes, effects, world, things }
}

test('a record, its photo and the end of its draft are one write', async () => {
  const { open, writes } = phone()
  const outbox = await open()
  expect(await outbox.add(record, [{ in: 'things', key: 'draft/x', value: null }, { in: 'files', key: photo.sha256, value: new Uint8Array(3) }])).toBe(true)
  expect(writes).toHaveLength(1)
  expect(writes[0]!.map(({ key }) => key).sort()).toEqual([photo.sha256, 'draft/x', 'item/' + photo.sha256, 'item/' + record.id, 'phone', 'record/' + record.id].sort())
  expect(counts(outbox.phone.value)).toEqual({ unsent: 2, stored: 0, verified: 0, refused: 0 })
})

test('where the phone has no room nothing changes, and nothing is sent', async () => {
  const { open, world, effects, things } = phone()
  const outbox = await open()
  world.full = true
  expect(await outbox.add(record)).toBe(false)
  expect(outbox.phone.value.items).toEqual({})
  expect(outbox.made.value.size).toBe(0)
  world.full = false
  await outbox.add(record)
  await outbox.happen([{ on: 'online', now: 1 }])
  world.full = true
  await outbox.happen([{ on: 'tick', now: 2, slots: 9 }])
  expect(effects).toEqual([])
  expect((things.get('item/' + record.id) as { state: string }).state).toBe('ready')
})

test('an answer that had no room is asked for again when there is some', async () => {
  const { open, world } = phone()
  const outbox = await open()
  await outbox.add(record)
  await outbox.happen([{ on: 'online', now: 1 }, { on: 'tick', now: 2, slots: 9 }])
  expect(outbox.unwritten).toBe(false)
  world.full = true
  const { attempt } = outbox.phone.value.items[record.id]!
  expect(await outbox.happen([{ on: 'answer', id: record.id, attempt, now: 3, status: 201, receipt: 'R', signature: 'S' }])).toBe(false)
  expect([outbox.unwritten, outbox.phone.value.items[record.id]!.state]).toEqual([true, 'sending'])
  expect(await outbox.takeUp(4)).toBe(false)
  expect(outbox.unwritten).toBe(true)
  world.full = false
  expect(await outbox.takeUp(5)).toBe(true)
  expect([outbox.unwritten, outbox.phone.value.items[record.id]!.state]).toEqual([false, 'ready'])
})

test('a phone that was killed while it sent sends again, and holds the same bytes', async () => {
  const { open, effects } = phone()
  const first = await open()
  await first.add(record)
  await first.happen([{ on: 'online', now: 1 }, { on: 'tick', now: 2, slots: 9 }])
  expect(effects.map(({ do: what }) => what)).toEqual(['put_record', 'ask_file'])
  const again = await open()
  expect(again.made.value.get(record.id)?.text).toBe(first.made.value.get(record.id)?.text)
  effects.length = 0
  await again.happen([{ on: 'restart', now: 3 }, { on: 'online', now: 3 }, { on: 'tick', now: 4, slots: 9 }])
  expect(effects.map(({ do: what }) => what)).toEqual(['put_record', 'ask_file'])
})

test('a record whose number is taken lies under its new one before the old one is set aside', async () => {
  const { open } = phone()
  const outbox = await open()
  await outbox.add({ ...record, files: [] })
  await outbox.happen([{ on: 'online', now: 1 }, { on: 'tick', now: 2, slots: 9 }])
  const fresh = '0198c0de-0000-7000-8000-0000000000ff'
  await outbox.happen([{ on: 'answer', id: record.id, attempt: outbox.phone.value.items[record.id]!.attempt, status: 409, problem: 'record-differs', fresh, now: 3 }])
  await outbox.rename(record.id, fresh)
  expect(outbox.phone.value.items[record.id]?.state).toBe('superseded')
  expect(outbox.phone.value.items[fresh]?.state).toBe('ready')
  expect(outbox.made.value.get(fresh)?.record).toMatchObject({ id: fresh, formerly: record.id, text: '示例' })
  expect(counts(outbox.phone.value).unsent).toBe(1)
})

test('only what changed is written', () => {
  const item = { state: 'ready' } as Phone['items'][string]
  const before: Phone = { ...nothing, items: { a: item, b: item } }
  expect(changesOf(before, before)).toEqual([])
  expect(changesOf(before, { ...before, items: { a: item, b: { ...item, state: 'sending' } } }).map(({ key }) => key)).toEqual(['item/b'])
  expect(changesOf(before, { ...before, online: true, items: { a: item } }).map(({ key, value }) => [key, value === null])).toEqual([['phone', false], ['item/b', true]])
})
