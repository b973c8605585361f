// One step of the phone's machine under way.

import type { Effect, Event, Item, Phone } from './phone'
import type { ItemKind } from './receipt'

export interface Work { state: Phone; readonly event: Event; readonly effects: Effect[] }

export const maxChunk = 256 << 10 // bytes of a file in one request
export const maxWait = 256_000 // ms between two tries
const firstWait = 1_000

const rank: Readonly<Record<ItemKind, number>> = { record: 0, sheet: 1, signature: 2, file: 3 }
const puts = { record: 'put_record', sheet: 'put_sheet', signature: 'put_signature' } as const

/** The items in the order in which they are sent. */
export function sorted({ state }: Work): Item[] {
  return Object.values(state.items).sort((a, b) => rank[a.kind] - rank[b.kind] || a.seq - b.seq)
}

export function set(w: Work, item: Item): void {
  w.state = { ...w.state, items: { ...w.state.items, [item.id]: item } }
}

export function tell(w: Work, what: string, id: string): void {
  w.effects.push(id ? { do: 'tell', tell: what, id } : { do: 'tell', tell: what })
}

/** Asks for the next request of an item. */
export function doing(w: Work, item: Item): void {
  const attempt = w.state.attempt + 1
  w.state = { ...w.state, attempt }
  set(w, { ...item, state: 'sending', attempt })
  if (item.kind !== 'file') w.effects.push({ do: puts[item.kind], id: item.id, attempt })
  else if (item.have < 0 || item.have >= item.bytes) w.effects.push({ do: 'ask_file', id: item.id, attempt })
  else w.effects.push({ do: 'put_chunk', id: item.id, attempt, offset: item.have, size: Math.min(maxChunk, item.bytes - item.have) })
}

/** Sends later. What a server holds of a file is asked anew. */
export function again(w: Work, item: Item, trouble: string): void {
  const tries = item.tries + 1
  const wait = Math.min(maxWait, firstWait * 2 ** Math.min(tries - 1, 20))
  set(w, { ...item, state: 'ready', have: -1, trouble, sentence: w.event.sentence ?? '', tries, not_before: (w.event.now ?? 0) + wait })
}

export function refuse(w: Work, item: Item, trouble: string, sentence: string): void {
  set(w, { ...item, state: 'refused', trouble, sentence })
  tell(w, 'refused', item.id)
}
