import { query } from '../../http'
import { read, write } from '../http'

export interface Report { id: string; number: string; token: string; plate?: string; name: string; within: string; kind: string; text?: string; photo: boolean; lon?: number; lat?: number; away_m?: number; far: boolean; received: string; due: string; overdue: boolean; state: string; etag: string }
export interface Taken { step: string; to: string; note?: string; actor: string; at: string }
export interface Whole extends Report { steps: Taken[] }

export const at = (id: string, more = '') => '/v1/wall-reports/' + encodeURIComponent(id) + more
export const list = (state: string, cursor: string | null, signal: AbortSignal) => read<{ items: Report[]; next?: string }>('/v1/wall-reports' + query({ state, cursor }), signal)
export const report = (id: string, signal: AbortSignal) => read<Whole>(at(id), signal)
export const take = (r: Report, step: string, note: string, key: string) => write<Whole>('POST', at(r.id, '/steps'), { step, ...(note && { note }) }, key, r.etag)
