import { expect, test } from 'vitest'
import { chinaDay, chinaTime } from './china'
import { timeWords } from './office/words'
import { dateWords } from './words'

const night = '2026-11-27T16:27:03Z' // half past midnight in China

test('a moment in the evening of UTC is tomorrow in China', () => {
  expect(chinaDay(night)).toBe('2026-11-28')
  expect(chinaTime(night)).toBe('00:27')
  expect(dateWords(night, 'zh')).toBe('2026年11月28日')
  expect(timeWords(night, 'zh')).toBe('2026年11月28日 00:27')
  expect(timeWords(night, 'en')).toBe('28 November 2026 00:27')
})

test('a date is its own day', () => {
  expect(chinaDay('2026-11-27')).toBe('2026-11-27')
  expect(dateWords('2026-11-27', 'en')).toBe('27 November 2026')
})

test('what is no moment is shown as it is', () => expect(timeWords('昨天', 'zh')).toBe('昨天'))
