import { expect, test } from 'vitest'
import { geometryOf, lengthOf, positionsOf, readPositions, sketchOf, writePositions, type At } from './shape'

const three: At[] = [[118.6, 28.7], [118.61, 28.7], [118.61, 28.71]]

test('positions are read as they are written, and nonsense is refused', () => {
  expect(readPositions(writePositions(three))).toEqual(three)
  expect(readPositions('118.6，28.7；118.61 28.7')).toEqual(three.slice(0, 2))
  for (const wrong of ['118.6', '28.7, 118.6', 'a, b', '1, 2, 3']) expect(readPositions(wrong)).toBeNull()
})

test('a shape comes back as its positions', () => {
  for (const kind of ['line', 'area'] as const) expect(positionsOf(geometryOf(kind, three)!)).toEqual([kind, three])
  expect(geometryOf('area', three)).toMatchObject({ coordinates: [[...three, three[0]]] })
  expect(positionsOf(undefined, 118.6, 28.7)).toEqual(['point', [[118.6, 28.7]]])
})

test('too few positions make no shape yet, but are seen', () => {
  expect(geometryOf('area', three.slice(0, 2))).toBeNull()
  expect(sketchOf('area', three.slice(0, 2))).toMatchObject({ type: 'LineString' })
  expect(sketchOf('line', three.slice(0, 1))).toBeNull()
})

test('a degree of latitude is 111 km long', () => {
  expect(lengthOf([[118, 28], [118, 29]]) / 1000).toBeCloseTo(111.2, 1)
})
