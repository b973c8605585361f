import { read, write } from '../http'

export interface Village { id: string; code: string; name: string; above: string[]; lon: number | null; lat: number | null }
export interface Row {
  village: Village; warned: boolean; shelter: string; state: string; distance_m: number | null
  officer: string; phone: string; night: string; tried_at: string | null; people: number | null; gaps: string[]
}
export interface ContactDraft { division: string; role: string; title: string; name?: string; phone: string; private?: boolean; consent?: string; night?: boolean; rank?: number }
export interface Contact extends ContactDraft { id: string; tag: number; of: string; editable: boolean; erased: boolean; tried_at: string | null; result: string }
export interface PolicyDraft { division: string; title: string; plain: string; text?: string; basis: string; from?: string; to?: string; rank?: number }
export interface Policy extends PolicyDraft { id: string; tag: number; of: string; editable: boolean }
export interface People { people: number; vulnerable: number | null; on_day: string; source: string }
export interface Goal { id: string; name: string; state: string; distance_m: number | null; direction_words: string; assigned: boolean; hint: { text: string; on_day: string; by: string } | null; why?: string }
export interface Kept {
  card: { village: Village; shelters: Goal[]; avoid: Goal[] } | null
  gaps: string[]; page: string; contacts: Contact[]; policies: Policy[]; people: People | null; above: { id: string; name: string }[]
}

const etag = (tag: number) => `"${tag}"`

export const coverage = (signal: AbortSignal) => read<{ items: Row[]; at: string }>('/v1/village-cards', signal)
export const kept = (village: string, signal: AbortSignal) => read<Kept>('/v1/village-cards/' + encodeURIComponent(village), signal)
export const saveContact = (draft: ContactDraft, of: Contact | null, key: string) =>
  of ? write('PUT', '/v1/village-contacts/' + of.id, draft, key, etag(of.tag)) : write('POST', '/v1/village-contacts', draft, key)
export const endContact = (of: Contact, reason: string, key: string) => write('POST', `/v1/village-contacts/${of.id}/end`, { reason }, key, etag(of.tag))
export const tryContact = (of: Contact, result: string) => write('POST', `/v1/village-contacts/${of.id}/trials`, { result })
export const writeHint = (village: string, shelter: string, text: string) => write('POST', '/v1/walking-hints', { village, shelter, text })
export const countPeople = (village: string, people: number, vulnerable: number | null, source: string) =>
  write('POST', '/v1/village-people', { village, people, source, ...(vulnerable !== null && { vulnerable }) })
export const savePolicy = (draft: PolicyDraft, of: Policy | null, key: string) =>
  of ? write('PUT', '/v1/village-policies/' + of.id, draft, key, etag(of.tag)) : write('POST', '/v1/village-policies', draft, key)

/** The villages that lack a thing; for none all of them, those that lack anything first. */
export const lacking = (rows: readonly Row[], gap: string): Row[] =>
  gap ? rows.filter((row) => row.gaps.includes(gap)) : [...rows.filter(({ gaps }) => gaps.length), ...rows.filter(({ gaps }) => !gaps.length)]

/** The page of the office on which a gap of a village is closed. */
export function placeOf(gap: string, village: Village): { page: string; rest?: string[]; param?: Record<string, string> } {
  const pages: Record<string, { page: string; param?: Record<string, string> }> = { shelter: { page: 'shelters' }, assignment: { page: 'assignment' }, plate: { page: 'plates' }, paper: { page: 'papers', param: { division: village.code } } }
  return pages[gap] ?? { page: 'safety', rest: [village.id] }
}

/** How many villages lack each thing, in the order of words. */
export function counted(rows: readonly Row[], gaps: readonly string[]): [string, number][] {
  return gaps.map((gap) => [gap, lacking(rows, gap).length] as [string, number]).filter(([, n]) => n > 0)
}
