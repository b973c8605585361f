// What becomes of a step when the server answers: plain functions on values.

import type { Answer } from '../field/net/http'
import { unanswered } from '../queue/item'
import type { Item } from './domain'

/** The item after an answer to its photo or its step, or to none. */
export function fated(item: Item, answer: Pick<Answer, 'status' | 'kind' | 'sentence' | 'retryAfter'>, now: number): Item {
  const { status, kind, sentence } = answer
  if (status >= 200 && status < 300) return { ...item, fate: 'sent', said: '' }
  if (status === 412 || (status === 409 && kind === 'plate-step')) return { ...item, fate: 'clash', said: sentence }
  return unanswered(item, answer, now)
}

/** The next item to be sent: the oldest that is due, of the person who is logged in, and only after what was done to the same plate before. */
export function nextOf(queue: readonly Item[], me: string, now: number): Item | null {
  const held = new Set<string>()
  for (const item of queue) {
    if (item.fate === 'sent' || item.fate === 'dropped') continue
    if (!held.has(item.job.id) && item.fate === 'ready' && item.by.id === me && item.notBefore <= now && item.etag !== null) return item
    held.add(item.job.id)
  }
  return null
}

/** The queue once an item was answered or given up: what comes after it on the same plate is sent with the plate's tag. */
export function settled(queue: readonly Item[], item: Item, etag: string | null): Item[] {
  const over = item.fate === 'sent' || item.fate === 'dropped'
  let told = false
  return queue.map((one) => {
    if (one.id === item.id) return item
    if (told || !over || one.job.id !== item.job.id || one.fate !== 'ready' || one.etag !== null) return one
    told = true
    return { ...one, etag }
  })
}

/** The item as it is sent again against the plate as it stands: another intent, so another key. */
export const again = (item: Item, etag: string, key: string, note = item.act.note): Item => ({
  ...item, etag, key, fate: 'ready', said: '', tries: 0, notBefore: 0, act: { ...item.act, ...(note !== undefined && { note }) },
})
