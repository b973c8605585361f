import { expect, test } from 'vitest'
import { fits, stockOf } from './filter'

const hall = { division_code: '330881003200', state: 'open' as const, suits: ['typhoon'], findings: [] }
const all = { division: '', state: '', hazard: '', due: false }

test('a list is narrowed by each of its filters', () => {
  expect(fits(hall, all)).toBe(true)
  expect(fits(hall, { ...all, division: '330881003' })).toBe(true)
  expect(fits(hall, { ...all, division: '330881001' })).toBe(false)
  expect(fits(hall, { ...all, state: 'full' })).toBe(false)
  expect(fits(hall, { ...all, hazard: 'typhoon' })).toBe(true)
  expect(fits(hall, { ...all, hazard: 'fire' })).toBe(false)
  expect(fits(hall, { ...all, due: true })).toBe(false)
  expect(fits({ ...hall, findings: [{ key: 'stock', urgent: true, text: '' }] }, { ...all, due: true })).toBe(true)
})

test('stock is read line by line, and a line that cannot be read is told', () => {
  expect(stockOf('饮用水 20 箱 2027-05-01\n\n 棉被  30 床 ')).toEqual([{ item: '饮用水', amount: 20, unit: '箱', best_before: '2027-05-01' }, { item: '棉被', amount: 30, unit: '床' }])
  expect(stockOf('饮用水二十箱')).toBe('饮用水二十箱')
  expect(stockOf('水 -1 箱')).toBe('水 -1 箱')
  expect(stockOf('')).toEqual([])
})
