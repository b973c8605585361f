import { json, query } from '../../../http'
import { call, fetched, newKey, read } from '../../http'

export type Side = 'a' | 'b'
export type North = 'true' | 'grid' | 'magnetic'

export interface Row {
  id: string; number: string; line: string; line_name: string; name_a: string; name_b: string
  serial: number; kind: string; faces: number; state: string; keeper?: Side; lon: number; lat: number
}

export interface Reference {
  id?: string; name: string; kind?: string; azimuth_deg?: string; azimuth_north?: North; distance_m?: string
  lon?: number; lat?: number; position_sd_m?: string; note?: string
}

export interface Photo { id: string; face: string; name: string; media_type: string; bytes: number; taken_on?: string }
export interface Next { step: string; to: string; both: boolean; measured: boolean; patrol: boolean }

export interface Marker extends Row {
  letter?: string; junction?: string; material?: string; elevation_m?: string; original?: string; crs?: string
  place_a?: string; place_b?: string; place_c?: string; set_on?: string; note?: string; source: string
  references: Reference[]; photos: Photo[]; next: Next[]; sides_work: Side[]; sides_report: Side[]
}

export interface Held { marker: Marker; etag: string }

export interface Step {
  n: number; step: string; from: string; to: string; on: string; side: Side; present_a?: string; present_b?: string; lon?: number; lat?: number
  apart_m?: string; tolerance_m?: string; photo?: string; meeting?: string; document_a?: string; document_b?: string; note?: string; at: string
}

export interface Sighting { id: string; at: string; side: Side; condition: string; accuracy_m?: string; note?: string }
export interface Version extends Marker { from?: string; until?: string; recorded: string; closed?: string }
export interface History { versions: Version[]; steps: Step[]; sightings: Sighting[] }

export const filters = ['line', 'state'] as const

export const markers = (param: URLSearchParams, cursor: string | null, signal: AbortSignal) =>
  read<{ items: Row[]; next?: string }>('/v1/markers' + query({ line: param.get('line'), state: param.get('state'), bbox: param.get('bbox'), cursor, limit: '500' }), signal)

export const tableAddress = (param: URLSearchParams, ending: 'xlsx' | 'pdf') => `/v1/markers.${ending}` + query({ line: param.get('line'), state: param.get('state'), bbox: param.get('bbox') })

const held = async (answer: Response): Promise<Held> => ({ marker: (await json(answer)) as Marker, etag: answer.headers.get('ETag') ?? '' })

const at = (id: string, rest = '') => '/v1/markers/' + encodeURIComponent(id) + rest

export const marker = async (id: string, signal?: AbortSignal) => held(await fetched(at(id), { signal }))
export const history = (id: string, signal?: AbortSignal) => read<History>(at(id, '/history'), signal)
export const add = (body: object, key: string) => call<{ id: string }>('/v1/markers', { method: 'POST', body, headers: { 'Idempotency-Key': key } })

const change = async (method: 'PATCH' | 'POST', { marker, etag }: Held, rest: string, body: object, key: string) =>
  held(await fetched(at(marker.id, rest), { method, body, headers: { 'Idempotency-Key': key, 'If-Match': etag } }))

export const correct = (was: Held, body: object, key: string) => change('PATCH', was, '', body, key)
export const step = (was: Held, body: object, key: string) => change('POST', was, '/steps', body, key)

export const withdraw = ({ marker, etag }: Held, reason: string, key: string) =>
  call<null>(at(marker.id, '/withdrawal'), { method: 'POST', body: { reason }, headers: { 'Idempotency-Key': key, 'If-Match': etag } })

export function addPhoto(id: string, face: string, file: File): Promise<{ id: string }> {
  const body = new FormData()
  body.set('file', file)
  return call(at(id, '/photos' + query({ face })), { method: 'POST', body, headers: { 'Idempotency-Key': newKey() } })
}

export const removePhoto = (id: string, photo: string) => call<null>(at(id, '/photos/' + photo), { method: 'DELETE', headers: { 'Idempotency-Key': newKey() } })
export const photoAddress = (id: string, photo: string) => at(id, `/photos/${photo}?inline=1`)
export const formAddress = (id: string, ending: 'xlsx' | 'pdf') => at(id, `/form.${ending}`)
