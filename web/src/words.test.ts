import { expect, test } from 'vitest'
import { dateWords, langOf, spanWords } from './words'

test('Chinese comes first unless the reader has no Chinese', () => {
  expect(langOf(null, ['zh-CN', 'en'])).toBe('zh')
  expect(langOf(null, ['en-GB', 'zh'])).toBe('zh')
  expect(langOf(null, ['en-US', 'fr'])).toBe('en')
  expect(langOf(null, [])).toBe('zh')
  expect(langOf('zh', ['en'])).toBe('zh')
})

test('dates are said in words', () => {
  expect(dateWords('2017-01-02', 'zh')).toBe('2017年1月2日')
  expect(dateWords('2017-01-02', 'en')).toBe('2 January 2017')
})

test('a span says which end is open or unknown', () => {
  expect(spanWords('2016-08-10', null, 'zh')).toBe('2016年8月10日起')
  expect(spanWords(null, '2016-08-10', 'en')).toBe('until 10 August 2016')
  expect(spanWords('1985-01-01', '2016-08-10', 'zh')).toBe('1985年1月1日至2016年8月10日')
  expect(spanWords(null, null, 'zh')).toBe('日期不详')
})
