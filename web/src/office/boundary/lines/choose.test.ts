import { expect, test } from 'vitest'
import type { Row } from './api'
import { chosen, inspectionOf, middleOf, neighbours } from './choose'

const row = (id: string, name: string, level: number, ...codes: string[]): Row =>
  ({ id, name, number: '', level, length_m: 1, owners: codes.map((code, i) => ({ side: i ? 'b' : 'a', kind: 'division', division: 'of ' + code, code, name: '名' + code, has_area: true })) })
const rows = [row('1', '甲乙线', 3, '330881', '361123'), row('2', '甲丙线', 1, '330881', '350722')]
const all = { q: '', level: '', neighbour: '' }

test('lines are found by words of their name, owners and codes, by level and by neighbour', () => {
  const ids = (filter: Partial<typeof all>) => chosen(rows, { ...all, ...filter }).map(({ id }) => id).join()
  expect(ids({})).toBe('1,2')
  expect(ids({ q: '甲 361' })).toBe('1')
  expect(ids({ q: '没有' })).toBe('')
  expect(ids({ level: '1' })).toBe('2')
  expect(ids({ neighbour: 'of 350722' })).toBe('2')
  expect(ids({ neighbour: 'of 330881' })).toBe('1,2')
  expect(neighbours(rows).map(({ value }) => value)).toEqual(['of 330881', 'of 350722', 'of 361123'])
})

test('an inspection is overdue from the day after it was due', () => {
  const of = (next?: string, task?: string) => inspectionOf({ line: {} as never, ...(next && { next }), ...(task && { task }) }, '2026-11-26')
  expect([of('2026-11-25', 'a task'), of('2026-11-26'), of('2027-05-28'), of('2027-05-29'), of('2027-05-29', 'a task'), of()]).toEqual(['overdue', 'soon', 'soon', 'fine', 'open', 'never'])
  expect(inspectionOf(undefined, '2026-11-26')).toBe('none')
})

test('a map holds the whole of a line', () => {
  const { lon, lat, zoom } = middleOf({ geometry: { type: 'MultiLineString', coordinates: [[[118, 28], [119, 28]], [[119, 28], [119, 28.2]]] } }, 512, 512)
  expect([lon, lat]).toEqual([118.5, 28.1])
  expect(360 / 2 ** zoom).toBeCloseTo(1, 6) // 512 pixels hold the one degree from west to east
  expect(middleOf({ geometry: { type: 'MultiLineString', coordinates: [[[118, 28], [118, 28]]] } }).zoom).toBe(15)
})
