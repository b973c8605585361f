import { expect, test } from 'vitest'
import { labels, sketch } from './sketch'

test('a line is laid out with north up and true to its shape', () => {
  const drawn = sketch([[[118, 60], [119, 60]], [[119, 60], [119, 60.5]]], 640, 20)
  // At 60° N a degree of longitude is half as long as one of latitude: both legs are as long.
  expect(drawn.width).toBeCloseTo(drawn.height, -1)
  expect(drawn.at(118, 60.5)).toEqual([20, 20])
  expect(drawn.paths).toHaveLength(2)
  expect(drawn.paths[0]).toMatch(/^M20 /)
})

test('a line that runs straight north still has a frame', () => {
  const drawn = sketch([[[118, 28], [118, 29]]], 640, 20)
  expect(drawn.width).toBe(40)
  expect(drawn.height).toBe(640)
})

test('a name that would lie on another is left out, those that are first never for the others, and none leaves the frame', () => {
  const at = (x: number, y: number, first = false) => ({ x, y, text: '001Q', first })
  const [one, near, wrong, far, edge] = labels([at(0, 0), at(20, 5), at(10, 10, true), at(100, 0), at(195, 60)], 200)
  expect([one, near]).toEqual([null, null])
  expect(wrong).toEqual({ x: 17, y: 14, anchor: 'start' })
  expect(far).toEqual({ x: 107, y: 4, anchor: 'start' })
  expect(edge).toEqual({ x: 188, y: 64, anchor: 'end' })
})
