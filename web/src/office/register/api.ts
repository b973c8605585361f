// The register as the office reads and changes it.

import type { Place, PlaceName } from '../../api'
import { placePath } from '../../api'
import { json, query, type Problem } from '../../http'
import { call, fetched, read, write } from '../http'
import type { SoundFile } from '../parts/sound'

export interface Row {
  id: string
  name: string
  pinyin?: string
  reading_state?: string
  class: string
  class_name: string
  division?: string
  division_name?: string
  lon?: number | null
  lat?: number | null
  visibility: 'public' | 'internal'
  state: string
  findings?: number
  valid_from?: string
  valid_to?: string
}

export interface Rows { items: Row[]; next?: string | null; total?: number }

/** What a list may be narrowed by: each is a word of the address. */
export const filters = ['q', 'class', 'division', 'bbox', 'state', 'visibility', 'finding', 'reading', 'as_of', 'recorded'] as const

export const register = (param: URLSearchParams, cursor: string | null, limit: number, signal?: AbortSignal) =>
  read<Rows>('/v1/register' + query({ ...Object.fromEntries(filters.map((name) => [name, param.get(name)])), limit, cursor }), signal)

export interface PlaceClass { code: string; name: string; name_en?: string; rank?: string; verified?: boolean; basis?: string }

export const classes = (signal?: AbortSignal) => read<{ items: PlaceClass[] }>('/v1/classes', signal)

export interface Finding {
  id?: string
  kind?: string
  check?: string
  severity?: string
  text?: string
  detail?: string
  basis?: string
  other?: { id: string; name: string; distance_m?: number } | null
}

export interface OfficeName extends PlaceName { id?: string; reading_state?: string }

/** A place with what only the office sees. */
export interface OfficePlace extends Omit<Place, 'names'> {
  names: OfficeName[]
  visibility?: 'public' | 'internal'
  findings?: Finding[]
  etag?: string
  reading_state?: string
  sound?: SoundFile
}

/** A place and the tag of its version, for If-Match. */
export interface Version { place: OfficePlace; etag: string }

export async function place(id: string, asOf: string | null, recorded: string | null, signal?: AbortSignal): Promise<Version> {
  const answer = await fetched(placePath(id) + query({ as_of: asOf, recorded }), { signal })
  const found = (await json(answer)) as OfficePlace
  return { place: found, etag: answer.headers.get('etag') ?? found.etag ?? '' }
}

export interface Edit {
  fields: Record<string, unknown>
  valid_from?: string
  reason: string
}

export interface Written { id: string; seq?: number; etag?: string }

export const change = (id: string, edit: Edit, etag: string, key: string) => write<Written>('PATCH', placePath(id), edit, key, etag)
export const withdraw = (id: string, body: { successor?: string; reason: string }, etag: string, key: string) =>
  write<Written>('POST', placePath(id) + '/withdraw', body, key, etag)
export const confirmReading = (id: string, body: { name_id?: string; reading: string; reason: string }, etag: string, key: string) =>
  write<Written>('POST', placePath(id) + '/reading', body, key, etag)

/** The place as it is now, and whose change came between, out of a refusal 412. */
export function newer(problem: Problem): { current: OfficePlace; by: string; at: string } | null {
  const { current, by, at } = problem.more as { current?: OfficePlace; by?: string; at?: string }
  return problem.status === 412 && current ? { current, by: by ?? '', at: at ?? '' } : null
}

export interface Draft { body: Record<string, unknown>; base_etag: string; at?: string; kind?: string; object?: string; saved_at?: string }

const draftPath = (kind: string, object: string) => `/v1/drafts/${encodeURIComponent(kind)}/${encodeURIComponent(object)}`

export const drafts = (signal?: AbortSignal) => read<{ items: Draft[] }>('/v1/drafts', signal)
export const draft = (kind: string, object: string, signal?: AbortSignal) => read<Draft>(draftPath(kind, object), signal)
export const keepDraft = (kind: string, object: string, body: Record<string, unknown>, base_etag: string) =>
  write<null>('PUT', draftPath(kind, object), { body, base_etag })
export const dropDraft = (kind: string, object: string) => call<null>(draftPath(kind, object), { method: 'DELETE' })
