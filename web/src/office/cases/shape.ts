// What is drawn for a name: positions in order, as they were clicked or typed.

export type At = [lon: number, lat: number]
export type Kind = 'point' | 'line' | 'area'

const least = { point: 1, line: 2, area: 3 }

/** One position on each line, longitude first: 118.62, 28.74. Null where a line is none. */
export function readPositions(text: string): At[] | null {
  const all: At[] = []
  for (const line of text.split(/[\n;；]+/).map((part) => part.trim()).filter(Boolean)) {
    const [lon, lat, ...more] = line.split(/[\s,，]+/).filter(Boolean).map(Number)
    if (lon === undefined || lat === undefined || more.length || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) return null
    all.push([lon, lat])
  }
  return all
}

export const writePositions = (all: readonly At[]): string => all.map(([lon, lat]) => `${+lon.toFixed(6)}, ${+lat.toFixed(6)}`).join('\n')

/** What the positions make of a kind; null while there are too few. A ring is closed. */
export function geometryOf(kind: Kind, all: readonly At[]): GeoJSON.Geometry | null {
  if (all.length < least[kind]) return null
  if (kind === 'point') return { type: 'Point', coordinates: all.at(-1)! }
  if (kind === 'line') return { type: 'LineString', coordinates: [...all] }
  return { type: 'Polygon', coordinates: [[...all, all[0]!]] }
}

/** What is being drawn, from the first position on. */
export const sketchOf = (kind: Kind, all: readonly At[]): GeoJSON.Geometry | null =>
  geometryOf(kind, all) ?? (all.length > 1 ? { type: 'LineString', coordinates: [...all] } : null)

/** The kind and positions of a shape that is held; the first ring of an area. */
export function positionsOf(shape: GeoJSON.Geometry | undefined, lon?: number, lat?: number): [Kind, At[]] {
  if (shape?.type === 'LineString') return ['line', shape.coordinates as At[]]
  if (shape?.type === 'Polygon') return ['area', shape.coordinates[0]!.slice(0, -1) as At[]]
  return ['point', lon !== undefined && lat !== undefined ? [[lon, lat]] : []]
}

/** The length of a line in metres, on a sphere. */
export function lengthOf(all: readonly At[]): number {
  const rad = Math.PI / 180
  return all.slice(1).reduce((sum, [lon, lat], i) => {
    const [lon0, lat0] = all[i]!
    const a = Math.sin((lat - lat0) * rad / 2) ** 2 + Math.cos(lat * rad) * Math.cos(lat0 * rad) * Math.sin((lon - lon0) * rad / 2) ** 2
    return sum + 2 * 6371008.8 * Math.asin(Math.sqrt(a))
  }, 0)
}
