import { expect, test } from 'vitest'
import { choicesOf, choicesText, freshId } from './choices'

test('choices read back as they were typed', () => {
  const choices = [{ value: 'normal', label: { zh: '完好', en: 'normal' } }, { value: 'lost', label: { zh: '丢失', en: 'a = b' } }]
  expect(choicesOf('\n' + choicesText(choices) + '\n \n').map(({ value, label }) => [value, label.zh])).toEqual([['normal', '完好'], ['lost', '丢失']])
  expect(choicesOf('half')).toEqual([{ value: 'half', label: { zh: '', en: '' } }])
})

test('a new item bears an id of its own', () => {
  expect(freshId(['item_3', 'a'])).toBe('item_4')
  expect(freshId(['item_2'])).toBe('item_3')
  expect(freshId([])).toBe('item_1')
})
