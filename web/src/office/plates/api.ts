import { query } from '../../http'
import { read, write } from '../http'

export interface Texts { name?: string; minority?: string; pinyin?: string; number?: string; postcode?: string }
export interface Plate extends Texts { id: string; kind: string; token: string; url: string; generation: number; state: string; due?: string; etag: string; address?: string; place?: string; lon?: number; lat?: number }
export interface Reprint extends Plate { now?: Texts }
export interface Step { step: string; to: string; on: string; note?: string; photo?: string; fault?: string; actor: string }
export interface Whole extends Plate { width_mm: number; height_mm: number; basis: string; now?: Texts; differs: boolean; steps: Step[]; may: string[] }
export interface Count { kind: string; state: string; count: number }

export const at = (id: string, more = '') => '/v1/plates/' + encodeURIComponent(id) + more
type Filters = Record<string, string>
export const list = (filters: Filters, cursor: string | null, signal: AbortSignal) => read<{ items: Plate[]; next?: string }>('/v1/plates' + query({ ...filters, cursor }), signal)
export const reprints = (cursor: string | null, signal: AbortSignal) => read<{ items: Reprint[]; next?: string }>('/v1/plates/reprints' + query({ cursor, limit: '500' }), signal)
export const stock = (signal: AbortSignal) => read<{ items: Count[] }>('/v1/plates/stock', signal)
export const plate = (id: string, signal: AbortSignal) => read<Whole>(at(id), signal)
export const take = (p: Plate, step: string, note: string, key: string) => write<Whole>('POST', at(p.id, '/steps'), { step, ...(note && { note }) }, key, p.etag)

export const textOf = (t: Texts) => (t.name ?? '') + (t.number ?? '')
