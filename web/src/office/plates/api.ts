import { query } from '../../http'
import { fetched, read, write } from '../http'

export interface Texts { name?: string; minority?: string; pinyin?: string; number?: string; postcode?: string }
export interface Plate extends Texts { id: string; kind: string; token: string; url: string; generation: number; state: string; due?: string; etag: string; address?: string; place?: string; lon?: number; lat?: number }
export interface Reprint extends Plate { now?: Texts }
export interface Step { step: string; to: string; on: string; note?: string; photo?: string; fault?: string; actor: string; accuracy_m?: number; away_m?: number }
export interface Whole extends Plate { width_mm: number; height_mm: number; basis: string; now?: Texts; differs: boolean; steps: Step[]; may: string[] }
export interface Count { kind: string; state: string; count: number }

export const at = (id: string, more = '') => '/v1/plates/' + encodeURIComponent(id) + more
type Filters = Record<string, string>
export const list = (filters: Filters, cursor: string | null, signal: AbortSignal) => read<{ items: Plate[]; next?: string }>('/v1/plates' + query({ ...filters, cursor }), signal)
export const reprints = (cursor: string | null, signal: AbortSignal) => read<{ items: Reprint[]; next?: string }>('/v1/plates/reprints' + query({ cursor, limit: '500' }), signal)
export const stock = (signal: AbortSignal) => read<{ items: Count[] }>('/v1/plates/stock', signal)
export const plate = (id: string, signal: AbortSignal) => read<Whole>(at(id), signal)
export const take = (p: Plate, step: string, note: string, key: string) => write<Whole>('POST', at(p.id, '/steps'), { step, ...(note && { note }) }, key, p.etag)

export interface Foreign extends Plate { code: string; host?: string }
export const foreign = (cursor: string | null, signal: AbortSignal) => read<{ items: Foreign[]; next?: string }>('/v1/plates/foreign' + query({ cursor, limit: '500' }), signal)

/** What became of a table: how many rows are plates and how many not, and the table with what became of each. */
export interface Entered { good: number; bad: number; table: Blob }

/** Sends a table of plates that hang. With dry nothing is entered. */
export async function enterTable(file: File, reason: string, dry: boolean): Promise<Entered> {
  const body = new FormData()
  body.append('file', file)
  const answer = await fetched('/v1/plates/found.csv' + query({ reason, dry: dry ? '1' : null }), { method: 'POST', body })
  const rows = (which: string) => Number(answer.headers.get('Diming-Rows-' + which))
  return { good: rows('Accepted'), bad: rows('Refused'), table: await answer.blob() }
}

export const textOf = (t: Texts) => (t.name ?? '') + (t.number ?? '')
