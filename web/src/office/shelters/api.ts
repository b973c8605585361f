import { json, query } from '../../http'
import { call, fetched, newKey, read, write } from '../http'

export type State = 'standby' | 'open' | 'full' | 'closed'
export type Step = 'lt30' | 'lt60' | 'lt80' | 'ge80'
export interface Finding { key: string; urgent: boolean; text: string }

export interface Shelter {
  id: string; name: string; code?: string; division: string; division_code?: string; division_name?: string
  level: string; duration: string; space: string; suits: string[]; unfit: string[]; address?: string; lon: number; lat: number; area?: GeoJSON.Geometry
  total_m2?: number; effective_m2?: number; indoor_m2?: number; capacity: number; capacity_night?: number
  water: boolean; power: boolean; toilet: boolean; medical: boolean; accessible: string; keeper?: string; duty_phone?: string; source: string; visibility?: string
  valid_from?: string; valid_to?: string; standing: boolean; withdrawn?: string; successor?: string
  state: State; people?: number; counted?: number; counted_at?: string; step?: Step; free?: number; over?: number; said_at?: string; doubtful?: boolean; note?: string; by?: string; behalf?: string; failed?: boolean
  appraised_on?: string; appraisal_due?: string; stock_checked_on?: string; stock_due?: string; findings?: Finding[]; may_keep?: boolean; demo: boolean
}

export interface Held { shelter: Shelter; etag: string }
export interface Said { id: string; state: State; people?: number; step?: Step; note?: string; said_at: string; came_at: string; phone_at: string; doubtful?: boolean; by?: string; behalf?: string; corrects?: boolean; mistyped?: boolean }
export interface Stock { item: string; amount: number; unit: string; best_before?: string }
export interface Look { n?: number; kind: string; on: string; result: string; body?: string; note?: string; stock?: Stock[]; by?: string; at?: string }
export interface Saying { state: State; people?: number; step?: Step; note?: string; behalf?: string; corrects?: string }
export interface Taken { counts: boolean; again: boolean; said_at: string; doubtful: boolean; shelter: Shelter }

const all = '/v1/shelters'
const at = (id: string, rest = '') => `${all}/${encodeURIComponent(id)}${rest}`
const held = async (answer: Response): Promise<Held> => ({ shelter: (await json(answer)) as Shelter, etag: answer.headers.get('ETag') ?? '' })

export const shelters = (signal: AbortSignal) => read<{ items: Shelter[] }>(all + query({ of: 'read' }), signal)
export const keptShelters = (signal: AbortSignal) => read<{ items: Shelter[] }>(all + query({ of: 'kept' }), signal)
export const shelter = async (id: string, signal?: AbortSignal) => held(await fetched(at(id), { signal }))
export const reports = (id: string, cursor: string | null, signal?: AbortSignal) => read<{ items: Said[]; next?: string }>(at(id, '/reports') + query({ cursor, limit: '20' }), signal)
export const checks = (id: string, signal?: AbortSignal) => read<{ items: Look[] }>(at(id, '/checks'), signal)
export const history = (id: string, signal?: AbortSignal) => read<{ items: Shelter[] }>(at(id, '/history'), signal)
export const add = (body: object, key: string) => write<{ id: string }>('POST', all, body, key)
export const change = async ({ shelter, etag }: Held, body: object, key: string) => held(await fetched(at(shelter.id), { method: 'PUT', body, headers: { 'Idempotency-Key': key, 'If-Match': etag } }))
export const withdraw = ({ shelter, etag }: Held, reason: string, key: string) => call<null>(at(shelter.id, '/withdrawal'), { method: 'POST', body: { reason }, headers: { 'Idempotency-Key': key, 'If-Match': etag } })
export const look = (id: string, body: Look, key: string) => write<{ n: number; closed: boolean }>('POST', at(id, '/checks'), body, key)

/** Says what goes on at a shelter; key is the report's id, so that it is taken once. */
export const say = (id: string, saying: Saying, key: string = newKey()) => call<Taken>(at(id, '/reports'), { method: 'POST', body: { id: key, ...saying } })
