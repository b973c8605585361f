// What the server says of plates at walls, and what is kept on the phone.

import type { Queued } from '../queue/item'

export type State = 'planned' | 'checked' | 'ordered' | 'made' | 'received' | 'installed' | 'in_use' | 'faulty' | 'replaced' | 'removed' | 'void'
export type Step = 'install' | 'report' | 'repair'
export type Fault = 'missing' | 'fallen' | 'damaged' | 'faded' | 'wrong_text' | 'code_fails' | 'covered' | 'other'

export const faults: readonly Fault[] = ['missing', 'fallen', 'damaged', 'faded', 'wrong_text', 'code_fails', 'covered', 'other']

/** A plate with what one has to know at the wall, as /v1/plates/work gives it. */
export interface Job {
  id: string
  name?: string
  pinyin?: string
  number?: string
  token: string // grouped
  state: State
  etag: string
  where: string
  street?: string
  village?: string
  belongs_lon?: number // degrees CGCS2000
  belongs_lat?: number
  fault?: Fault
  said?: string
  due?: string
  tolerance_m: number
  fault_days: number
}

export interface Work { items: Job[]; total: number; at: string; demo: boolean }

/** What is being filled in about a plate; kept with every tap. */
export interface Draft {
  scanned: boolean // its code was read, or its token typed
  photo: string | null // key of the bytes
  fault: Fault | ''
  note: string
}

export const blank: Draft = { scanned: false, photo: null, fault: '', note: '' }

/** What a step of a plate says, as POST /v1/plates/{plate}/steps takes it. */
export interface Act {
  step: Step
  on: string
  note?: string
  lon?: number
  lat?: number
  accuracy_m?: number
  photo?: string // its SHA-256 on the server, once it is there
  fault?: Fault
}

/** What became of a step that was sent. */
export type Fate =
  | 'ready' // waits to be sent
  | 'clash' // somebody took a step of the plate meanwhile
  | 'refused' // the server wants something else
  | 'dropped' // not to be sent; kept until it is taken from the phone
  | 'sent'

export interface Item extends Queued {
  key: string // Idempotency-Key: one for each intent
  job: Job // as it was when the step was taken
  etag: string | null // null: that which the step before it on this phone gives
  act: Act
  photo: string | null
  fate: Fate
}
