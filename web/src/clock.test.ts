import { expect, test } from 'vitest'
import { labelled, stopOf, stops } from './clock'

test('stops are the ends of the years held, then today', () => {
  expect(stops('2017-01-01', '2019-06-30', '2026-11-22')).toEqual(['2017-12-31', '2018-12-31', '2019-06-30', null])
})

test('today is one stop, not two', () => {
  expect(stops('2024-01-01', '2026-11-22', '2026-11-22')).toEqual(['2024-12-31', '2025-12-31', null])
})

test('no more than ten stops are labelled, and always the last', () => {
  for (const n of [1, 8, 11, 40]) {
    const shown = Array.from({ length: n }, (_, i) => labelled(i, n))
    expect(shown.filter(Boolean).length).toBeLessThanOrEqual(10)
    expect(shown.at(-1)).toBe(true)
  }
})

test('a day stands at the end of its year', () => {
  const days = stops('2017-01-01', '2023-12-31', '2026-11-22')
  expect(stopOf(days, '2018-05-01')).toBe(1)
  expect(stopOf(days, '2016-05-01')).toBe(0)
  expect(stopOf(days, '2030-05-01')).toBe(7)
  expect(stopOf(days, null)).toBe(7)
})
