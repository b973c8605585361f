// Standard addresses 标准地址 and what residents apply for at the counter, as the server tells of them.

import { query } from '../../http'
import type { Certificate, Facts, Holder, Paper } from '../certificates/api'
import { call, fetched, newKey, read, write } from '../http'
import type { Finding, Held } from '../numbering/api'

export interface Address {
  id: string; text: string; short: string; state: State; standing: boolean; withdrawn?: string; successor?: string; kind: string; division: string; way?: string; settlement?: string
  county?: string; township?: string; village?: string; settlement_name?: string; way_name?: string; number?: string; building?: string; unit?: string; room?: string; lon?: number; lat?: number; plate_lon?: number; plate_lat?: number
  valid_from?: string; valid_to?: string; source: string; visibility?: string
  etag: string // of one read alone
}
export type State = 'numbered' | 'confirmed' | 'in_use' | 'cancelled' | 'changed'
export interface Past { address: string; text: string; valid_from?: string; valid_to?: string }
export interface Entered { at: string; by: string; action: string; reason?: string; batch: number }
export interface Plate { id: string; kind: string; state: string; token: string; url: string }
export interface Listed { items: Address[]; next?: string; match?: { reason_text?: string; candidates: { id: string; is_address: boolean; text: string; precision: string }[] } }

const at = (id: string, more = '') => '/v1/addresses/' + encodeURIComponent(id) + more
export const list = (filters: Record<string, string>, cursor: string | null, signal: AbortSignal) => read<Listed>('/v1/addresses' + query(filters.q ? { q: filters.q, limit: 20 } : { ...filters, cursor }), signal)
export const texts = (id: string, signal: AbortSignal) => read<{ items: Past[] }>(at(id, '/texts'), signal)
export const history = (id: string, signal: AbortSignal) => read<{ items: Entered[] }>(at(id, '/history'), signal)
export const plates = (address: string, signal: AbortSignal) => read<{ items: Plate[] }>('/v1/plates' + query({ address }), signal)
export const planPlate = (address: string, kind: string, reason: string, key: string) => write<{ ids: string[] }>('POST', '/v1/plates', { items: [{ kind, address }], reason }, key)
export const certificates = (address: string, signal: AbortSignal) => read<{ items: Certificate[] }>('/v1/certificates' + query({ address }), signal)
export const draft = (id: string, signal: AbortSignal) => read<Facts>(at(id, '/certificate-draft?kind=door_plate'), signal)
export const take = (a: Address, step: string, note: string, key: string) => write<Address>('POST', at(a.id, '/steps'), { step, ...(note && { note }) }, key, a.etag)

async function tagged<T>(path: string, signal?: AbortSignal): Promise<T & { etag: string }> {
  const answer = await fetched(path, { signal })
  return { ...((await answer.json()) as T), etag: answer.headers.get('ETag') ?? '' }
}
export const one = (id: string, asOf: string, recorded: string, signal: AbortSignal) =>
  tagged<Address>(at(id) + query({ as_of: asOf, recorded: recorded && recorded + 'T23:59:59+08:00' }), signal)

export interface Party { applicant: string; owner?: string; builder?: string; contact: string; where?: string; note?: string; papers?: Paper[] }
export interface Application {
  id: string; number: string; channel: string; want: string; division: string; division_name: string; lon?: number; lat?: number; received_on: string; state: string; steps: string[]
  address?: string; due_on?: string; safe_on?: string; warn_on?: string; due_basis?: string; decided_on?: string; overdue: boolean
}
export interface Taken { step: string; to: string; on: string; note?: string; against?: string; at: string; by: string }
export interface Whole extends Application {
  party?: Party; taken: Taken[]; photos: { id: string; name: string; size: number }[]; address_text?: string; certificates: Certificate[]; etag: string
}
const of = (id: string, more = '') => '/v1/address-applications/' + encodeURIComponent(id) + more
export const applications = (filters: Record<string, string>, cursor: string | null, signal: AbortSignal) => read<{ items: Application[]; next?: string }>('/v1/address-applications' + query({ ...filters, cursor }), signal)
export const application = (id: string, signal: AbortSignal) => tagged<Whole>(of(id), signal)
export const open = (body: object, key: string) => write<{ id: string }>('POST', '/v1/address-applications', body, key)
export const step = (a: Whole, body: object, key: string) => write<Whole>('POST', of(a.id, '/steps'), body, key, a.etag)
export const number = (a: Whole, body: object, key: string) => write<Whole>('POST', of(a.id, '/number'), body, key, a.etag)
export interface Numbered { number: number; sub?: number; text: string }
export interface Neighbour { text: string; address?: string; lon?: number; lat?: number; chainage_m: number; offset_m: number }
export interface Trial { way?: string; settlement?: string; lon?: number; lat?: number; dead_end?: boolean; one_sided?: boolean; number?: string; building?: string }
/** What the numbering scheme says of one house, and of a number for it. */
export interface NumberTrial {
  name: string; street: boolean; scheme: Held; proposed?: Numbered; reason: string; why?: string; side?: 'left' | 'right'; chainage_m: number; offset_m: number; far: boolean; far_m: number; strays: number
  before?: Neighbour; after?: Neighbour; across: Neighbour[]; course?: GeoJSON.LineString; given?: Numbered; against: Finding[]
}
export const tryNumber = (a: Application, trial: Trial) => write<NumberTrial>('POST', of(a.id, '/number-trial'), trial)
export const photoPath = (a: Application, photo: string) => of(a.id, `/photos/${encodeURIComponent(photo)}?inline=1`)
export const addPhoto = (a: Whole, file: File) => {
  const body = new FormData()
  body.set('file', file)
  return call<Whole>(of(a.id, '/photos'), { method: 'POST', body, headers: { 'If-Match': a.etag, 'Idempotency-Key': newKey() } })
}
export interface Order { kinds: string[]; holder: Holder; basis?: string; application?: string }
export const certify = (address: string, order: Order, key: string, etag?: string) => write<{ ids: string[] }>('POST', at(address, '/certificates'), order, key, etag)
export const printPath = (ids: string[]) => `/v1/certificates/${ids[0]}/certificate.pdf` + query({ with: ids.slice(1).join(',') })
