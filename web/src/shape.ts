// Small geometry of what the server sends: extents and the points and lines to mark.

export type Bounds = [number, number, number, number]

type Shape = GeoJSON.Feature | GeoJSON.FeatureCollection | GeoJSON.Geometry | null

export function geometries(shape: Shape): GeoJSON.Geometry[] {
  if (!shape) return []
  if (shape.type === 'FeatureCollection') return shape.features.flatMap((feature) => geometries(feature))
  if (shape.type === 'Feature') return geometries(shape.geometry)
  return shape.type === 'GeometryCollection' ? shape.geometries : [shape]
}

/** West, south, east, north of all positions; null where there are none. */
export function boundsOf(shape: Shape): Bounds | null {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (part: unknown): void => {
    if (!Array.isArray(part)) return
    const [lon, lat] = part as unknown[]
    if (typeof lon !== 'number' || typeof lat !== 'number') return part.forEach(take)
    bounds[0] = Math.min(bounds[0], lon)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lon)
    bounds[3] = Math.max(bounds[3], lat)
  }
  for (const geometry of geometries(shape)) {
    if (geometry.type !== 'GeometryCollection') take(geometry.coordinates)
  }
  return bounds[0] === Infinity ? null : bounds
}

/** The points and lines of a shape, named, for the map to draw; areas are in its tiles already. */
export function marks(shape: Shape, name: string): GeoJSON.FeatureCollection {
  const drawn = geometries(shape).filter((geometry) => !/Polygon$/.test(geometry.type))
  return {
    type: 'FeatureCollection',
    features: drawn.map((geometry) => ({ type: 'Feature', geometry, properties: { name } })),
  }
}

/** The roundest length that fits into a bar of at most widest pixels. */
export function scaleBar(metresPerPixel: number, widest: number): { metres: number; pixels: number } {
  const most = metresPerPixel * widest
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((digit) => digit * power).find((length) => length <= most) ?? power
  return { metres, pixels: metres / metresPerPixel }
}
