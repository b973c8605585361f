import { expect, test } from 'vitest'
import { sketch } from './sketch'

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
