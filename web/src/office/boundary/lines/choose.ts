// Which lines a list shows, and where a map of one stands: functions on values.

import type { Standing } from '../tasks/api'
import type { Line, Owner, Row } from './api'
import type { Words } from './words'

export type Inspection = 'overdue' | 'soon' | 'open' | 'fine' | 'never' | 'none'

/** How an inspection stands on a day (YYYY-MM-DD): overdue, due within 183 days, on its way, later, none recorded, or not wanted. */
export function inspectionOf(standing: Standing | undefined, today: string): Inspection {
  if (!standing) return 'none'
  if (standing.next && standing.next < today) return 'overdue'
  if (standing.task) return 'open'
  if (!standing.next) return 'never'
  return Date.parse(standing.next) - Date.parse(today) <= 183 * 86_400_000 ? 'soon' : 'fine'
}

export const ownerName = (owner: Owner | undefined, w: Words): string =>
  !owner ? '' : owner.kind === 'sea' ? w.sea : owner.kind === 'not_held' ? w.notHeld : owner.name ?? owner.code ?? ''

export interface Filter { q: string; level: string; neighbour: string }

/** The rows that a filter leaves: every word of q is in the name, the number or an owner's code or name. */
export function chosen(rows: readonly Row[], { q, level, neighbour }: Filter): Row[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const text = [row.name, row.number, ...row.owners.flatMap(({ name = '', code = '' }) => [name, code])].join(' ').toLowerCase()
    return words.every((word) => text.includes(word)) && (!level || String(row.level) === level) && (!neighbour || row.owners.some(({ division }) => division === neighbour))
  })
}

/** The divisions beside lines, each once, by name: those one may choose a neighbour from. */
export function neighbours(rows: readonly Row[]): { value: string; word: string }[] {
  const seen = new Map<string, string>()
  for (const { owners } of rows) for (const { division, name, code } of owners) if (division) seen.set(division, name || code || division)
  return [...seen].map(([value, word]) => ({ value, word })).sort((a, b) => a.word.localeCompare(b.word, 'zh'))
}

/** The middle of a line, and the zoom at which a map of wide × high pixels holds it. */
export function middleOf({ geometry }: Pick<Line, 'geometry'>, wide = 320, high = 340): { lon: number; lat: number; zoom: number } {
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [lon, lat] of geometry.coordinates.flat()) {
    west = Math.min(west, lon); east = Math.max(east, lon)
    south = Math.min(south, lat); north = Math.max(north, lat)
  }
  const lat = (south + north) / 2
  // At zoom 0 the world is 512 pixels wide; a degree of latitude is longer than one of longitude by 1/cos.
  const degrees = Math.max((east - west) / wide, (north - south) / high / Math.cos(lat * Math.PI / 180), 1e-6)
  return { lon: (west + east) / 2, lat, zoom: Math.min(15, Math.log2(360 / 512 / degrees)) }
}
