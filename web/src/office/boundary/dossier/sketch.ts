// A line as a picture of a few hundred points, for a page that is printed.

export interface Sketch { width: number; height: number; paths: string[]; at: (lon: number, lat: number) => [number, number] }

/** Lays a line out in a frame, true to its shape: a degree of longitude is drawn by its length at the line's latitude. */
export function sketch(parts: readonly (readonly [number, number])[][], most = 640, margin = 24): Sketch {
  const all = parts.flat()
  const lons = all.map(([lon]) => lon), lats = all.map(([, lat]) => lat)
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const stretch = Math.cos(((south + north) / 2) * (Math.PI / 180))
  const wide = (east - west) * stretch, high = north - south
  const scale = (most - 2 * margin) / (Math.max(wide, high) || 1)
  const at = (lon: number, lat: number): [number, number] => [round(margin + (lon - west) * stretch * scale), round(margin + (north - lat) * scale)]
  return { width: round(wide * scale + 2 * margin), height: round(high * scale + 2 * margin), paths: parts.map((part) => 'M' + part.map(([lon, lat]) => at(lon, lat).join(' ')).join('L')), at }
}

const round = (n: number) => Math.round(n * 10) / 10
