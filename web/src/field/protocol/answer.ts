// What came back for a request, or that nothing did. Twin of boundaries/inspection/step_answer.go.

import type { Item } from './phone'
import { again, doing, refuse, set, tell, type Work } from './work'

const maxDamaged = 5 // a file that arrives damaged so often is damaged on the phone

export function answer(w: Work, item: Item): void {
  const { status = 0, problem = '', sentence = '', receipt, attempt = 0, fresh } = w.event
  const good = status === 200 || status === 201
  if (good && receipt) return stored(w, item)
  if (item.state !== 'sending' || item.attempt !== attempt) return
  if (status === 401) {
    if (!w.state.login_needed) tell(w, 'login-needed', '')
    w.state = { ...w.state, login_needed: true }
    set(w, { ...item, state: 'ready' })
  } else if (problem === 'file-offset' || (good && item.kind === 'file')) {
    more(w, item)
  } else if (problem === 'file-damaged') {
    const damaged = item.damaged + 1
    if (damaged >= maxDamaged) refuse(w, { ...item, damaged }, problem, sentence)
    else again(w, { ...item, damaged }, problem)
  } else if (problem === 'record-differs' && item.kind === 'record' && fresh) {
    set(w, { ...item, state: 'clash', successor: fresh, trouble: problem, sentence })
    w.effects.push({ do: 'rename', id: item.id, new_id: fresh })
  } else if (mayPass(status, good, problem)) {
    again(w, item, problem)
  } else {
    refuse(w, item, problem, sentence)
  }
}

/** Whether what went wrong may go well by itself. */
function mayPass(status: number, good: boolean, problem: string): boolean {
  return good || [408, 425, 429].includes(status) || status >= 500 || status < 400 || problem === 'damaged-in-transit' || problem === 'app-too-new'
}

/** Keeps a receipt until it is checked. */
function stored(w: Work, item: Item): void {
  if (item.state !== 'ready' && item.state !== 'sending' && item.state !== 'refused') return
  set(w, { ...item, state: 'stored', receipt: w.event.receipt ?? '', signature: w.event.signature ?? '', trouble: '', sentence: '' })
  w.effects.push({ do: 'check', id: item.id })
}

/** Goes on with a file from where the server stands. A server that does not come forward is asked again later. */
function more(w: Work, item: Item): void {
  const { have = 0, problem = '' } = w.event
  const moved = { ...item, have, sentence: '' }
  if (have !== item.have && have >= 0 && have < item.bytes) doing(w, { ...moved, tries: 0, not_before: 0, trouble: '' })
  else again(w, moved, problem)
}
