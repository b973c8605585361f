import { query } from '../../../http'
import { call, newKey, read, write } from '../../http'

export type Side = 'a' | 'b'
export interface Marker { id: string; number: string; state: string; keeper: string }
export interface Rule { number: number; basis: string }
export interface Rules { patrol_months: Rule; report_hours: Rule; clear_radius_m: Rule; strip_m: Rule }
export interface Line { id: string; number: string; name: string; owners: [string, string]; sides: Side[]; markers: Marker[]; rules?: Rules }
export interface Person { id: string; name: string; roles: string[] }
export interface FileOf { id: string; marker: string | null; title: string; name: string; media_type: string; size_bytes: number; at: string }
export interface Named { name: string; contact?: string }
export interface Contract {
  id: string; line: string; line_name: string; side: Side; number: string; stretch_from: string; stretch_to: string; village: string | null; village_name: string; keeper: Named
  from_on: string; to_on: string; every_months: number; basis: string; fee: string; officer: string; officer_name: string; note: string; ended_on: string; end_reason: string
  markers: Marker[]; accounts: Person[]; due_on: string; overdue: boolean; missed: number; done: number; files: FileOf[]
}
export interface Check { marker: string; number?: string; reached: boolean; condition?: string; cleared?: string; repainted?: boolean; note?: string }
export interface Position { lon: number; lat: number; accuracy_m?: number }
export interface Patrol {
  id: string; contract: string; occasion: string; period: string; made_at: string; position: Position | null; clear_radius_m: number; note: string; record: string | null; checks: Check[]
  by_name: string; at: string; voided: boolean; void_reason: string; files: FileOf[]
}
export interface Report {
  id: string; line: string; line_name: string; side: Side; kind: string; marker: string | null; marker_number: string; contract: string | null; text: string; position: Position | null
  discovered_at: string; reported_at: string; hours: number; limit_at: string; kept: boolean; basis: string; handling: string; handled_on: string; mine: boolean; files: FileOf[]
}
export interface Step { side: Side; on: string; text: string; by_name: string; at: string }
export interface Matter {
  id: string; line: string; line_name: string; side: Side; mine: boolean; shared: boolean; kind: string; title: string; text: string; on: string; place: string; units: string; persons: Named
  until: string; next_on: string; contract: string | null; about: string | null; state: string; result: string; closed_on: string; by_name: string; at: string; steps: Step[]; files: FileOf[]
}
export interface Due {
  what: string; line: string; line_name: string; side: Side; object: string; kind?: string; title: string; keeper?: string; number?: string; due_on: string; days_left: number; overdue: boolean; missed?: number
}
interface List<T> { items: T[]; next?: string }
type Filters = Record<string, string | number | null | undefined>

const list = <T>(what: string) => (filters: Filters, signal?: AbortSignal) => read<List<T>>(`/v1/upkeep/${what}` + query(filters), signal)
export const lines = list<Line>('lines')
export const people = list<Person>('people')
export const contracts = list<Contract>('contracts')
export const patrols = list<Patrol>('patrols')
export const reports = list<Report>('reports')
export const matters = list<Matter>('matters')
export const dues = list<Due>('due')

/** One line with its markers and what is set for it. */
export const line = async (id: string, signal?: AbortSignal): Promise<Line | null> => (await lines({ line: id }, signal)).items[0] ?? null
export const contract = (id: string, signal?: AbortSignal) => read<Contract>(`/v1/upkeep/contracts/${encodeURIComponent(id)}`, signal)
export const matter = (id: string, signal?: AbortSignal) => read<Matter>(`/v1/upkeep/matters/${encodeURIComponent(id)}`, signal)

/** Makes a record of a kind: contracts, patrols, reports or matters. */
export const make = (what: string, body: object, key: string) => write<{ id: string }>('POST', `/v1/upkeep/${what}`, body, key)
/** Does something with a record. */
export const act = (what: string, id: string, verb: string, body: object | undefined, key?: string) => write('POST', `/v1/upkeep/${what}/${encodeURIComponent(id)}/${verb}`, body, key)
export const remind = (id: string, next_on: string, key: string) => write('PUT', `/v1/upkeep/matters/${encodeURIComponent(id)}/reminder`, { next_on }, key)
export const setOfficer = (id: string, account: string, key: string) => write('PUT', `/v1/upkeep/contracts/${encodeURIComponent(id)}/officer`, { account }, key)
export const removeKeeper = (id: string, account: string, reason: string, key: string) =>
  write('DELETE', `/v1/upkeep/contracts/${encodeURIComponent(id)}/keepers/${encodeURIComponent(account)}` + query({ reason }), undefined, key)

/** Adds a file to a contract, patrol, report or matter. */
export async function addFile(of: Record<string, string>, file: File, key = newKey()): Promise<void> {
  const body = new FormData()
  body.append('file', file)
  await call('/v1/upkeep/files' + query(of), { method: 'POST', body, headers: { 'Idempotency-Key': key } })
}
export const removeFile = (id: string, reason: string, key: string) => write('DELETE', `/v1/upkeep/files/${encodeURIComponent(id)}` + query({ reason }), undefined, key)
export const fileAddress = (f: FileOf) => `/v1/upkeep/files/${f.id}${/^image\/(jpeg|png)|pdf/.test(f.media_type) ? '?inline=1' : ''}`
