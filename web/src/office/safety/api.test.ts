import { expect, test } from 'vitest'
import { counted, lacking, placeOf, type Row } from './api'

const row = (name: string, ...gaps: string[]): Row => ({
  village: { id: name, code: '', name, above: [], lon: null, lat: null }, warned: false, shelter: '', state: '', distance_m: null, officer: '', phone: '', night: '', tried_at: null, people: null, gaps,
})

test('villages are narrowed to those that lack a thing', () => {
  const rows = [row('一村', 'hint'), row('二村'), row('三村', 'hint', 'night')]
  expect(lacking(rows, 'hint').map(({ village }) => village.name)).toEqual(['一村', '三村'])
  expect(lacking(rows, '').map(({ village }) => village.name)).toEqual(['一村', '三村', '二村'])
  expect(counted(rows, ['officer', 'night', 'hint'])).toEqual([['night', 1], ['hint', 2]])
})

test('a gap leads to the page on which it is closed', () => {
  const { village } = row('一村')
  expect(placeOf('assignment', village)).toEqual({ page: 'assignment' })
  expect(placeOf('officer', village)).toEqual({ page: 'safety', rest: ['一村'] })
})
