// Drives the phone's machine: an event comes in, the new state is written down together with what belongs to it, and only then is
// done what the machine asks for. Whatever a crash takes away, the machine asks for again at the next start.

import type { FieldRecord } from './domain'
import { Live } from './live'
import { canonical, digest } from './protocol/canonical'
import { step, type Effect, type Event, type Item, type Phone } from './protocol/phone'
import type { Change, Vault } from './vault/vault'

/** A record as it lies on the phone. */
export interface Made { record: FieldRecord; text: string; digest: string }

export const nothing: Phone = { items: {}, tasks: {}, server_key: '', seq: 0, attempt: 0, online: false, login_needed: false, storage: 'ok' }

export interface Outside {
  save: (changes: Change[]) => Promise<boolean>
  perform: (effects: Effect[]) => void // sending, telling: whatever is not of this file
}

export class Outbox {
  readonly phone = new Live<Phone>(nothing)
  readonly made = new Live<ReadonlyMap<string, Made>>(new Map())
  /** Whether a state could not be written: what was under way then waits for an answer that was already given. */
  unwritten = false
  private last: Promise<unknown> = Promise.resolve()

  private constructor(readonly vault: Vault, private readonly outside: Outside) {}

  static async open(vault: Vault, outside: Outside): Promise<Outbox> {
    const outbox = new Outbox(vault, outside)
    const [phone, items, texts] = await Promise.all([vault.get<Omit<Phone, 'items'>>('phone'), vault.all<Item>('item/'), vault.all<string>('record/')])
    outbox.phone.set({ ...nothing, ...phone, items: Object.fromEntries(items), online: false })
    outbox.made.set(new Map([...texts].map(([id, text]) => [id, madeOf(text)])))
    return outbox
  }

  /** Takes a finished record: it, its files' items and whatever changes with it are written at once; false where there was no room. */
  async add(record: FieldRecord, more: Change[] = []): Promise<boolean> {
    const made = madeOf(canonical(record))
    const bytes = new TextEncoder().encode(made.text).length
    const events: Event[] = [
      { on: 'add', id: record.id, kind: 'record', task: record.task, digest: made.digest, bytes },
      ...record.files.map((file): Event => ({ on: 'add', id: file.sha256, kind: 'file', task: record.task, digest: file.sha256, bytes: file.bytes })),
    ]
    const done = await this.happen(events, [{ in: 'things', key: 'record/' + record.id, value: made.text }, ...more])
    if (done) this.made.set(new Map(this.made.value).set(record.id, made))
    return done
  }

  /** Takes a sheet or a signature, whose bytes lie under its kind and id. */
  async addText(kind: 'sheet' | 'signature', id: string, task: string, text: string, more: Change[] = [], beside: Event[] = []): Promise<boolean> {
    const event: Event = { on: 'add', id, kind, task, digest: digest(text), bytes: new TextEncoder().encode(text).length }
    return this.happen([event, ...beside], [{ in: 'things', key: `${kind}/${id}`, value: text }, ...more])
  }

  /** Writes a clashed record anew under its new id, once. */
  async rename(id: string, fresh: string): Promise<void> {
    const before = this.made.value.get(id)
    if (!before) return void this.happen([{ on: 'damaged', id }])
    const made = madeOf(canonical({ ...before.record, id: fresh, formerly: id }))
    const event: Event = { on: 'renamed', id, digest: made.digest, bytes: new TextEncoder().encode(made.text).length }
    if (await this.happen([event], [{ in: 'things', key: 'record/' + fresh, value: made.text }])) this.made.set(new Map(this.made.value).set(fresh, made))
  }

  /** Deletes the bytes of a file that the machine says may go; records are small and stay to be read. */
  async drop(id: string): Promise<void> {
    const item = this.phone.value.items[id]
    await this.happen([{ on: 'dropped', id }], !item || item.kind === 'file' ? [{ in: 'files', key: id, value: null }] : [])
  }

  /** Lets events happen, one after another in the order of the calls; false where the state could not be written. */
  happen(events: readonly Event[], more: Change[] = []): Promise<boolean> {
    const now = this.last.then(() => this.take(events, more))
    this.last = now.catch(() => undefined)
    return now
  }

  /** Takes up what was under way when a state could not be written; to be called while no request is. */
  takeUp(now: number): Promise<boolean> {
    this.unwritten = false
    return this.happen([{ on: 'restart', now }])
  }

  private async take(events: readonly Event[], more: Change[]): Promise<boolean> {
    const before = this.phone.value
    let phone = before
    const effects: Effect[] = []
    for (const event of events) {
      const stepped = step(phone, event)
      phone = stepped.state
      effects.push(...stepped.effects)
    }
    const changes = [...changesOf(before, phone), ...more]
    if (changes.length && !(await this.outside.save(changes))) {
      this.unwritten = true
      return false
    }
    this.phone.set(phone)
    if (effects.length) this.outside.perform(effects)
    return true
  }
}

/** What of the state has to be written: each item for itself, the rest together. */
export function changesOf(before: Phone, after: Phone): Change[] {
  if (before === after) return []
  const changes: Change[] = []
  const { items: was, ...restBefore } = before
  const { items: is, ...rest } = after
  if (JSON.stringify(restBefore) !== JSON.stringify(rest)) changes.push({ in: 'things', key: 'phone', value: rest })
  for (const id of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (was[id] !== is[id]) changes.push({ in: 'things', key: 'item/' + id, value: is[id] ?? null })
  }
  return changes
}

function madeOf(text: string): Made {
  return { record: JSON.parse(text) as FieldRecord, text, digest: digest(text) }
}

/** How much of what was done is where. */
export function counts({ items }: Phone): { unsent: number; stored: number; verified: number; refused: number } {
  const all = Object.values(items).filter(({ state }) => state !== 'superseded')
  const of = (...states: Item['state'][]) => all.filter(({ state }) => states.includes(state)).length
  return { unsent: of('draft', 'ready', 'sending', 'clash', 'refused'), stored: of('stored'), verified: of('verified'), refused: of('refused') }
}
