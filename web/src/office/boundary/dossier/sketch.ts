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

export interface Named { x: number; y: number; text: string; first: boolean }
export interface Label { x: number; y: number; anchor: 'start' | 'end' }

const [letter, line] = [8, 13] // width of a figure and height of a line, in points

/** Where the names of points stand: beside them and inside the frame; null where one would lie on another. Those that are first are placed first. */
export function labels(points: Named[], width: number): (Label | null)[] {
  const taken: [left: number, right: number, y: number][] = []
  const place = ({ x, y, text }: Named): Label | null => {
    const long = text.length * letter
    const anchor = x + 7 + long > width ? 'end' : 'start'
    const [left, right] = anchor === 'end' ? [x - 7 - long, x - 7] : [x + 7, x + 7 + long]
    if (taken.some(([l, r, at]) => l < right && left < r && Math.abs(at - y) < line)) return null
    taken.push([left, right, y])
    return { x: anchor === 'end' ? x - 7 : x + 7, y: y + 4, anchor }
  }
  const placed = new Map([...points].sort((a, b) => Number(b.first) - Number(a.first)).map((point) => [point, place(point)]))
  return points.map((point) => placed.get(point) ?? null)
}

const round = (n: number) => Math.round(n * 10) / 10
