// What is drawn of a street that is numbered: plain functions of a trial.

import type { Drawn, Point } from '../map/points'
import type { Gate, Row, Spot, Trial } from './api'

const perDegree = 111_320 // metres of one degree of latitude, and of longitude at the equator
const radians = Math.PI / 180

/** A position so many metres east and north of another. */
export function moved({ lon, lat }: Spot, east: number, north: number): Spot {
  return { lon: round(lon + east / (perDegree * Math.cos(lat * radians))), lat: round(lat + north / perDegree) }
}

const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7 // to a centimetre

type Position = readonly number[]
const between = ([x1 = 0, y1 = 0]: Position, [x2 = 0, y2 = 0]: Position, k: number): Position => [x1 + (x2 - x1) * k, y1 + (y2 - y1) * k]

/** Metres east and north from a to b. */
function metres(a: Position, b: Position): { east: number; north: number; long: number } {
  const east = ((b[0] ?? 0) - (a[0] ?? 0)) * perDegree * Math.cos((a[1] ?? 0) * radians)
  const north = ((b[1] ?? 0) - (a[1] ?? 0)) * perDegree
  return { east, north, long: Math.hypot(east, north) }
}

/** Where a line is after so many metres, and which way it goes there (east and north, of length 1). */
export function along(line: readonly Position[], at: number): { spot: Position; east: number; north: number } | null {
  let gone = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const { east, north, long } = metres(a, b)
    if (long > 0 && (gone + long >= at || i === line.length - 1)) return { spot: between(a, b, Math.min(1, (at - gone) / long)), east: east / long, north: north / long }
    gone += long
  }
  return null
}

/** A new gate at the middle of a street, a few metres to its left, where no other stands. */
export function middleGate(trial: Trial, taken: readonly Spot[]): Spot | null {
  for (let k = 0.5; k < 0.95; k += 0.02) {
    const at = along(trial.course.coordinates, trial.length_m * k)
    if (!at) return null
    const spot = moved({ lon: at.spot[0] ?? 0, lat: at.spot[1] ?? 0 }, -at.north * 8, at.east * 8)
    if (!taken.some((other) => Math.hypot((other.lon - spot.lon) * 1e5, (other.lat - spot.lat) * 1e5) < 3)) return spot
  }
  return null
}

/** The street from its start, with arrow heads the way its numbers grow. */
export function drawnStreet(trial: Trial): Drawn[] {
  const line = trial.course.coordinates
  const heads: Drawn[] = []
  const size = Math.min(12, trial.length_m / 12)
  for (const k of [0.25, 0.5, 0.75, 1]) {
    const at = along(line, trial.length_m * k)
    if (!at) continue
    const tip = { lon: at.spot[0] ?? 0, lat: at.spot[1] ?? 0 }
    const wing = (side: number) => moved(tip, -at.east * size - side * at.north * size * 0.6, -at.north * size + side * at.east * size * 0.6)
    const [left, right] = [wing(1), wing(-1)]
    heads.push({ id: `head ${k}`, kind: 'drawing', geometry: { type: 'LineString', coordinates: [[left.lon, left.lat], [tip.lon, tip.lat], [right.lon, right.lat]] } })
  }
  return [{ id: 'street', kind: 'good', geometry: trial.course }, ...heads]
}

/** Every gate with its number, the start, and the numbers that are kept. */
export function pointsOf(trial: Trial, startWord: string, keptWord: (n: number) => string): Point[] {
  const points: Point[] = []
  const first = trial.course.coordinates[0]
  if (first) points.push({ id: 'start', name: startWord, label: startWord, lon: first[0] ?? 0, lat: first[1] ?? 0, kind: 'good' })
  for (const row of trial.rows) {
    if (row.lon === undefined || row.lat === undefined) continue
    points.push({ id: row.id, name: row.text ?? row.id, label: row.text ?? '✕', lon: row.lon, lat: row.lat, kind: row.refused ? 'bad' : row.side ?? 'warn', fresh: row.new, drag: row.new, toward: away(trial, row) })
    points.push(...keptPoints(trial, row, keptWord))
  }
  return points
}

/** On which side of a gate its number is written: away from the street. */
function away(trial: Trial, { chainage_m, side }: Row): Point['toward'] {
  const at = side && along(trial.course.coordinates, chainage_m)
  if (!at) return 'above'
  const turn = side === 'left' ? 1 : -1
  const [east, north] = [-at.north * turn, at.east * turn]
  if (Math.abs(east) > Math.abs(north)) return east > 0 ? 'right' : 'left'
  return north > 0 ? 'above' : 'below'
}

/** Numbers kept before a gate, spread over the way from the gate before on its side. */
function keptPoints(trial: Trial, row: Row, keptWord: (n: number) => string): Point[] {
  const reserved = row.reserved ?? []
  const side = row.side === 'left' ? 1 : -1
  const before = Math.max(0, ...trial.rows.filter((other) => other.side === row.side && other.number && other.chainage_m < row.chainage_m).map((other) => other.chainage_m))
  return reserved.flatMap((n, i): Point[] => {
    const at = along(trial.course.coordinates, before + ((row.chainage_m - before) * (i + 1)) / (reserved.length + 1))
    if (!at) return []
    const spot = moved({ lon: at.spot[0] ?? 0, lat: at.spot[1] ?? 0 }, -at.north * side * row.offset_m, at.east * side * row.offset_m)
    return [{ id: `kept ${row.id} ${n}`, name: keptWord(n), label: keptWord(n), ...spot, kind: 'ended' }]
  })
}

/** New gates first, then what stands as one walks the street: by side and metres; what has no place last. */
export function walked(rows: readonly Row[]): Row[] {
  const rank = (row: Row) => (row.side === 'left' ? 0 : row.side === 'right' ? 1 : 2)
  return [...rows].sort((a, b) => Number(b.new) - Number(a.new) || rank(a) - rank(b) || a.chainage_m - b.chainage_m || a.id.localeCompare(b.id))
}

const steps: Record<string, readonly [number, number]> = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }

/** A gate as a key moves it: one metre to a quarter of the sky, ten with Shift; null for other keys. */
export function keyMoved(gate: Gate, key: string, far: boolean): Gate | null {
  const step = steps[key]
  const by = far ? 10 : 1
  return step ? { ...gate, ...moved(gate, step[0] * by, step[1] * by) } : null
}
