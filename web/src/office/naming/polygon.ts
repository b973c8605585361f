// A polygon as people paste it from a plan.

import type { GeoJSON, MultiPolygon, Polygon } from 'geojson'

type Shape = Polygon | MultiPolygon

/** The polygon in pasted GeoJSON: itself, a feature's, or that of a collection of one; null where there is none in degrees. */
export function polygonOf(text: string): Shape | null {
  try {
    const shape = inner(JSON.parse(text) as GeoJSON)
    return shape && corners(shape).length >= 4 && corners(shape).every(([lon, lat]) => Math.abs(lon ?? NaN) <= 180 && Math.abs(lat ?? NaN) <= 90) ? shape : null
  } catch {
    return null
  }
}

function inner(given: GeoJSON): Shape | null {
  switch (given.type) {
    case 'Polygon': case 'MultiPolygon': return given
    case 'Feature': return inner(given.geometry)
    case 'FeatureCollection': return given.features.length === 1 && given.features[0] ? inner(given.features[0]) : null
    default: return null
  }
}

/** All corners of all rings. */
export const corners = (shape: Shape) => (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()).flat()

const radiusKm = 6371.0088 // mean radius of the earth (IUGG)

/** Square kilometres on a sphere, holes taken out: what a list shows, no survey. */
export function areaKm2(shape: Shape): number {
  const rings = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  return rings.reduce((sum, [outer = [], ...holes]) => sum + ringKm2(outer) - holes.reduce((out, hole) => out + ringKm2(hole), 0), 0)
}

function ringKm2(ring: number[][]): number {
  const rad = Math.PI / 180
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[i - 1] ?? [], ring[i] ?? []]
    sum += (x2 - x1) * rad * (2 + Math.sin(y1 * rad) + Math.sin(y2 * rad))
  }
  return Math.abs((sum * radiusKm * radiusKm) / 2)
}
