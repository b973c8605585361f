// The phone's machine: what becomes of its state with an event, and what the app then does. Twin of boundaries/inspection/step.go,
// whose comment holds the table of states and events; both follow testdata/vectors/phone.json step by step.
//
// The app writes the state down after each step and only then does what the step asked for.

import { answer } from './answer'
import { again, doing, maxWait, refuse, set, sorted, tell, type Work } from './work'
import { receiptStands, type ItemKind } from './receipt'

export type ItemState = 'draft' | 'ready' | 'sending' | 'stored' | 'verified' | 'clash' | 'superseded' | 'refused'

/** A record, file, sheet or signature on a phone. */
export interface Item {
  id: string // of a file or sheet its digest
  kind: ItemKind
  task: string
  digest: string
  bytes: number
  seq: number
  state: ItemState
  have: number // of a file: bytes that the server holds, −1 where it must be asked
  attempt: number // of the last request; an answer to an earlier one is late
  tries: number // failures since something went well
  damaged: number // how often a file arrived with another hash
  not_before: number // by the phone's clock, milliseconds since 1970
  trouble: string // code of what went wrong last, '' where nothing did
  sentence: string // what the server said to it
  standing: string // by the receipt
  withdrawn: boolean // once true it stays true
  receipt: string
  signature: string
  successor: string // of a clash: the id under which its content is sent
  formerly: string // of a successor: the id that clashed
  dropping: boolean // its bytes may go from the phone
  dropped: boolean // and are gone
}

export interface PhoneTask { revision: number; newest: number; pack_withdrawn: boolean; moved_to: string }

/** All that a phone remembers of what it has to send. */
export interface Phone {
  items: Readonly<Record<string, Item>>
  tasks: Readonly<Record<string, PhoneTask>>
  server_key: string // base64url, pinned when the phone was registered
  seq: number
  attempt: number
  online: boolean
  login_needed: boolean
  storage: string // ok, low or full
}

/** Something that happened to a phone; step.go lists which fields go with which. */
export interface Event {
  on: string
  id?: string
  now?: number // by the phone's clock, milliseconds since 1970
  kind?: ItemKind
  task?: string
  digest?: string
  bytes?: number
  draft?: boolean
  slots?: number
  attempt?: number
  status?: number
  problem?: string
  sentence?: string
  receipt?: string
  signature?: string
  have?: number
  fresh?: string
  key?: string
  revision?: number
  withdrawn?: readonly string[]
  gone?: boolean
  moved_to?: string
  level?: string
}

/** Something that the app does after it wrote the state down. */
export interface Effect {
  do: 'put_record' | 'put_sheet' | 'put_signature' | 'ask_file' | 'put_chunk' | 'check' | 'rename' | 'drop' | 'tell'
  id?: string
  attempt?: number
  offset?: number
  size?: number
  new_id?: string
  tell?: string
}

export function step(state: Phone, event: Event): { state: Phone; effects: Effect[] } {
  const w: Work = { state, event, effects: [] }
  const act = Object.hasOwn(ofPhone, event.on) ? ofPhone[event.on] : undefined
  if (act) act(w)
  else if (Object.hasOwn(ofItem, event.on)) {
    const item = Object.hasOwn(state.items, event.id ?? '') ? state.items[event.id ?? ''] : undefined
    if (event.on === 'add') add(w, item)
    else if (item) ofItem[event.on]?.(w, item)
  }
  return { state: w.state, effects: w.effects }
}

const ofPhone: Readonly<Record<string, (w: Work) => void>> = {
  tick, online, login, revision, pack, storage, clear, restart, retry,
  offline: (w) => { w.state = { ...w.state, online: false } },
}

const ofItem: Readonly<Record<string, (w: Work, item: Item) => void>> = { add, ready, discard, answer, check, renamed, damaged, forget, dropped }

const blank = {
  have: -1, attempt: 0, tries: 0, damaged: 0, not_before: 0, trouble: '', sentence: '', standing: '', withdrawn: false, receipt: '', signature: '',
  successor: '', formerly: '', dropping: false, dropped: false,
}

function add(w: Work, item: Item | undefined): void {
  const { id = '', kind = 'record', task = '', digest = '', bytes = 0, draft } = w.event
  if (item) {
    if (item.digest !== digest) tell(w, 'id-taken', item.id)
    else if (item.dropped || item.dropping) set(w, { ...item, dropped: false, dropping: false })
    return
  }
  const seq = w.state.seq + 1
  w.state = { ...w.state, seq }
  set(w, { ...blank, id, kind, task, digest, bytes, seq, state: draft ? 'draft' : 'ready' })
}

function ready(w: Work, item: Item): void {
  if (item.state !== 'draft') return
  const { digest, bytes = 0 } = w.event
  set(w, { ...item, state: 'ready', ...(digest ? { digest, bytes } : {}) })
}

function discard(w: Work, item: Item): void {
  if (item.state !== 'draft') return
  remove(w, item.id)
  w.effects.push({ do: 'drop', id: item.id })
}

function remove(w: Work, id: string): void {
  const { [id]: _, ...items } = w.state.items
  w.state = { ...w.state, items }
}

function tick(w: Work): void {
  if (!w.state.online || w.state.login_needed) return
  const { now = 0, slots = 0 } = w.event
  const all = sorted(w)
  let free = slots - all.filter(({ state }) => state === 'sending').length
  for (const item of all) {
    if (free <= 0) return
    if (item.state !== 'ready' || !(item.not_before <= now || item.not_before - now > maxWait)) continue
    doing(w, item)
    free--
  }
}

function online(w: Work): void {
  if (w.state.online) return
  w.state = { ...w.state, online: true }
  for (const item of sorted(w)) if (item.state === 'ready' && item.not_before !== 0) set(w, { ...item, not_before: 0 })
}

function login(w: Work): void {
  w.state = { ...w.state, login_needed: false, server_key: w.event.key || w.state.server_key }
}

function retry(w: Work): void {
  for (const item of sorted(w)) {
    if (item.state === 'refused' && (!w.event.id || w.event.id === item.id)) {
      set(w, { ...item, state: 'ready', tries: 0, damaged: 0, not_before: 0, have: -1 })
    }
  }
}

function damaged(w: Work, item: Item): void {
  if (item.state === 'draft' || item.state === 'ready' || item.state === 'sending') refuse(w, item, 'damaged-on-phone', '')
}

function restart(w: Work): void {
  for (const item of sorted(w)) {
    if (item.state === 'sending') set(w, { ...item, state: 'ready', have: -1 })
    else if (item.state === 'stored') w.effects.push({ do: 'check', id: item.id })
    else if (item.state === 'clash') w.effects.push({ do: 'rename', id: item.id, new_id: item.successor })
    else if (item.dropping && !item.dropped) w.effects.push({ do: 'drop', id: item.id })
  }
}

/** Looks at the receipt of an item. Nothing else makes one verified. */
function check(w: Work, item: Item): void {
  if (item.state !== 'stored') return
  const r = receiptStands(item.receipt, item.signature, w.state.server_key)
  if (!r || r.kind !== item.kind || r.id !== item.id || r.digest !== item.digest || (item.kind !== 'file' && (r.task ?? '') !== item.task)) {
    again(w, { ...item, receipt: '', signature: '' }, 'receipt-invalid')
    return
  }
  set(w, { ...item, state: 'verified', standing: r.standing, tries: 0, not_before: 0, withdrawn: item.withdrawn || r.standing === 'withdrawn' })
}

function renamed(w: Work, item: Item): void {
  if (item.state !== 'clash') return
  const { digest = '', bytes = 0 } = w.event
  if (!Object.hasOwn(w.state.items, item.successor)) {
    const seq = w.state.seq + 1
    w.state = { ...w.state, seq }
    set(w, { ...blank, id: item.successor, kind: item.kind, task: item.task, digest, bytes, seq, state: 'ready', formerly: item.id })
  }
  set(w, { ...item, state: 'superseded' })
}

/** Whether the server holds the content of an item for good. */
function kept({ state: { items } }: Work, item: Item): boolean {
  let at: Item | undefined = item
  for (let n = Object.keys(items).length; at?.state === 'superseded' && n > 0; n--) at = items[at.successor]
  return at?.state === 'verified'
}

function forget(w: Work, item: Item): void {
  if (!kept(w, item)) {
    tell(w, 'not-verified', item.id)
    return
  }
  if (!item.dropping) set(w, { ...item, dropping: true })
  if (!item.dropped) w.effects.push({ do: 'drop', id: item.id })
}

function dropped(w: Work, item: Item): void {
  if (item.dropping && !item.dropped) set(w, { ...item, dropped: true })
}

/** Forgets items that are dropped, but for those that a clashed one needs to know that its content is kept. */
function clear(w: Work): void {
  const needed = new Set<string>()
  for (const first of sorted(w)) {
    let item: Item | undefined = first.dropped ? undefined : first
    while (item?.state === 'superseded' && !needed.has(item.successor)) {
      needed.add(item.successor)
      item = w.state.items[item.successor]
    }
  }
  for (const item of sorted(w)) if (item.dropped && !needed.has(item.id)) remove(w, item.id)
}

/** How much room the phone has. Files that the server holds for good make room. */
function storage(w: Work): void {
  const { level = '' } = w.event
  const changed = w.state.storage !== level
  w.state = { ...w.state, storage: level }
  if (level !== 'low' && level !== 'full') return
  if (changed) tell(w, 'storage-' + level, '')
  for (const item of sorted(w)) if (item.kind === 'file' && item.state === 'verified' && !item.dropped) forget(w, item)
}

const noTask: PhoneTask = { revision: 0, newest: 0, pack_withdrawn: false, moved_to: '' }

function setTask(w: Work, task: string, t: PhoneTask): void {
  w.state = { ...w.state, tasks: { ...w.state.tasks, [task]: t } }
}

function pack(w: Work): void {
  const { task = '', revision = 0 } = w.event
  setTask(w, task, { ...noTask, revision, newest: Math.max((w.state.tasks[task] ?? noTask).newest, revision) })
}

/** What the server says of a task. What was recorded is sent all the same: the server makes proposals of it. */
function revision(w: Work): void {
  const { task = '', revision = 0, gone = false, moved_to = '', withdrawn = [] } = w.event
  const was = w.state.tasks[task] ?? noTask
  const is = { ...was, newest: Math.max(was.newest, revision), pack_withdrawn: was.pack_withdrawn || gone, moved_to }
  if (is.newest !== was.newest || is.pack_withdrawn !== was.pack_withdrawn || is.moved_to !== was.moved_to) setTask(w, task, is)
  if (is.pack_withdrawn && !was.pack_withdrawn) tell(w, 'pack-withdrawn', task)
  else if (is.moved_to !== '' && is.moved_to !== was.moved_to) tell(w, 'task-moved', task)
  else if (is.newest > is.revision && was.newest <= was.revision) tell(w, 'pack-stale', task)
  for (const id of withdrawn) {
    const item = w.state.items[id]
    if (item && !item.withdrawn) set(w, { ...item, withdrawn: true })
  }
}
