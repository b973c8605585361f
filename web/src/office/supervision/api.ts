import { chinaDay } from '../../china'
import { query } from '../../http'
import { read, write } from '../http'

export interface Matter {
  id: string; kind: string; division_name: string; number?: string; party?: string; subject: string; body?: string; basis?: string; place?: string; place_name?: string
  made_on: string; due_on?: string; state: string; result?: string; closed_on?: string; secret: boolean; overdue: boolean
}
export interface Reporter { name?: string; contact?: string; text: string }
export interface Opening { kind: string; division: string; number?: string; party?: string; subject: string; body?: string; basis?: string; place?: string; made_on?: string; due_on?: string; reporter?: Reporter }

const at = (id: string, more = '') => '/v1/supervision/' + encodeURIComponent(id) + more
export const address = (filters: Record<string, string>, cursor: string | null = null, file = '') => `/v1/supervision${file}` + query({ ...filters, cursor })
export const list = (filters: Record<string, string>, cursor: string | null, signal: AbortSignal) => read<{ items: Matter[]; next?: string }>(address(filters, cursor), signal)
export const matter = (id: string, signal: AbortSignal) => read<Matter>(at(id), signal)
export const open = (body: Opening, key: string) => write<{ id: string }>('POST', '/v1/supervision', body, key)
export const close = (id: string, result: string, isVoid: boolean, key: string) => write('POST', at(id, '/close'), { result, ...(isVoid && { void: true }) }, key)
export const summarise = (id: string, reason: string, key: string) => write('POST', at(id, '/subject'), { reason }, key)
export const reveal = (id: string) => write<Reporter>('POST', at(id, '/reporter'))

/** Whole days from today until an ISO day, on the county's calendar. */
export function daysUntil(day: string, now = Date.now()): number {
  const today = chinaDay(now)
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
}
