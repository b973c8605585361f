import { expect, test } from 'vitest'
import { areaKm2, corners, polygonOf } from './polygon'

const ring = [[118.6, 28.7], [118.7, 28.7], [118.7, 28.8], [118.6, 28.8], [118.6, 28.7]]
const polygon = { type: 'Polygon' as const, coordinates: [ring] }

test('a polygon is found in what was exported', () => {
  expect(polygonOf(JSON.stringify(polygon))).toEqual(polygon)
  expect(polygonOf(JSON.stringify({ type: 'Feature', properties: {}, geometry: polygon }))).toEqual(polygon)
  expect(polygonOf(JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: polygon }] }))).toEqual(polygon)
})

test('what is none is none', () => {
  for (const text of ['', '{', 'null', '{"type":"Point","coordinates":[118,28]}', '{"type":"Polygon","coordinates":[]}', '{"type":"FeatureCollection","features":[]}',
    JSON.stringify({ type: 'Polygon', coordinates: [[[40500000, 3180000], [40501000, 3180000], [40501000, 3181000], [40500000, 3180000]]] })]) {
    expect(polygonOf(text), text).toBeNull()
  }
})

test('its size is that on the ground, without its hole', () => {
  expect(corners(polygon)).toHaveLength(5)
  expect(areaKm2(polygon)).toBeGreaterThan(108)
  expect(areaKm2(polygon)).toBeLessThan(109)
  const hole = ring.map(([x = 0, y = 0]) => [118.6 + (x - 118.6) / 2, 28.7 + (y - 28.7) / 2])
  expect(areaKm2({ type: 'MultiPolygon', coordinates: [[ring, hole]] }) / areaKm2(polygon)).toBeCloseTo(0.75, 2)
})
