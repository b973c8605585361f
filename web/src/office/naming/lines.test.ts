import { expect, test } from 'vitest'
import { linesOf, numberOf } from './lines'

test('a line is an entry, with its note behind a tab or a comma', () => {
  expect(linesOf('文溪路\t沿文溪\r\n\n  枫石路，以枫石村得名\n清湖一街')).toEqual([
    { text: '文溪路', note: '沿文溪' }, { text: '枫石路', note: '以枫石村得名' }, { text: '清湖一街', note: '' },
  ])
})

test('numbering falls away, a number that is part of the name stays', () => {
  expect(linesOf('1、文溪路\n（2）枫石路\n3. 江滨路\n- 城北路\n1号路').map(({ text }) => text)).toEqual(['文溪路', '枫石路', '江滨路', '城北路', '1号路'])
})

test('the same entry again counts once', () => {
  expect(linesOf('文溪路\n文溪路,再次')).toEqual([{ text: '文溪路', note: '' }])
  expect(linesOf(' \n\t\n')).toEqual([])
})

test('a number that was not typed is none, and one that is not is told', () => {
  expect(numberOf(' ')).toBeUndefined()
  expect(numberOf('20,000')).toBe(20000)
  expect(numberOf('二')).toBeNaN()
})
