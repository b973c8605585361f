import { expect, test } from 'vitest'
import type { FieldRecord } from './domain'
import { checksOf, naming } from './patrol'

const record = (id: string, kind: FieldRecord['kind'], object: FieldRecord['object'], more: Partial<FieldRecord> = {}): FieldRecord => ({
  v: 1, id, kind, task: 't', object, side: 'a', observer: 'o', device: 'd', phone_time: '2026-11-26T01:02:03.456Z', position: null, condition: null, answers: {}, references: [], files: [], text: '', about: null, formerly: null, ...more,
})
const made = (...all: FieldRecord[]) => all.map((one) => ({ record: one, text: '', digest: '' }))
const marker = { kind: 'marker', id: 'm' } as const
const line = { kind: 'line', id: 'l' } as const

test('an ended patrol begins anew, one whose end was withdrawn does not', () => {
  const seen = record('r1', 'patrol', marker)
  const end = record('r2', 'patrol', line, { answers: naming([seen]) })
  const next = record('r3', 'patrol', marker)
  expect(checksOf(made(seen, end, next), 't').map(({ id }) => id)).toEqual(['r3'])
  expect(checksOf(made(seen, end, record('r4', 'withdrawal', line, { about: 'r2' })), 't').map(({ id }) => id)).toEqual(['r1'])
  expect(checksOf(made(seen, record('r4', 'withdrawal', marker, { about: 'r1' })), 't')).toEqual([])
  expect(checksOf(made(record('r5', 'marker_check', marker), record('r6', 'patrol', marker, { task: 'other' })), 't').map(({ id }) => id)).toEqual(['r5'])
})

test('many records are named in several answers', () => {
  const all = Array.from({ length: 250 }, (_, n) => record(`01a21902-4ab9-7468-a317-${String(n).padStart(12, '0')}`, 'patrol', marker))
  const answers = naming(all)
  expect(Object.keys(answers)).toEqual(['checks', 'checks_2', 'checks_3'])
  expect(Object.values(answers).join().split(',')).toEqual(all.map(({ id }) => id))
  for (const text of Object.values(answers)) expect(text.length).toBeLessThan(4000)
})
