import { query } from '../../http'
import { read, write } from '../http'

export interface Area { id: string; code: string; name: string }
export interface Step { n: number; step: string; signal: string; title: string; until: string; note: string; by: string; at: string }
export interface Event {
  id: string; etag: string; county: string; hazard: string; signal: string; title: string; todo: string; body: string; number: string; issued: string; areas: Area[]
  started: string; until: string; ended?: string; state: 'coming' | 'going' | 'lapsed' | 'ended'; report: string; mine: boolean; steps?: Step[]
}
export interface Saying { hazard: string; signal: string; title: string; todo: string; body: string; number?: string; issued: string; areas: string[] }
export interface LookShelter { id: string; name: string; division: string; lon: number; lat: number; state: 'standby' | 'open' | 'full' | 'closed'; people?: number; step?: string; counted?: number; counted_at?: string; capacity: number; free?: number; said_at?: string; failed: boolean; inside: boolean; phone: string }
/** How the people of a village fit into the open shelters within reach. */
export interface Placed { without: boolean; people?: number; places: number; why?: 'full' | 'cut_off' | 'too_far' | 'no_point' | 'no_number' }
export interface LookVillage extends Placed { id: string; code: string; name: string; town: string; lon?: number; lat?: number; told_at?: string; means?: string[]; mine: boolean }
export interface Look {
  at: string; event: Event; reach_m: number; shelters: LookShelter[]; villages: LookVillage[]
  count: { states: Record<string, number>; free: number; unknown: number; people?: number; uncounted: number; villages: number; told: number; without: number; needing: number; finding: number }
}
export interface Texts { village: string; loudspeaker: string; sms: { text: string; units: number }[]; wechat: string; hint: boolean; shelters: number }
export interface After {
  at: string; to: string; event: Event; steps: Step[]
  count: { villages: number; told: number; without: number; people: number; places: number; opened: number; filled: number; most?: number; counted: number }
  villages: (Placed & { code: string; name: string; told_at?: string; minutes?: number; means?: string[] })[]
  shelters: { id: string; name: string; capacity: number; before: boolean; opened?: string; filled?: string; most?: number; most_at?: string }[]
}

const at = (id: string, more = '') => '/v1/disaster-events/' + encodeURIComponent(id) + more
export const events = (cursor: string | null, signal: AbortSignal) => read<{ items: Event[]; next?: string }>('/v1/disaster-events' + query({ cursor }), signal)
export const eventOf = (id: string, signal: AbortSignal) => read<Event>(at(id), signal)
export const lookAt = (id: string, signal: AbortSignal) => read<Look>(at(id, '/look'), signal)
export const afterOf = (id: string, signal: AbortSignal) => read<After>(at(id, '/after'), signal)
export const textsOf = (id: string, code: string, signal: AbortSignal) => read<Texts>(at(id, `/villages/${encodeURIComponent(code)}/texts`), signal)
export const start = (body: Saying & { until: string }, key: string) => write<{ id: string }>('POST', '/v1/disaster-events', body, key)
export const amend = (event: Event, body: Saying & { note?: string }) => write<Event>('POST', at(event.id, '/amendments'), body, undefined, event.etag)
export const prolong = (event: Event, until: string, note: string) => write<Event>('POST', at(event.id, '/prolongations'), { until, note }, undefined, event.etag)
export const end = (id: string, note: string, standBy: string[], key: string) => write<Event>('POST', at(id, '/end'), { note, stand_by: standBy }, key)
export const report = (event: Event, text: string) => write<Event>('POST', at(event.id, '/report'), { text }, undefined, event.etag)
export const tell = (id: string, villages: string[], means: string, reached: boolean) => write('POST', at(id, '/reached'), { villages, reached, means })
