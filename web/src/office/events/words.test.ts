import { expect, test } from 'vitest'
import { localField, momentWords, ofField } from './words'

test('moments are those of China, wherever the browser is', () => {
  expect(momentWords('2026-11-27T06:05:00Z', 'zh')).toBe('11月27日 14:05')
  expect(momentWords('2026-11-27T17:30:00Z', 'zh')).toBe('11月28日 01:30')
  expect(localField(new Date('2026-11-27T17:30:00Z'))).toBe('2026-11-28T01:30')
  expect(new Date(ofField('2026-11-28T01:30')).toISOString()).toBe('2026-11-27T17:30:00.000Z')
})
