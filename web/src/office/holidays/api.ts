import { query } from '../../http'
import { call, read, write } from '../http'

export interface Holiday { day: string; kind: 'rest' | 'work'; name: string; source: string; verified: boolean }

export interface Year { year: number; known: boolean; days: Holiday[] }

export const holidays = (year: number, signal?: AbortSignal) => read<Year>('/v1/holidays' + query({ year: String(year) }), signal)

export const setHoliday = (day: string, body: { kind: string; name: string; source: string }, key: string) => write<unknown>('PUT', '/v1/holidays/' + day, body, key)

export const clearHoliday = (day: string, reason: string) => call<unknown>('/v1/holidays/' + day + query({ reason }), { method: 'DELETE' })
