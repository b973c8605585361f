import { query } from '../../http'
import { read, write } from '../http'

export interface Drive {
  id: string; title: string; division_name: string; classes: string[]; tests: string[]; basis: string; begun_on: string; ended_on?: string; counts: Record<string, number>
  run?: { state: string; done: number; total: number; hits: number; failure?: string }
}
export interface Item {
  id: string; place: string; name: string; name_now: string; class_name: string; division_name: string; checks: string[]; findings: { text: string; article: string }[]; vanished: boolean; state: string
  decision?: string; decided?: string; reason?: string; evidence?: string; by?: string; case?: string; case_number?: string; case_state?: string; owner?: string
}
export interface Filters { state: string; check: string; decision: string; mine: string; q: string }

const at = (id: string, more = '') => '/v1/campaigns/' + encodeURIComponent(id) + more
export const drives = (signal: AbortSignal) => read<{ items: Drive[] }>('/v1/campaigns', signal)
export const driveOf = (id: string, signal: AbortSignal) => read<Drive>(at(id), signal)
export const begin = (body: { title: string; division: string; basis: string; tests?: string[]; classes?: string[]; begun_on?: string }, key: string) => write<{ id: string }>('POST', '/v1/campaigns', body, key)
export const itemsAddress = (id: string, filters: Filters, cursor: string | null = null, file = '') => at(id, `/items${file}`) + query({ ...filters, cursor })
export const items = (id: string, filters: Filters, cursor: string | null, signal: AbortSignal) => read<{ items: Item[]; next?: string }>(itemsAddress(id, filters, cursor), signal)
export const act = (id: string, verb: 'run' | 'cancel') => write('POST', at(id, '/' + verb))
export const end = (id: string, reason: string, key: string) => write('POST', at(id, '/end'), { reason }, key)
export const decide = (id: string, picked: readonly Item[], decision: string, reason: string, evidence: string, key: string) =>
  write('POST', at(id, '/decisions'), { items: picked.map((item) => ({ id: item.id, ...(item.decided && { seen: item.decided }) })), decision, reason, ...(evidence && { evidence }) }, key)
export const take = (id: string, picked: readonly Item[], release: boolean) => write('POST', at(id, '/owners'), { items: picked.map((item) => item.id), ...(release && { release }) })
export const openCase = (id: string, item: string, body: { kind: string; name?: string; reason: string }, key: string) => write<{ case: string }>('POST', at(id, `/items/${encodeURIComponent(item)}/case`), body, key)
