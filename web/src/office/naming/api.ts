import type { MultiPolygon, Polygon } from 'geojson'
import { query } from '../../http'
import { read, write } from '../http'

export interface ListKind { list: string; kinds: string[]; by_class: boolean; class_needed: boolean; local: boolean; sized: boolean; shipped: boolean; own: number }
export interface Size { min_land_m2?: number; min_floor_m2?: number; min_height_m?: number; min_green_percent?: number; min_length_m?: number; min_width_m?: number; max_width_m?: number }
export interface Word { id?: string; text: string; kind?: string; note?: string; source: string; shipped: boolean; dropped?: boolean; stands?: boolean; division?: { code: string; name: string }; size?: Size; added_at?: string; added_by?: string }
export interface NewWord { text: string; kind?: string; note?: string; dropped?: boolean; size?: Size }
export interface Added { added: number; refused: { row: number; text: string; why: string }[] }
export interface Conflict { place: string; name: string; reading?: string; class_name?: string; division?: string; likeness: string; distance_m?: number; lon?: number; lat?: number; cancelled?: boolean }
export interface Finding { check: string; severity: string; article: string; text: string; text_en?: string; words?: string[]; source?: string; conflicts: Conflict[] }
export interface Check { findings: Finding[]; rule_version: string }
export interface ClassOf { code: string; name: string; name_en: string }

export const lists = (signal: AbortSignal) => read<{ items: ListKind[] }>('/v1/naming-words/lists', signal)
export const classes = (signal: AbortSignal) => read<{ items: ClassOf[] }>('/v1/classes', signal)
export const words = (filters: Record<string, string | null>, signal: AbortSignal) => read<{ items: Word[]; next?: string; total: number }>('/v1/naming-words' + query(filters), signal)
export const addWords = (body: { list: string; division?: string; source: string; reason: string; words: NewWord[] }, key: string) => write<Added>('POST', '/v1/naming-words', body, key)
export const endWord = (id: string, reason: string, key: string) => write<unknown>('POST', `/v1/naming-words/${encodeURIComponent(id)}/end`, { reason }, key)

export interface ProcedureText { approver_kind: string; approver: string; required: string[]; files: boolean; announces: boolean; basis: string }
export interface Procedure extends ProcedureText { id?: string; division?: { code: string; name: string }; class: string; kind: string; replaced?: boolean; set_by?: string }
export const procedures = (signal: AbortSignal) => read<{ items: Procedure[] }>('/v1/case-procedures', signal)
export const setProcedure = (body: { division?: string; class: string; kind?: string; procedure: ProcedureText; seen?: string; reason: string }, key: string) => write<unknown>('POST', '/v1/case-procedures', body, key)
export const endProcedure = (id: string, reason: string, key: string) => write<unknown>('POST', `/v1/case-procedures/${encodeURIComponent(id)}/end`, { reason }, key)

export interface Held { area: string; name: string; code?: string; group: string; as_of: string; source: string }
export const coverage = (signal: AbortSignal) => read<{ items: Held[] }>('/v1/name-coverage', signal)
export const declare = (body: { area: string; groups: string[]; as_of: string; source: string; reason: string }, key: string) => write<unknown>('POST', '/v1/name-coverage', body, key)
export const withdraw = (body: { area: string; group: string; reason: string }, key: string) => write<unknown>('POST', '/v1/name-coverage/withdraw', body, key)

export interface BuiltUp { id: string; name: string; basis: string; valid_from?: string; valid_to?: string; area: MultiPolygon }
export const builtUp = (signal: AbortSignal) => read<{ items: BuiltUp[] }>('/v1/built-up-areas', signal)
export const drawArea = (body: { name: string; basis: string; valid_from?: string; area: Polygon | MultiPolygon; reason: string }, key: string) => write<unknown>('POST', '/v1/built-up-areas', body, key)
export const endArea = (id: string, on: string, reason: string, key: string) => write<unknown>('POST', `/v1/built-up-areas/${encodeURIComponent(id)}/end`, { on, reason }, key)
