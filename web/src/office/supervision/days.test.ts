import { expect, test } from 'vitest'
import { daysUntil } from './api'

test('days are counted on the county’s calendar, also before eight in the morning', () => {
  const late = Date.parse('2026-11-25T23:30:00Z') // 26 November, half past seven in China
  expect(daysUntil('2026-11-26', late)).toBe(0)
  expect(daysUntil('2026-11-25', late)).toBe(-1)
  expect(daysUntil('2026-12-01', late)).toBe(5)
})
