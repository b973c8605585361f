import type { GeoJSON } from 'geojson'
import { query } from '../../http'
import { call, newKey, read, write } from '../http'

export interface Clock { key: string; starts_on: string; due_on: string; safe_on: string; basis: string; done_on?: string; reminded_on?: string; ordered_due?: string; days_left: number }
export interface Row { id: string; number: string; kind: string; channel: string; state: string; title: string; body?: string; division_name: string; names: string[]; was: string[]; opened_on: string; due?: Clock; findings: number; waiting: string[] }
export interface Item {
  id?: string; ordinal?: number; place?: string; class?: string; text?: string; was?: string; alternatives?: string[]; reading?: string; draft_reading?: string; meaning?: string; origin?: string
  lon?: number; lat?: number; shape?: GeoJSON; starts_at?: string; ends_at?: string; direction?: string; length_m?: number; width_m?: number; note?: string
  changes?: Record<string, string>; aside?: string; outcome?: string; why?: string; approved?: string; result?: string
}
export interface Conflict { place: string; name: string; reading?: string; division?: string; likeness: string; distance_m?: number; lon?: number; lat?: number }
export interface Finding { id: string; item: string; check: string; severity: string; article: string; text: string; text_en?: string; words?: string[]; conflicts?: Conflict[]; answer?: string; answered_by?: string; stands: boolean }
export interface Consultation { id: string; kind: string; required: boolean; with?: string; state: string; opened_on: string; due_on?: string; closed_on?: string; outcome?: string; summary?: string }
export interface Paper { id: string; kind: string; title: string; name: string; media_type: string; bytes: number; added_by: string; added_at: string }
export interface Next { step: string; roles: string[]; may: boolean; blocked?: string }
export interface Case {
  id: string; etag: string; number: string; kind: string; channel: string; state: string; class: string; division_name: string; division_code: string; title: string; reason: string; body?: string; applicant?: string
  opened_by: string; opened_on: string; submitted_on?: string; accepted_on?: string; to_add?: string; procedure: { approver: string; approver_kind: string; basis: string; required: string[] | null }; rule_version?: string
  approver?: string; reply_no?: string; replied_on?: string; days_gone?: number; filed_on?: string; announced_on?: string
  items: Item[]; findings: Finding[]; consultations: Consultation[]; documents: Paper[]; clocks: Clock[]; open_notices?: string[]; next: Next[]
}
export interface Announcement { title: string; names: { name: string; reading: string; former?: string; division: string; position: string }[]; approver: string; reply_no: string; approved_on: string; missing?: string[] }
export interface Event { at: string; by: string; action: string; reason?: string }
export interface Figures { opened: number; online: number; on_time: number; late: number; by_state: { of: string; n: number }[]; by_age: { of: string; n: number }[]; days: { step: string; n: number; median_days: number; p90_days: number }[] }
export interface Effects { effects: { kind: string; held: boolean; count: number; cost_yuan: number; basis?: string }[]; cost_yuan: number }
export interface Opening { kind: string; channel: string; class: string; division: string; reason: string; body?: string; applicant?: string; opened_on?: string; items: Item[] }
export interface Stepped { id: string; etag: string; new?: string }

const at = (id: string, more = '') => '/v1/cases/' + encodeURIComponent(id) + more
export const list = (filters: Record<string, string | null>, signal: AbortSignal) => read<{ items: Row[]; next?: string }>('/v1/cases' + query(filters), signal)
export const figures = (signal: AbortSignal) => read<Figures>('/v1/cases/figures', signal)
export const caseOf = (id: string, signal: AbortSignal) => read<Case>(at(id), signal)
export const timeline = (id: string, signal: AbortSignal) => read<{ items: Event[] }>(at(id, '/timeline'), signal)
export const simulation = (id: string, signal: AbortSignal) => read<Effects>(at(id, '/simulation'), signal)
export const announcement = (id: string, signal: AbortSignal) => read<Announcement>(at(id, '/announcement'), signal)
export const open = (body: Opening, key: string) => write<Stepped>('POST', '/v1/cases', body, key)
export const act = (c: Case, path: string, body: object, key = newKey()) => write<Stepped>('POST', at(c.id, '/' + path), body, key, c.etag)
export const paperAddress = (c: Case, paper: Paper) => at(c.id, '/documents/' + paper.id + (/^(application\/pdf|image\/(jpeg|png))$/.test(paper.media_type) ? '?inline=1' : ''))

/** Puts a file into the case. */
export async function addPaper(c: Case, kind: string, file: File): Promise<void> {
  const body = new FormData()
  body.set('file', file)
  await call(at(c.id, '/documents' + query({ kind, title: file.name })), { method: 'POST', body, headers: { 'If-Match': c.etag } })
}
