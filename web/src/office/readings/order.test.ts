import { expect, test } from 'vitest'
import { neighbour, nextOpen, toUndo } from './order'

test('the next that is open is after the present one, then round the end', () => {
  const ids = ['a', 'b', 'c', 'd']
  expect(nextOpen(ids, 'a', new Set())).toBe('b')
  expect(nextOpen(ids, 'a', new Set(['b', 'c']))).toBe('d')
  expect(nextOpen(ids, 'd', new Set(['d']))).toBe('a')
  expect(nextOpen(ids, 'c', new Set(['a', 'b', 'd']))).toBe('c')
  expect(nextOpen(ids, 'c', new Set(ids))).toBe(null)
  expect(nextOpen(ids, 'gone', new Set(['a']))).toBe('b')
  expect(nextOpen([], null, new Set())).toBe(null)
})

test('a neighbour is the one beside, and stays at the ends', () => {
  const ids = ['a', 'b', 'c']
  expect(neighbour(ids, 'b', 1)).toBe('c')
  expect(neighbour(ids, 'c', 1)).toBe('c')
  expect(neighbour(ids, 'a', -1)).toBe('a')
  expect(neighbour(ids, 'gone', -1)).toBe('a')
  expect(neighbour([], 'a', 1)).toBe(null)
})

test('u takes back the chosen confirmation, else the last', () => {
  expect(toUndo('b', ['a', 'b', 'c'])).toBe('b')
  expect(toUndo('d', ['a', 'b'])).toBe('b') // after Enter the next name is chosen
  expect(toUndo(null, [])).toBeNull()
})
