import { expect, test } from 'vitest'
import { changesOf, labelled, step, stops, stopsWith } from './clock'

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

const today = '2026-11-22'
const days = stops('2016-01-01', '2023-12-31', today)

test('a day between the stops stands between them', () => {
  expect(stopsWith(days, '2018-05-01', today).slice(0, 4)).toEqual(['2016-12-31', '2017-12-31', '2018-05-01', '2018-12-31'])
  expect(stopsWith(days, '1990-05-01', today)[0]).toBe('1990-05-01')
  expect(stopsWith(days, '2030-05-01', today).slice(-2)).toEqual([null, '2030-05-01'])
  expect(stopsWith(days, null, today)).toEqual(days)
})

test('a step goes to the next stop strictly after or before the day', () => {
  expect(step(days, '2018-05-01', today, 1)).toBe('2018-12-31')
  expect(step(days, '2018-05-01', today, -1)).toBe('2017-12-31')
  expect(step(days, '2016-12-31', today, -1)).toBe('2016-12-31')
  expect(step(days, '2023-12-31', today, 1)).toBeNull()
  expect(step(days, null, today, 1)).toBeNull()
})

test('changes are those of the year, up to the day', () => {
  const events = [{ kind: 'rename', effective: '2017-01-01' }, { kind: 'code_change', effective: '2017-01-01' },
    { kind: 'code_change', effective: '2017-06-01' }, { kind: 'abolish', effective: '2018-01-01' }]
  expect(changesOf(events, '2017-12-31')).toEqual([['rename', 1], ['code_change', 2]])
  expect(changesOf(events, '2017-03-01')).toEqual([['rename', 1], ['code_change', 1]])
  expect(changesOf(events, '2016-12-31')).toEqual([])
})
