import { afterEach, expect, test, vi } from 'vitest'
import type { FieldRecord } from '../domain'
import type { Field } from '../field'
import { Live } from '../live'
import { nothing, type Made } from '../outbox'
import type { Event, Phone } from '../protocol/phone'
import type { Answer, Asking } from './http'
import { Sender } from './sender'

const blank: Answer = { status: 200, body: null, kind: '', sentence: '', time: null, retryAfter: 0 }

/** A sender whose server answers by reply, and the events it fed to the machine. */
function world(reply: (path: string, asking: Asking) => Partial<Answer>, items: Record<string, Partial<Phone['items'][string]>> = {}) {
  vi.stubGlobal('navigator', { onLine: true })
  const events: Event[] = []
  const asked: { path: string; asking: Asking }[] = []
  const made = new Map(['r1', 'r2', 'r3'].map((id): [string, Made] => [id, { record: { id } as FieldRecord, text: `{"id":"${id}"}`, digest: 'd' + id }]))
  const field = {
    network: new Live('on'),
    outbox: {
      phone: new Live({ ...nothing, online: true, items } as unknown as Phone), made: new Live(made),
      happen: async (some: Event[]) => { events.push(...some); return true },
    },
    vault: { bytes: async () => new Uint8Array(600_000).fill(7), get: async () => 'text' },
    ask: async (path: string, asking: Asking = {}) => { asked.push({ path, asking }); return { ...blank, ...reply(path, asking) } },
  }
  return { sender: new Sender(field as unknown as Field), events, asked }
}

const settled = () => new Promise((done) => setTimeout(done, 5))
afterEach(() => vi.unstubAllGlobals())

test('records of one step travel together, and each gets its own answer', async () => {
  const { sender, events, asked } = world(() => ({ body: [{ status: 201, receipt: 'R1', signature: 'S1' }, { status: 422, type: 'urn:diming:problem:record-unreadable', detail: '内容不完整' }] }))
  sender.perform(['r1', 'r2', 'r3'].map((id, i) => ({ do: 'put_record', id, attempt: i + 1 })))
  await settled()
  expect(asked).toHaveLength(1)
  expect(String(asked[0]!.asking.body).trim().split('\n').map((line) => JSON.parse(line))).toContainEqual({ digest: 'dr1', record: '{"id":"r1"}' })
  const answers = events.filter(({ on }) => on === 'answer')
  expect(answers[0]).toMatchObject({ id: 'r1', attempt: 1, status: 201, receipt: 'R1', signature: 'S1' })
  expect(answers[1]).toMatchObject({ id: 'r2', attempt: 2, status: 422, problem: 'record-unreadable', sentence: '内容不完整', receipt: '' })
  expect(answers[2]).toMatchObject({ id: 'r3', attempt: 3, status: 0 }) // a line that did not arrive
  expect(answers[2]!.fresh).toMatch(/^[0-9a-f-]{36}$/)
})

test('a part of a file is sent from where the server stands, and its receipt read', async () => {
  const item = { id: 'f', kind: 'file', task: 'T', bytes: 600_000, state: 'sending' } as const
  const { sender, events, asked } = world(() => ({ body: { have: 600_000, size: 600_000, receipt: { receipt: 'R', signature: 'S', key: 'K' } } }), { f: item })
  sender.perform([{ do: 'put_chunk', id: 'f', attempt: 4, offset: 524_288, size: 75_712 }])
  await settled()
  expect(asked[0]!.path).toBe('/v1/field/files/f?offset=524288&size=600000&task=T')
  expect((asked[0]!.asking.body as Uint8Array).length).toBe(75_712)
  expect(events[0]).toMatchObject({ on: 'answer', id: 'f', attempt: 4, receipt: 'R', signature: 'S', have: 600_000 })
})

test('a file that is not what it was is said to be damaged, and not sent', async () => {
  const { sender, events, asked } = world(() => ({}), { f: { id: 'f', kind: 'file', bytes: 5 } })
  sender.perform([{ do: 'put_chunk', id: 'f', attempt: 1, offset: 0, size: 5 }])
  await settled()
  expect(asked).toHaveLength(0)
  expect(events).toEqual([{ on: 'damaged', id: 'f' }])
})

test('no answer five times in a row means that there is no network', async () => {
  const { sender, events } = world(() => ({ status: 0 }))
  for (let i = 0; i < 5; i++) sender.perform([{ do: 'ask_file', id: 'f', attempt: i }])
  await settled()
  expect(events.filter(({ on }) => on === 'offline')).toHaveLength(1)
  expect(events.filter(({ on }) => on === 'answer')).toHaveLength(5)
})

test('what could not be written is taken up while no request is under way', async () => {
  let answer: (() => void) | undefined
  const { sender } = world(() => ({}))
  const taken: number[] = []
  const { outbox } = (sender as unknown as { field: { outbox: { unwritten: boolean; takeUp: (now: number) => Promise<boolean> } } }).field
  Object.assign(outbox, { unwritten: true, takeUp: async (now: number) => taken.push(now) })
  const held = new Promise<void>((done) => { answer = done })
  ;(sender as unknown as { queue: (work: () => Promise<void>) => void }).queue(() => held)
  for (let i = 0; i < 5; i++) sender.tick()
  expect(taken).toHaveLength(0)
  answer!()
  await settled()
  for (let i = 0; i < 6; i++) sender.tick()
  expect(taken).toHaveLength(2)
})
