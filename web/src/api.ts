// What the server says, and how it is asked.

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

/** An answer that is not the one hoped for, in words a person can act on. */
export class Problem extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string) {
    super(detail || title)
  }
}

let language = 'zh-CN'

export function speak(lang: 'zh' | 'en'): void {
  language = lang === 'en' ? 'en' : 'zh-CN'
}

/** Asks for path; rejects with a Problem (status 0: no answer at all) or an AbortError. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: 'application/json', 'Accept-Language': language }
  const answer = await fetch(path, { signal, headers }).catch((err: unknown) => {
    if (isAbort(err)) throw err
    throw new Problem(0, offline(), offlineHint())
  })
  // What was withdrawn is 410 with its last version as plain JSON.
  const last = answer.status === 410 && !/problem/.test(answer.headers.get('content-type') ?? '')
  if (!answer.ok && !last) throw await problem(answer)
  return (await answer.json().catch((err: unknown) => {
    if (isAbort(err)) throw err
    throw new Problem(answer.status, garbled(), offlineHint())
  })) as T
}

/** Whether the same question may be answered another time: not where the server understood it and said no. */
export const mayHelp = ({ status }: Problem) => status < 400 || status === 408 || status === 429 || status >= 500

export function isAbort(err: unknown): boolean {
  return err instanceof DOMException && err.name === 'AbortError'
}

async function problem(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
  return new Problem(answer.status, body.title ?? garbled(), body.detail ?? offlineHint())
}

const english = () => language === 'en'
const offline = () => (english() ? 'No connection' : '连接不上服务器')
const garbled = () => (english() ? 'The server could not answer' : '服务器未能答复')
const offlineHint = () =>
  english() ? 'Check the network, then try again.' : '请检查网络，然后重试。'

const query = (params: Record<string, string | number | null | undefined>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  return search.size ? '?' + search : ''
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
