import { expect, test } from 'vitest'
import type { FieldRecord } from './domain'
import { answerable, asked, blank, clean, itemsFor, lacking, recordOf, wrongSight, type Draft } from './draft'
import type { Item, Me } from './domain'
import type { Made } from './outbox'
import { nothing } from './outbox'
import type { Phone } from './protocol/phone'
import { placeOf } from './route'
import { readRecordCode, recordCode, sheetOf } from './sign'

const id = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`
const made = (n: number, more: Partial<FieldRecord> = {}): [string, Made] =>
  [id(n), { record: { id: id(n), task: id(100), kind: 'marker_check', answers: {}, object: { kind: 'marker', id: id(50) }, about: null, ...more } as FieldRecord, text: '', digest: String(n).repeat(64).slice(0, 64) }]

test('a sheet holds what stands: not what was withdrawn here or at the office, renamed, of another task, or the note of an export', () => {
  const all = new Map([made(1), made(2), made(3, { kind: 'withdrawal', about: id(2) }), made(4, { task: id(101) }), made(5, { answers: { export: 'gpx' } }), made(6), made(7)])
  const phone = { ...nothing, items: { [id(6)]: { withdrawn: true }, [id(7)]: { state: 'superseded' } } } as unknown as Phone
  const sheet = sheetOf(id(100), all, phone)!
  expect(sheet.ids).toEqual([id(1)])
  expect(JSON.parse(sheet.text)).toEqual({ v: 1, task: id(100), records: [{ id: id(1), digest: '1'.repeat(64) }] })
  expect(sheetOf(id(102), all, phone)).toBeNull()
})

test('a record shown as a code is read on the other phone, and nothing else is', () => {
  const [, { record }] = made(1)
  expect(readRecordCode(recordCode(record))).toEqual({ id: id(1), task: id(100), object: { kind: 'marker', id: id(50) } })
  expect(readRecordCode('DIMING:RECORD:1:x')).toBeNull()
  expect(readRecordCode('https://example.test')).toBeNull()
})

const label = { zh: '基座稳固', en: 'Base firm' }
const items: Item[] = [
  { id: 'base', label, kind: 'yes_no', choices: null, required: true, when: null },
  { id: 'why', label, kind: 'text', choices: null, required: true, when: { item: 'base', value: 'no' } },
  { id: 'height', label, kind: 'number', choices: null, required: false, when: null },
]

const object = { kind: 'marker', id: id(50) } as const

test('a check says what it lacks, in the order of the form', () => {
  const draft = (by: Partial<Draft>): Draft => ({ ...blank, condition: 'normal', ...by })
  expect(lacking(blank, items, { kind: 'marker_check', object })).toContain('状况')
  expect(lacking(draft({}), items, { kind: 'marker_check', object })).toContain('基座稳固')
  expect(lacking(draft({ answers: { base: 'no' } }), items, { kind: 'marker_check', object })).not.toBe('')
  expect(lacking(draft({ answers: { base: 'yes', height: '一米' } }), items, { kind: 'marker_check', object })).toContain('数字')
  expect(lacking(draft({ answers: { base: 'yes', height: '1.5' } }), items, { kind: 'marker_check', object })).toBe('')
  expect(lacking(draft({ text: ' ' }), [], { kind: 'disagreement', object })).not.toBe('')
})

test('a note says something, and of a marker that is lost nothing is asked that only a look at it tells', () => {
  expect(lacking(blank, [], { kind: 'note', object })).not.toBe('')
  expect(lacking({ ...blank, text: '桥断了' }, [], { kind: 'note', object })).toBe('')
  const upright: Item = { id: 'upright', label, kind: 'yes_no', choices: null, required: true, when: null }
  expect(answerable([upright, ...items], 'lost').map(({ id }) => id)).toEqual(['base', 'why', 'height'])
  expect(answerable([upright, ...items], 'damaged')).toHaveLength(4)
})

test('a measured number that cannot be one is told by the name of its object', () => {
  const sight = (azimuth: string, distance: string) => wrongSight({ a: { azimuth, distance } }, { a: '巨石' })
  for (const wrong of ['400', '-20', 'abc', '30,5']) expect(sight(wrong, '')).toMatch(/^巨石的方位角/)
  for (const wrong of ['0', '-3', '9999999', '12米']) expect(sight('30', wrong)).toMatch(/^巨石的距离/)
  for (const azimuth of ['', '0', '360', '42.5']) expect(sight(azimuth, '18.3')).toBe('')
})

test('a record keeps what was asked and measured, and text that every server can read', () => {
  const draft: Draft = {
    condition: 'damaged', answers: { base: 'yes', why: '旧答案', 'camera/abc': '118.6,28.7' }, references: { [id(8)]: 'present' }, measured: { [id(9)]: { azimuth: '42.5', distance: '' } },
    recording: null, files: [], text: '  裂缝\0 3 毫米\ud83d ',
  }
  const me = { device: id(20), person: { id: id(21) } } as Me
  const record = recordOf(draft, items, { task: id(100), kind: 'marker_check', object: { kind: 'marker', id: id(50) } }, { me, side: 'b', position: null, now: 1_795_654_923_456 })
  expect(record.answers).toEqual({ base: 'yes', 'camera/abc': '118.6,28.7', condition: 'damaged' })
  expect(itemsFor({ marker: [{ ...items[0]!, id: 'condition' }, items[0]!] }, { kind: 'marker_check', object }).map(({ id }) => id)).toEqual(['base'])
  expect(record.text).toBe('裂缝 3 毫米')
  expect(record.references).toEqual([
    { reference: id(8), state: 'present', azimuth_deg: null, distance_m: null }, { reference: id(9), state: 'unseen', azimuth_deg: '42.5', distance_m: null }])
  expect([record.phone_time, record.side, record.observer, record.device]).toEqual(['2026-11-26T01:02:03.456Z', 'b', id(21), id(20)])
  expect(asked(items, { base: 'no' }).map(({ id }) => id)).toEqual(['base', 'why', 'height'])
  expect(clean('𠮷野')).toBe('𠮷野')
})

test('an address is the state of a screen', () => {
  expect(placeOf('/field/t/T/m/M/check')).toMatchObject({ task: 'T', marker: 'M', screen: 'check' })
  expect(placeOf('/field/t/T/disagree/R/marker/M')).toMatchObject({ task: 'T', screen: 'disagree', rest: ['R', 'marker', 'M'] })
  expect(placeOf('/field/r/R')).toMatchObject({ record: 'R', task: null })
  expect(placeOf('/field#invitation=x')).toMatchObject({ task: null, screen: '' })
})
