import { expect, test } from 'vitest'
import { isDate, readPage, writePage } from './url'

test('an address survives reading and writing', () => {
  for (const address of [
    '/',
    '/?id=0190c0de&as_of=2019-12-31#map=11.50/28.74000/118.62000',
    '/?q=%E6%B8%85%E6%B9%96&view=list&lang=en',
    '/?id=a%26b&pinyin=1',
    '/?pinyin=0&lang=en',
  ]) {
    expect(writePage(readPage(address))).toBe(address)
  }
})

test('nonsense in an address is left out', () => {
  const page = readPage('/?as_of=2019-02-30&lang=xx&view=%3Cscript%3E&id=#map=99/400/9')
  expect(writePage(page)).toBe('/')
})

test('a date is a day of the calendar', () => {
  expect(isDate('2020-02-29')).toBe(true)
  expect(isDate('2019-02-29')).toBe(false)
  expect(isDate('2019-2-1')).toBe(false)
  expect(isDate(null)).toBe(false)
})
