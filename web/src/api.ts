// What the server says, and how it is asked.

import { ask, garbled, offlineHint, Problem, query } from './http'

export interface Meta {
  county: string
  county_code?: string
  demo: boolean
  approval_number: string | null
  attribution: string
  bounds: [number, number, number, number] // west, south, east, north; degrees
  dates: { first: string; last: string }
  recorded_to: string
}

export type MatchKind =
  | 'exact' | 'prefix' | 'pinyin' | 'initials' | 'former' | 'alias' | 'variant' | 'fuzzy' | 'code'

export interface Item {
  id: string
  name: string
  pinyin: string
  class: string
  class_name: string
  division: string
  division_name: string
  match?: { kind: MatchKind; text: string }
  score: number
  current?: boolean // false where it is no longer so in law
  lon?: number
  lat?: number
}

export interface Items {
  items: Item[]
  next?: string | null
}

export interface Division {
  code: string
  name: string
  level: number
  id?: string
}

export interface PlaceName {
  text: string
  kind: 'standard' | 'former' | 'alias' | 'short'
  lang: string
  pinyin?: string | null
  valid_from?: string | null
  valid_to?: string | null
}

/** What is not known is absent, null or empty. */
export interface Place {
  id: string
  state: 'current' | 'ended' | 'replaced' | 'withdrawn'
  reason?: string | null
  successor?: string | null
  name: string
  pinyin: string
  reading_confirmed: boolean
  sound?: { href: string; media_type: string; size_bytes: number } // how the name is spoken
  class: string
  class_name: string
  divisions: Division[]
  names: PlaceName[]
  valid_from?: string | null
  valid_to?: string | null
  meaning?: string | null
  origin?: string | null
  history?: string | null
  description?: string | null
  lon?: number | null
  lat?: number | null
  elevation_m?: number | string | null
  heritage?: string | null
  code?: string | null
  token?: string | null
  page_url?: string | null
  source?: string | null
  classification_note?: string | null
  demo: boolean
}

export interface Change {
  at: string
  action: string
  kind?: string
  text?: string
  reason?: string
  valid_from?: string | null
  valid_to?: string | null
  corrected?: boolean
  recorded_to?: string | null // when the register stopped saying so
}

/** Something that happened in law to divisions: kind as in the register, effective an ISO date. */
export interface DivisionEvent {
  kind: string
  effective: string
  note?: string
}

export interface Reverse {
  divisions: Division[]
  place: { id: string; name: string; distance_m: number } | null
}

/** What a sign of the map says of a shelter. */
export interface ShelterSign {
  id: string
  name: string
  state: string // standby, open, full or closed
}

export interface Shelter extends ShelterSign {
  division_code?: string
  division_name?: string
  capacity?: number
  free?: number
  address?: string
  duty_phone?: string
  demo: boolean
}

export const placePath = (id: string) => '/v1/places/' + encodeURIComponent(id)

export const meta = () => ask<Meta>('/v1/meta')

// Where a day (YYYY-MM-DD) may be said, the answer is what was so in law on it; null is today.

export const suggest = (q: string, near: string | null, asOf: string | null, signal: AbortSignal) =>
  ask<Items>('/v1/suggest' + query({ q, near, limit: 8, as_of: asOf }), signal)

export const places = (q: string, cursor: string | null, asOf: string | null, signal?: AbortSignal) =>
  ask<Items>('/v1/places' + query({ q, limit: 20, cursor, as_of: asOf }), signal)

export const place = (id: string, asOf: string | null, signal?: AbortSignal) =>
  ask<Place>(placePath(id) + query({ as_of: asOf }), signal)

export const shelter = (id: string, asOf: string | null, signal?: AbortSignal) =>
  ask<Shelter>('/v1/shelters/' + encodeURIComponent(id) + query({ as_of: asOf }), signal)

export const shelters = (asOf: string | null, signal?: AbortSignal) =>
  ask<{ items: Shelter[] }>('/v1/shelters' + query({ as_of: asOf }), signal)

export const history = (id: string, signal?: AbortSignal) =>
  ask<{ items: Change[] }>(placePath(id) + '/history', signal)

export const geojson = (id: string, asOf: string | null, signal?: AbortSignal) =>
  ask<GeoJSON.Feature | GeoJSON.FeatureCollection | GeoJSON.Geometry>(placePath(id) + '/geojson' + query({ as_of: asOf }), signal)

export const reverse = (lon: number, lat: number, asOf: string | null, signal?: AbortSignal) =>
  ask<Reverse>('/v1/reverse' + query({ lon: lon.toFixed(6), lat: lat.toFixed(6), as_of: asOf }), signal)

/** What happened to a division and to those below it. */
export const divisionEvents = (code: string, signal?: AbortSignal) =>
  ask<{ items: DivisionEvent[] }>(`/v1/divisions/${encodeURIComponent(code)}/changes`, signal)

export const children = (code: string, asOf: string | null, signal?: AbortSignal) =>
  ask<{ items: Division[] }>(
    `/v1/divisions/${encodeURIComponent(code)}/children` + query({ as_of: asOf }), signal)

/** The id of the place that a division's code stands for on a day, or null. */
export async function idOfCode(code: string, asOf: string | null, signal?: AbortSignal): Promise<string | null> {
  const found = await places(code, null, asOf, signal)
  return found.items.find((item) => item.match?.kind === 'code' || item.division === code)?.id ?? null
}

/** The code of the county served: said by the server, else what lies at the middle of its bounds. */
export async function countyCode(known: Meta): Promise<string> {
  if (known.county_code) return known.county_code
  const [west, south, east, north] = known.bounds
  const there = await reverse((west + east) / 2, (south + north) / 2, null)
  const county = there.divisions.find((division) => division.level === 3)
  if (!county) throw new Problem(404, garbled(), offlineHint())
  return county.code
}
