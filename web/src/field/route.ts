// The address of a screen: /field, /field/t/TASK, /field/t/TASK/m/MARKER/check. The address is the state.

import type { FieldRecord } from './domain'
import { Live } from './live'

const address = () => (globalThis.location ? location.pathname + location.hash : '')
export const path = new Live(address())

globalThis.addEventListener?.('popstate', () => path.set(address()))

/** Goes to another screen; replace leaves no way back to this one. */
export function go(to: string, replace = false): void {
  if (to === address()) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  path.set(to)
  scrollTo(0, 0)
}

export interface Place {
  task: string | null
  marker: string | null
  record: string | null
  screen: string // '' is the first of its kind
  rest: string[] // what a screen of a task wants to know besides
}

/** Reads an address; what is no screen is the first one. */
export function placeOf(address: string): Place {
  const [, , ...parts] = address.replace(/#.*/, '').split('/').map(decodeURIComponent)
  if (parts[0] === 'r' && parts[1]) return { task: null, marker: null, record: parts[1], screen: '', rest: [] }
  if (parts[0] !== 't' || !parts[1]) return { task: null, marker: null, record: null, screen: parts[0] ?? '', rest: [] }
  const task = parts[1]
  if (parts[2] === 'm' && parts[3]) return { task, marker: parts[3], record: null, screen: parts[4] ?? '', rest: [] }
  return { task, marker: null, record: null, screen: parts[2] ?? '', rest: parts.slice(3) }
}

export const atDay = '/field/day'
export const atRecord = (record: string) => `/field/r/${record}`
export const atTask = (task: string, screen = '') => `/field/t/${task}${screen && '/' + screen}`
export const atMarker = (task: string, marker: string, screen = '') => `${atTask(task)}/m/${marker}${screen && '/' + screen}`

/** Where one says what was seen otherwise than in a record of the other side. */
export const atDisagreement = ({ task, id, object }: Pick<FieldRecord, 'id' | 'task' | 'object'>) => atTask(task, ['disagree', id, object.kind, object.id].join('/'))
