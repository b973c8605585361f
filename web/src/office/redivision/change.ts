// A change of a division case as it is filled in, and as it is sent.

import type { Division } from '../../api'
import type { Item } from './api'

export interface Change { kind: string; division: Division | null; other: Division | null; parent: Division | null; name: string; children: string[]; lon: string; lat: string; note: string }

export const kinds = ['type_change', 'reparent', 'rename', 'merge', 'split', 'establish', 'abolish', 'line_change', 'seat_move']
export const blank = (): Change => ({ kind: 'type_change', division: null, other: null, parent: null, name: '', children: [], lon: '', lat: '', note: '' })

/** What a kind asks for beside the division itself. */
export const asks = {
  name: (kind: string) => ['type_change', 'rename', 'establish', 'split'].includes(kind),
  parent: (kind: string) => ['reparent', 'establish'].includes(kind),
  other: (kind: string) => ['merge', 'line_change'].includes(kind),
}

/** Degrees as they were written; null where they are none or lie outside the world. */
function degrees(text: string, most: number): number | null {
  const n = text.trim() === '' ? NaN : Number(text)
  return Math.abs(n) <= most ? n : null
}

/** The change as it is sent; null while something of it is still to be said. */
export function itemOf(c: Change): Item | null {
  const one = c.division?.id, other = c.other?.id, parent = c.parent?.id, [lon, lat] = [degrees(c.lon, 180), degrees(c.lat, 90)]
  if (c.kind !== 'establish' && !one) return null
  if (asks.name(c.kind) && !c.name.trim()) return null
  if (asks.parent(c.kind) && !parent) return null
  if (asks.other(c.kind) && (!other || other === one)) return null
  if (c.kind === 'split' && !c.children.length) return null
  if (c.kind === 'seat_move' && (lon === null || lat === null)) return null
  return {
    kind: c.kind,
    ...(c.kind !== 'establish' && { divisions: [one, asks.other(c.kind) ? other : ''].filter((id): id is string => !!id) }),
    ...(c.kind === 'merge' && { into: one }),
    ...(asks.name(c.kind) && { name: c.name.trim() }),
    ...(asks.parent(c.kind) && { parent }),
    ...(c.kind === 'split' && { children: c.children }),
    ...(c.kind === 'seat_move' && lon !== null && lat !== null && { seat: [lon, lat] as [number, number] }),
    ...(c.note.trim() && { note: c.note.trim() }),
  }
}
