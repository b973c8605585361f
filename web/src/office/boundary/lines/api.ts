import { json, query } from '../../../http'
import { call, fetched, newKey, read } from '../../http'

export type Side = 'a' | 'b'
export interface Owner { side: Side; kind: 'division' | 'sea' | 'not_held'; division?: string; code?: string; name?: string; has_area: boolean }
export interface Row { id: string; number: string; name: string; level: number; owners: Owner[]; length_m: number; valid_from?: string; valid_to?: string }
export interface Said {
  length_stated: string; approved_by: string; approval_no: string; approved_on?: string; agreement: string; description: string
  visibility: 'public' | 'internal'; source: string; recorded_at: string
}
export interface Paper { id: string; kind: string; title: string; name: string; media_type: string; bytes: number; at: string }
export interface Enclave { id: string; name: string; division: string; within: string; basis: string; note: string }
export interface Work { id: string; name: string; kind: string; lon?: number; lat?: number; builder: string; consent_a: string; consent_b: string; filed_on?: string; note: string }
export interface Line extends Row {
  geometry: { type: 'MultiLineString'; coordinates: [number, number][][] }; a_on_left: boolean
  junctions: { id: string; name: string; lon: number; lat: number }[]
  office?: Said; documents?: Paper[]; enclaves?: Enclave[]; works?: Work[]; can: string[]
}
export interface Held { line: Line; etag: string }
export interface Past extends Row, Said { recorded_until?: string }
export interface Difference { leg: number; said: string; lon: number; lat: number; problem: string }
export interface Compared { compared: boolean; differs: Difference[] }
export interface Description extends Compared {
  text: string; length_m: number; existing: string
  legs: { from?: string; to?: string; lon: number; lat: number; azimuth: string; word: string; length_m: number }[]
}
export interface Finding { kind: string; level: number; lon: number; lat: number; area_m2?: number; wide_m?: number; names: string[]; line?: string; reason?: string }

/** A day of the law and a moment of the register. */
export interface When { as_of?: string | null; recorded?: string | null }

const at = (id: string, rest = '') => '/v1/boundary-lines/' + encodeURIComponent(id) + rest

export const lines = (as_of: string | null, signal: AbortSignal) => read<{ items: Row[] }>('/v1/boundary-lines' + query({ as_of }), signal)
export const checked = (as_of: string | null, signal: AbortSignal) => read<{ items: Finding[] }>('/v1/boundary-check' + query({ as_of }), signal)

const held = async (answer: Response): Promise<Held> => ({ line: (await json(answer)) as Line, etag: answer.headers.get('ETag') ?? '' })
export const line = async (id: string, when: When, signal: AbortSignal) => held(await fetched(at(id) + query({ ...when }), { signal }))
export const past = (id: string, signal: AbortSignal) => read<{ items: Past[] }>(at(id, '/history'), signal)
export const description = (id: string, when: When, signal: AbortSignal) => read<Description>(at(id, '/description') + query({ ...when }), signal)
export const compare = (id: string, when: When, text: string) => call<Compared>(at(id, '/description') + query({ ...when }), { method: 'POST', body: { text } })

export const change = async (was: Held, body: object, key: string) =>
  held(await fetched(at(was.line.id), { method: 'PATCH', body, headers: { 'Idempotency-Key': key, 'If-Match': was.etag } }))
export const addRecord = (id: string, what: 'enclaves' | 'works', body: object, key: string) => call<Line>(at(id, '/' + what), { method: 'POST', body, headers: { 'Idempotency-Key': key } })
export const remove = (id: string, what: 'enclaves' | 'works' | 'documents', record: string, key: string) => call<Line>(at(id, `/${what}/${record}`), { method: 'DELETE', headers: { 'Idempotency-Key': key } })

export function addPaper(id: string, paper: string, title: string, file: File, key = newKey()): Promise<Line> {
  const body = new FormData()
  body.set('file', file)
  return call(at(id, '/documents' + query({ paper, title })), { method: 'POST', body, headers: { 'Idempotency-Key': key } })
}
export const paperAddress = (id: string, paper: Paper) => at(id, '/documents/' + paper.id)
export const geometryAddress = (id: string, when: When) => at(id, '/geojson') + query({ ...when })
