import { expect, test } from 'vitest'
import { boundsOf, marks, scaleBar } from './shape'

const square: GeoJSON.Polygon = { type: 'Polygon', coordinates: [[[1, 2], [3, 2], [3, 5], [1, 2]]] }

test('bounds reach every position', () => {
  expect(boundsOf(square)).toEqual([1, 2, 3, 5])
  expect(boundsOf({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [7, 8, 99] } }))
    .toEqual([7, 8, 7, 8])
  expect(boundsOf({ type: 'FeatureCollection', features: [] })).toBeNull()
  expect(boundsOf(null)).toBeNull()
})

test('areas are not marked again', () => {
  expect(marks(square, '清湖').features).toHaveLength(0)
  expect(marks({ type: 'Point', coordinates: [1, 2] }, '清湖').features[0]?.properties).toEqual({ name: '清湖' })
})

test('a scale bar is round and fits', () => {
  expect(scaleBar(10, 100)).toEqual({ metres: 1000, pixels: 100 })
  expect(scaleBar(7, 100)).toEqual({ metres: 500, pixels: 500 / 7 })
  expect(scaleBar(0.3, 100).metres).toBe(20)
})
