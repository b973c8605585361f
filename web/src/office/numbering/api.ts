import { query } from '../../http'
import { fetched, newKey, read, write } from '../http'
import { json } from '../../http'

export interface Axis { start: string; odd: string }
export interface Scheme {
  name?: string; basis?: string; east_west: Axis; north_south: Axis; dead_end?: Axis; one_sided_even?: boolean; mode: string; metres_per_number?: number
  reserve_every_m?: number; reserve_over_m?: number; reserve_alley?: boolean; insert: string; from_gate?: boolean; reach_m: number
}
export interface Held { scheme: Scheme; of: { id: string; code: string; name: string } | null; proposal: boolean; valid_from?: string }
export interface Row {
  id: string; address?: string; new: boolean; mine: boolean; township?: string; lon?: number; lat?: number; side?: 'left' | 'right'; chainage_m: number; offset_m: number
  number?: number; sub?: number; text?: string; today?: string; reserved?: number[]; alley?: boolean; refused: boolean; kept: boolean; reason: string
}
export interface Finding { id: string; kind: string; reason: string; other?: string }
export interface Trial {
  street?: string; name?: string; division: string; scheme: Held; why: string; course: GeoJSON.LineString; length_m: number
  rows: Row[]; findings: Finding[]; seen: string
}
export interface Spot { lon: number; lat: number }
export interface Gate extends Spot { id: string; alley?: boolean }

/** What is to be numbered. */
export interface Asked {
  street?: string; line?: GeoJSON.LineString; start?: Spot; dead_end?: boolean; one_sided?: boolean; afresh?: boolean; gates: Gate[]
}

/** A street whose numbers need work. */
export interface Work { street: string; name: string; division_name?: string; doors: number; wrong: Record<string, number>; no_number: number; unchecked?: string }
export const work = (division: string, cursor: string | null, signal: AbortSignal) => read<{ items: Work[]; next?: string }>('/v1/numberings/work' + query({ division, cursor }), signal)
export const simulate = (asked: Asked) => write<Trial>('POST', '/v1/numberings/simulate', asked)
export const accept = (asked: Asked, seen: string, visibility: string, reason: string, key: string) =>
  write<{ ids: string[] }>('POST', '/v1/numberings', { ...asked, seen, visibility, reason }, key)
export const schemes = (signal: AbortSignal) => read<{ items: Held[]; known: Scheme[] }>('/v1/numbering-schemes', signal)

/** Sets a division's scheme over the one that holds there now. */
export async function setScheme(division: string, scheme: Scheme, reason: string, key = newKey()): Promise<Held> {
  const path = '/v1/numbering-schemes/' + encodeURIComponent(division)
  const now = await fetched(path + query({}))
  await json(now)
  return write<Held>('PUT', path, { scheme, reason }, key, now.headers.get('ETag') ?? undefined)
}
