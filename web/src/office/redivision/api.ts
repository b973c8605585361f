import type { Division } from '../../api'
import { call, newKey, read, write } from '../http'
import { query } from '../../http'

export interface Summary { id: string; title: string; state: string; kinds: string[]; effective?: string; due?: string; due_kind?: string }
export interface Item { id?: string; kind: string; divisions?: string[]; into?: string; name?: string; parent?: string; children?: string[]; seat?: [number, number]; note?: string }
export interface Paper { id: string; kind: string; title?: string; text?: string; name?: string; media_type?: string; bytes?: number; at: string }
export interface Row { division: string; old_code: string; new_code: string; old_name: string; new_name: string; old_above: string; new_above: string; code_given: boolean }
export interface Simulation {
  rows: Row[]; problems: { code: string; text: string }[]; claims: { name: string; scope: string; gained: boolean }[]; findings: { name: string; division: string; other: string }[]
  touched: { key: string; held: boolean; count: number; sample: string[] }[]; before_svg: string; after_svg: string; digest: string; authority: string; authority_basis: string; enacted: boolean
}
export interface Case extends Summary {
  reason: string; items: Item[]; codes: Record<string, string>; divisions: Division[]; applicant: string; own: boolean; applied?: string; reply_by?: string; reply_no?: string; replied?: string
  papers: Paper[]; missing: string[]; deadlines: { kind: string; due: string; safe: string; warn: string; unsure?: boolean; days_left: number; basis: string; met?: string }[]
  steps: { to: string; on: string; at: string; by: string; note?: string; days_late?: number }[]; can: string[]; revision: number
}

const at = (id: string, more = '') => '/v1/division-cases/' + encodeURIComponent(id) + more
export const cases = (signal: AbortSignal) => read<{ items: Summary[] }>('/v1/division-cases', signal)
export const caseOf = (id: string, signal: AbortSignal) => read<Case>(at(id), signal)
export const simulate = (id: string, signal: AbortSignal) => read<Simulation>(at(id, '/simulation'), signal)
export const begin = (body: { title: string; reason: string; items: Item[] }, key: string) => write<Case>('POST', '/v1/division-cases', body, key)
export const step = (c: Case, name: string, body: object, key: string) => write<Case>(name ? 'POST' : 'PATCH', at(c.id, name && '/' + name), body, key, `"${c.revision}"`)
export const paperAddress = (c: Case, paper: Paper) => at(c.id, '/documents/' + paper.id + (/^(application\/pdf|image\/(jpeg|png))$/.test(paper.media_type ?? '') ? '?inline=1' : ''))
export const removePaper = (c: Case, paper: Paper, key: string) => write<Case>('DELETE', at(c.id, '/documents/' + paper.id), undefined, key)

/** Gives the case a file as one of its papers. */
export async function addPaper(c: Case, paper: string, file: File, key = newKey()): Promise<Case> {
  const body = new FormData()
  body.set('file', file)
  return call<Case>(at(c.id, '/documents' + query({ paper })), { method: 'POST', body, headers: { 'Idempotency-Key': key } })
}
