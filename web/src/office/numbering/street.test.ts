import { expect, test } from 'vitest'
import type { Row, Trial } from './api'
import { along, drawnStreet, keyMoved, middleGate, moved, pointsOf, walked } from './street'

const course: GeoJSON.LineString = { type: 'LineString', coordinates: [[118.61, 28.6], [118.6, 28.6]] } // from east to west, 977 m
const row = (more: Partial<Row>): Row => ({ id: 'a', new: true, mine: true, chainage_m: 0, offset_m: 8, refused: false, kept: false, reason: '', ...more })
const trial = (rows: Row[]): Trial => ({ division: '', scheme: { scheme: {} as never, of: null, proposal: false }, why: '', course, length_m: 977, rows, findings: [], seen: '' })

test('a gate moves by metres with the arrow keys', () => {
  const gate = { id: 'a', lon: 118.6, lat: 28.6 }
  expect(keyMoved(gate, 'Enter', false)).toBe(null)
  const up = keyMoved(gate, 'ArrowUp', true)!
  expect(Math.abs((up.lat - 28.6) * 111320 - 10) < 0.02 && up.lon === 118.6).toBe(true)
  const left = keyMoved(gate, 'ArrowLeft', false)!
  expect(left.lon < 118.6 && left.lat === 28.6).toBe(true)
  expect(moved(gate, 0, 0)).toEqual({ lon: 118.6, lat: 28.6 })
})

test('the way along a street is that of its numbers', () => {
  const at = along(course.coordinates, 488)!
  expect(at.east < -0.99 && Math.abs(at.north) < 1e-9 && Math.abs(at.spot[0]! - 118.605) < 1e-4).toBe(true)
  expect(along([[1, 1]], 5)).toBe(null)
  expect(drawnStreet(trial([])).length).toBe(5)
})

test('kept numbers stand between the gates of their side, and what has no place is not drawn', () => {
  const rows = [row({ id: 'a', side: 'right', number: 1, text: '1号', chainage_m: 10, lon: 118.6099, lat: 28.6001 }),
    row({ id: 'b', side: 'right', number: 7, text: '7号', reserved: [3, 5], chainage_m: 40, lon: 118.6096, lat: 28.6001 }), row({ id: 'c', refused: true })]
  const points = pointsOf(trial(rows), '起点', (n) => `留${n}`)
  expect(points.map(({ label }) => label)).toEqual(['起点', '1号', '7号', '留3', '留5'])
  expect(points[1]!.toward).toBe('above')
  const [three, five] = points.slice(3)
  expect(three!.lon > five!.lon && five!.lon > 118.6096 && three!.lat > 28.6).toBe(true)
})

test('a gate is put beside the middle where none stands, to the left', () => {
  const first = middleGate(trial([]), [])!
  expect(first.lat < 28.6 && Math.abs(first.lon - 118.605) < 1e-4).toBe(true)
  const second = middleGate(trial([]), [first])!
  expect(second.lon < first.lon).toBe(true)
})

test('new gates come first, and the others as one walks', () => {
  expect(walked([row({ id: 'old', new: false }), row({ id: 'new' })]).map(({ id }) => id)).toEqual(['new', 'old'])
  const rows = [row({ id: 'x' }), row({ id: 'b', side: 'right', chainage_m: 1 }), row({ id: 'c', side: 'left', chainage_m: 9 }), row({ id: 'd', side: 'left', chainage_m: 2 })]
  expect(walked(rows).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'x'])
})
