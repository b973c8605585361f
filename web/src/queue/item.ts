// What waits on a phone to be sent: plain functions on values.

import { forGood, pause } from '../field/net/again'
import type { Answer } from '../field/net/http'

export interface Person { id: string; name: string }

/** What every item of a queue has, whatever it sends. */
export interface Queued {
  id: string
  by: Person
  made: string // ISO, by the phone's clock
  fate: string // "ready" waits to be sent, "sent" is held by the server, "dropped" is not to be sent; others wait for a person
  said: string // by the server, where it did not take it
  tries: number
  notBefore: number // milliseconds
}

/** The item after an answer that did not take it, or after none. */
export function unanswered<I extends Queued>(item: I, { status, sentence, retryAfter }: Pick<Answer, 'status' | 'sentence' | 'retryAfter'>, now: number): I {
  if (status === 401) return { ...item, notBefore: 0 } // waits for the log-in
  if (forGood(status)) return { ...item, fate: 'refused', said: sentence }
  return { ...item, tries: item.tries + 1, notBefore: now + pause(item.tries, retryAfter), said: status ? sentence : '' }
}

/** Oldest first. */
export const inOrder = <I extends Queued>(queue: readonly I[]): I[] => [...queue].sort((a, b) => a.made.localeCompare(b.made) || a.id.localeCompare(b.id))

export const counts = (queue: readonly Pick<Queued, 'fate'>[]) => ({
  unsent: queue.filter(({ fate }) => fate === 'ready').length,
  stuck: queue.filter(({ fate }) => !['ready', 'sent', 'dropped'].includes(fate)).length,
})
