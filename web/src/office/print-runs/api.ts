import { query } from '../../http'
import { read, write } from '../http'
import type { Plate } from '../plates/api'

export interface Run { id: string; title: string; source: string; division: string; state: string; plates: number; tried: number; states: Record<string, number>; made: string; etag: string; files: { state: string; why?: string; faults?: string[]; plates: number; codes: number } }
export interface Part { n: number; first: number; last: number; sheets: number; codes: number; sha256: string }
export interface Whole extends Run {
  parts: Part[]; steps: { step: string; to: string; note?: string; actor: string; at: string }[]; links: { id: string; workshop?: string; made: string; revoked?: string }[]
  with_code: number; without_code: { kind: string; plates: number }[]; release?: { two_persons: boolean; signed_by: string; own: boolean; by: string[] }
  may: string[]; needs_trial: boolean; trial_reads: number
}
export interface Item extends Plate { n: number; tried: boolean }

export const at = (id: string, more = '') => '/v1/print-runs/' + encodeURIComponent(id) + more
export const list = (cursor: string | null, signal: AbortSignal) => read<{ items: Run[]; next?: string }>('/v1/print-runs' + query({ cursor }), signal)
export const make = (body: { title: string; division: string; source: string }, key: string) => write<{ id: string }>('POST', '/v1/print-runs', body, key)
export const run = (id: string, signal: AbortSignal) => read<Whole>(at(id), signal)
export const items = (id: string, after: string | null, signal: AbortSignal) => read<{ items: Item[]; next?: string }>(at(id, '/plates') + query({ after }), signal)
/** Those that are still to be received and bear no code: nobody can scan them. */
export const unscanned = (id: string, after: string | null, signal: AbortSignal) => read<{ items: Item[]; next?: string }>(at(id, '/plates') + query({ after, unscanned: 'true' }), signal)
export const take = (r: Run, step: string, note: string, key: string) => write<Whole>('POST', at(r.id, '/steps'), { step, ...(note && { note }) }, key, r.etag)
export const files = (id: string) => write<Whole>('POST', at(id, '/files'))
export const tick = (id: string, code: string) => write<Item>('POST', at(id, '/trials'), { code })
export const look = (id: string, code: string) => read<Item>(at(id, '/look') + query({ code }))
export const receive = (id: string, code: string, good: boolean, note: string) => write<Item>('POST', at(id, '/receipts'), { code, good, ...(note && { note }) })
export const link = (id: string, workshop: string) => write<{ id: string; url: string }>('POST', at(id, '/links'), { workshop })
export const unlink = (id: string, which: string) => write('DELETE', at(id, '/links/' + which))
