import { query } from '../../../http'
import { call, newKey, read, write } from '../../http'

export type Side = 'a' | 'b'
export interface Owner { kind: 'division' | 'sea' | 'not_held'; division?: string; code?: string; name?: string }
export interface Line { id: string; name: string; number?: string; level: number; length_m: number; a: Owner; b: Owner }
export interface TaskRow {
  id: string; line: Line; kind: 'round' | 'special'; round?: string; ordinal?: number; year: number; lead: Side; due: string; reason?: string; stretch_from?: string; stretch_to?: string
  state: string; completed?: string; problems: number; problem_due?: string; overdue: boolean; sides: Side[]
}
export interface Next { to: string; back: boolean; lacks: string[] }
export interface Step { from: string; to: string; side: Side; on: string; at: string; by: string; note?: string; paper?: string }
export interface Signing { side: Side; means: string; on: string; by: string; paper?: string }
export interface Trouble { id: string; text: string; object_kind: string; object_name?: string; handler?: string; due?: string; solved?: string; solution?: string; overdue: boolean; record?: string }
export interface Minutes { id: string; on: string; place: string; units?: string; text: string; who?: string; who_erased?: boolean; paper?: string }
export interface Note { id: string; side: Side; text: string; by: string; at: string }
export interface Paper { id: string; kind: string; title?: string; side?: Side; sha256: string; media_type: string; name: string; size: number; at: string }
export interface Task extends TaskRow {
  revision: number; created_at: string; opened_by: string; next_due?: string; due_basis: string; next: Next[]; steps: Step[]; signatures: Signing[]
  problem_list: Trouble[]; minutes: Minutes[]; notes: Note[]; papers: Paper[]; form_basis: string; work: Side[]
}
export interface Standing { line: Line; last?: string; next?: string; task?: string }

const at = (id: string, more = '') => '/v1/tasks/' + encodeURIComponent(id) + more
export const tasks = (filters: Record<string, string>, cursor: string | null, signal: AbortSignal) => read<{ items: TaskRow[]; next?: string }>('/v1/tasks' + query({ ...filters, cursor }), signal)
export const taskOf = (id: string, signal: AbortSignal) => read<Task>(at(id), signal)
export const standings = (level: number, signal: AbortSignal) => read<{ items: Standing[] }>('/v1/inspections/due' + query({ level: String(level) }), signal)

/** One change of a task, which answers the task as it is now. */
export const change = (task: Task, method: 'POST' | 'PUT' | 'PATCH', path: string, body: object, key: string) => write<Task>(method, at(task.id, path), body, key, `"${task.revision}"`)

export interface Special { line: string; lead: Side; due: string; reason: string; stretch_from?: string; stretch_to?: string }
export const openSpecial = (body: Special, key: string) => write<{ id: string }>('POST', '/v1/tasks', body, key)

export const paperAddress = (task: Task, paper: Paper) => at(task.id, '/papers/' + paper.id + (/^(application\/pdf|image\/(jpeg|png))$/.test(paper.media_type) ? '?inline=1' : ''))
export const removePaper = (task: Task, paper: Paper, side: Side, key: string) => write<Task>('DELETE', at(task.id, '/papers/' + paper.id + query({ side })), undefined, key)

/** Files a document in a task; own keeps it from the other side. */
export async function addPaper(task: Task, paper: string, own: boolean, side: Side, file: File, key = newKey()): Promise<Task> {
  const body = new FormData()
  body.set('file', file)
  return call<Task>(at(task.id, '/papers' + query({ paper, own: own ? '1' : '', side })), { method: 'POST', body, headers: { 'Idempotency-Key': key } })
}
