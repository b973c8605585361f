import { expect, test } from 'vitest'
import { isWeekend, plus, stepOf, weeks } from './year'

test('a month is whole weeks from Monday, each of its days once', () => {
  for (const year of [2024, 2025, 2026, 2027]) {
    for (let month = 1; month <= 12; month++) {
      const all = weeks(year, month)
      expect(all.every((week) => week.length === 7)).toBe(true)
      const days = all.flat().filter((day) => day !== null)
      expect(days.length).toBe(new Date(year, month, 0).getDate())
      expect(new Set(days).size).toBe(days.length)
      all.forEach((week) => week.forEach((day, i) => { if (day) expect(isWeekend(day)).toBe(i > 4) }))
    }
  }
  expect(weeks(2024, 2).flat().filter(Boolean).at(-1)).toBe('2024-02-29')
  expect(weeks(2026, 2)[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
})

test('arrows go by days and weeks over the ends of months', () => {
  expect(plus('2024-02-28', stepOf('ArrowRight'))).toBe('2024-02-29')
  expect(plus('2026-03-01', stepOf('ArrowUp'))).toBe('2026-02-22')
  expect(stepOf('x')).toBe(0)
})
