import { query } from '../../http'
import { read, write } from '../http'

export interface Batch { id: string; division_name: string; title: string; year: number; criteria: string; published_on?: string; counts?: Record<string, number> }
export interface Plan { id: string; measures: string[]; text: string; document?: string; drawn_on: string; drawn_by: string; own: boolean; approved_on?: string; approved_by?: string; note?: string }
export interface Item {
  id: string; batch: string; batch_title: string; place: string; name: string; name_now: string; class: string; reason: string; state: string; proposed_by: string; review?: string
  listed_on?: string; ended_on?: string; ended_why?: string; division_name: string; published: boolean; plan_state: string; may_rename: boolean
  evidence?: { title: string; source?: string }[]; plan_list?: Plan[]
}
export interface Filters { batch: string; state: string; plan: string; q: string }

const item = (id: string, more = '') => '/v1/heritage-items/' + encodeURIComponent(id) + more
const batch = (id: string, more: string) => '/v1/heritage-batches/' + encodeURIComponent(id) + more

export const batches = (signal: AbortSignal) => read<{ items: Batch[] }>('/v1/heritage-batches', signal)
export const itemsAddress = (filters: Filters, cursor: string | null = null, file = '') => `/v1/heritage-items${file}` + query({ ...filters, cursor })
export const items = (filters: Filters, cursor: string | null, signal: AbortSignal) => read<{ items: Item[]; next?: string }>(itemsAddress(filters, cursor), signal)
export const itemOf = (id: string, signal: AbortSignal) => read<Item>(item(id), signal)
export const begin = (body: { title: string; year: number; criteria: string; division: string }, key: string) => write<{ id: string }>('POST', '/v1/heritage-batches', body, key)
export const publish = (id: string, reason: string, day: string, key: string) => write('POST', batch(id, '/publish'), { reason, ...(day && { day }) }, key)
export const propose = (id: string, body: { place: string; class: string; reason: string }, key: string) => write<{ id: string }>('POST', batch(id, '/items'), body, key)
export const step = (id: string, verb: 'review' | 'list' | 'end', reason: string, key: string) => write('POST', item(id, '/' + verb), { reason }, key)
export const addEvidence = (id: string, body: { title: string; source?: string }, key: string) => write('POST', item(id, '/evidence'), body, key)
export const addPlan = (id: string, body: { measures: string[]; text: string; document?: string; drawn_on?: string }, key: string) => write('POST', item(id, '/plans'), body, key)
export const approvePlan = (id: string, plan: string, reason: string, key: string) => write('POST', item(id, `/plans/${encodeURIComponent(plan)}/approve`), { reason }, key)
