// What the server says of shelters, and what is kept on the phone.

import type { Person, Queued } from '../queue/item'

export type State = 'standby' | 'open' | 'full' | 'closed'
export type Step = 'lt30' | 'lt60' | 'lt80' | 'ge80'

export const states: readonly State[] = ['open', 'full', 'standby', 'closed']
export const steps: readonly Step[] = ['lt30', 'lt60', 'lt80', 'ge80']

/** A shelter as /v1/shelters gives it to its keeper. */
export interface Shelter {
  id: string
  name: string
  division_name?: string
  capacity: number
  state: State
  people?: number
  counted?: number // the last count while it has been open or full
  counted_at?: string
  step?: Step
  free?: number
  over?: number
  said_at?: string
  by?: string
  failed?: boolean
  duty_phone?: string
  demo: boolean
}

/** A warning that goes on where one's shelters are. */
export interface Warning { event: string; title: string; todo: string; body: string; issued: string; until: string }

/** What is said of a shelter, as POST /v1/shelters/{shelter}/reports takes it, without the phone's clock. */
export interface Saying { state: State; people?: number; step?: Step; note?: string }

/** What became of a report. */
export type Fate =
  | 'ready' // lies on the phone and waits to be sent
  | 'refused' // the server wants something else
  | 'dropped' // not to be sent; kept until it is taken from the phone
  | 'sent' // the server holds it

/** A report; its id is the report's: sent again, the server knows it. */
export interface Item extends Queued {
  shelter: { id: string; name: string }
  saying: Saying
  fate: Fate
  later: State | null // sent, but something later was said already: this is the state
  over: number // people above the capacity, as the server counted
  doubtful: boolean // the phone's clock is off
}

export const freshItem = (id: string, by: Person, { id: shelter, name }: Shelter, saying: Saying, made: string): Item =>
  ({ id, by, shelter: { id: shelter, name }, saying, made, fate: 'ready', said: '', later: null, over: 0, doubtful: false, tries: 0, notBefore: 0 })
