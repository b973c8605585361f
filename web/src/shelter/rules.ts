// What a report is and becomes: plain functions on values.

import type { Item, Saying, Shelter, State, Step } from './domain'

/** What is typed and tapped as a report; null where the number is none. */
export function sayingOf(state: State, count: string, step: Step | '', note: string): Saying | null {
  const typed = count.trim()
  if (typed && !/^\d{1,6}$/.test(typed)) return null
  return { state, ...(typed ? { people: Number(typed) } : step ? { step } : {}), ...(note.trim() && { note: note.trim() }) }
}

/** What the server is told: when it was said by the phone's clock, and what that clock shows now, so that it can take off what the clock is off. */
export const bodyOf = ({ id, saying, made }: Item, now: Date) => JSON.stringify({ id, ...saying, phone_at: made, phone_now: now.toISOString() })

/** The next report to be sent: the oldest that is due, of the person who is logged in; of one shelter in the order in which they were said. */
export function nextOf(queue: readonly Item[], me: string, now: number): Item | null {
  const held = new Set<string>()
  for (const item of queue) {
    if (item.fate !== 'ready') continue
    if (!held.has(item.shelter.id) && item.by.id === me && item.notBefore <= now) return item
    held.add(item.shelter.id)
  }
  return null
}

interface Taken { counts: boolean; doubtful: boolean; shelter: Pick<Shelter, 'state' | 'over'> }

/** A report that the server holds; later is the state, where something later was said already. */
export const taken = (item: Item, { counts, doubtful, shelter }: Taken): Item =>
  ({ ...item, fate: 'sent', said: '', later: counts ? null : shelter.state, over: counts ? shelter.over ?? 0 : 0, doubtful })

/** The shelter as it will be once what the phone holds of it is sent, and whether anything is. */
export function expected(s: Shelter, queue: readonly Item[]): { state: State; people?: number; counted?: number; step?: Step; waits: boolean } {
  const waiting = queue.filter(({ shelter, fate }) => shelter.id === s.id && fate === 'ready')
  const last = waiting.at(-1)
  if (!last) return { state: s.state, people: s.people, counted: s.counted, step: s.step, waits: false }
  const counted = waiting.reduce<number | undefined>((held, { saying: { state, people } }) => people ?? (state === 'open' || state === 'full' ? held : undefined), s.counted)
  return { ...last.saying, counted, waits: true }
}

/** Whether a count is more than a shelter holds: it may be so, or a slip of the finger. */
export const tooMany = ({ people }: Saying, { capacity }: Pick<Shelter, 'capacity'>): boolean => people !== undefined && people > capacity

/** Whether a shelter answers to what was typed. */
export const answers = (s: Shelter, typed: string): boolean =>
  typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).every((word) => `${s.name} ${s.division_name ?? ''}`.toLowerCase().includes(word))

/** A queue that grows no longer than it is looked at: what waits, and the last of what was sent. */
export function trimmed(queue: readonly Item[], keep = 50): { kept: Item[]; gone: string[] } {
  const sent = queue.filter(({ fate }) => fate === 'sent')
  const gone = new Set(sent.slice(0, Math.max(0, sent.length - keep)).map(({ id }) => id))
  return { kept: queue.filter(({ id }) => !gone.has(id)), gone: [...gone] }
}
