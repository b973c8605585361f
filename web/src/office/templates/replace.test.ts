import { expect, test } from 'vitest'
import { blocks } from './replace'

test('rows of a table stand together, and paragraphs by themselves', () => {
  expect(blocks(['甲', '序号\t名', '1\t乙', '', '丙', '2\t丁'])).toEqual(['甲', [['序号', '名'], ['1', '乙']], '', '丙', [['2', '丁']]])
  expect(blocks([])).toEqual([])
})
