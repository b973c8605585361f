// Does what the machine asks for: sends records, sheets, signatures and parts of files, and feeds each answer back.

import { uuid7 } from '../bits'
import type { Field } from '../field'
import type { Effect, Event } from '../protocol/phone'
import type { Answer } from './http'

const atOnce = 4 // requests under way
const slots = 40 // items that the machine may have under way: records of one tick travel together
const batch = 200 // records of one request, by the protocol

interface Receipted { receipt?: string | { receipt: string; signature: string } | null; signature?: string; have?: number }

export class Sender {
  private waiting: (() => Promise<void>)[] = []
  private running = 0
  private timer: ReturnType<typeof setInterval> | null = null
  private probing = false
  private beats = 0
  private lost = 0 // requests without an answer, one after another

  constructor(private readonly field: Field) {}

  start(): void {
    const { outbox } = this.field
    void outbox.happen([{ on: 'restart', now: Date.now() }, { on: navigator.onLine ? 'online' : 'offline', now: Date.now() }])
    this.timer = setInterval(() => this.tick(), 1000)
    addEventListener('online', this.online)
    addEventListener('offline', this.offline)
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    removeEventListener('online', this.online)
    removeEventListener('offline', this.offline)
    this.waiting = []
  }

  readonly online = (): void => { this.lost = 0; void this.field.outbox.happen([{ on: 'online', now: Date.now() }]).then(() => this.tick()) }
  readonly offline = (): void => { this.field.network.set('off'); void this.field.outbox.happen([{ on: 'offline', now: Date.now() }]) }

  /** Sends what is due; asks for a sign of life where the network was lost. */
  tick(): void {
    const { outbox } = this.field
    const { phone } = outbox
    // A full phone is asked every few seconds whether there is room again.
    if (outbox.unwritten && !this.running && !this.waiting.length && this.beats++ % 5 === 0) void outbox.takeUp(Date.now())
    const { items, online, login_needed } = phone.value
    if (!online) return void this.probe()
    const now = Date.now()
    const due = !login_needed && Object.values(items).some(({ state, not_before }) => state === 'ready' && (not_before <= now || not_before - now > 256_000))
    if (due) void this.field.outbox.happen([{ on: 'tick', now, slots }])
  }

  perform(effects: readonly Effect[]): void {
    const records = effects.filter(({ do: what }) => what === 'put_record')
    for (let i = 0; i < records.length; i += batch) this.queue(() => this.putRecords(records.slice(i, i + batch)))
    for (const effect of effects) {
      if (effect.do === 'put_sheet' || effect.do === 'put_signature') this.queue(() => this.putText(effect))
      else if (effect.do === 'ask_file') this.queue(() => this.askFile(effect))
      else if (effect.do === 'put_chunk') this.queue(() => this.putChunk(effect))
    }
  }

  private queue(work: () => Promise<void>): void {
    this.waiting.push(work)
    this.next()
  }

  private next(): void {
    if (this.running >= atOnce) return
    const work = this.waiting.shift()
    if (!work) return
    this.running++
    void work().finally(() => { this.running--; this.next() })
  }

  private async putRecords(effects: readonly Effect[]): Promise<void> {
    const { made } = this.field.outbox
    const [one] = effects
    const texts = effects.map(({ id }) => made.value.get(id!))
    const gone = effects.filter((_, i) => !texts[i])
    if (gone.length) void this.field.outbox.happen(gone.map(({ id }) => ({ on: 'damaged', id: id! })))
    const there = effects.filter((_, i) => texts[i])
    if (!there.length) return
    if (effects.length === 1) {
      const { text, digest } = texts[0]!
      const answer = await this.field.ask(`/v1/field/records/${one!.id}`, { method: 'PUT', body: text, type: 'application/json', digest })
      return this.answer(one!, answer, answer.body as Receipted)
    }
    const lines = texts.filter((made) => made !== undefined).map(({ text, digest }) => JSON.stringify({ digest, record: text }))
    const answer = await this.field.ask('/v1/field/records', { method: 'POST', body: lines.join('\n') + '\n', type: 'application/x-ndjson', lines: true, timeout: 60_000 })
    const each = Array.isArray(answer.body) ? (answer.body as (Receipted & { status?: number; type?: string; title?: string; detail?: string })[]) : []
    for (const [i, effect] of there.entries()) {
      const line = each[i]
      if (!line) this.answer(effect, { ...answer, status: answer.status < 400 ? 0 : answer.status }, null)
      else this.answer(effect, { ...answer, status: line.status ?? 200, kind: line.type?.split(/[:/]/).pop() ?? '', sentence: line.detail || line.title || '' }, line)
    }
  }

  private async putText({ id, attempt, do: what }: Effect): Promise<void> {
    const kind = what === 'put_sheet' ? 'sheet' : 'signature'
    const text = await this.field.vault.get<string>(`${kind}/${id}`)
    const digest = this.field.outbox.phone.value.items[id!]?.digest
    if (text === null || !digest) return void this.field.outbox.happen([{ on: 'damaged', id: id! }])
    const answer = await this.field.ask(`/v1/field/${kind}s/${id}`, { method: 'PUT', body: text, type: 'application/json', digest })
    this.answer({ do: what, id, attempt }, answer, answer.body as Receipted)
  }

  private async askFile(effect: Effect): Promise<void> {
    const answer = await this.field.ask(`/v1/field/files/${effect.id}`)
    this.answer(effect, answer, answer.body as Receipted)
  }

  private async putChunk(effect: Effect): Promise<void> {
    const item = this.field.outbox.phone.value.items[effect.id!]
    const bytes = await this.field.vault.bytes('files', effect.id!).catch(() => null)
    if (!item || !bytes || bytes.length !== item.bytes) return void this.field.outbox.happen([{ on: 'damaged', id: effect.id! }])
    const [offset, size] = [effect.offset ?? 0, effect.size ?? 0]
    const path = `/v1/field/files/${effect.id}?offset=${offset}&size=${item.bytes}&task=${item.task}`
    const answer = await this.field.ask(path, { method: 'PUT', body: bytes.slice(offset, offset + size), type: 'application/octet-stream', timeout: 60_000 })
    this.answer(effect, answer, answer.body as Receipted)
  }

  private answer({ id, attempt, do: what }: Effect, answer: Answer, body: Receipted | null): void {
    const receipt = body?.receipt ?? null
    const [text, signature] = typeof receipt === 'string' ? [receipt, body?.signature] : [receipt?.receipt, receipt?.signature]
    const event: Event = {
      on: 'answer', id: id!, attempt: attempt ?? 0, now: Date.now(), status: answer.status, problem: answer.kind, sentence: answer.sentence,
      receipt: text ?? '', signature: signature ?? '', have: body?.have ?? 0, ...(what === 'put_record' && { fresh: uuid7() }),
    }
    this.lost = answer.status === 0 ? this.lost + 1 : 0
    void this.field.outbox.happen(this.lost >= 5 ? [event, { on: 'offline', now: Date.now() }] : [event]).then(() => this.tick())
  }

  /** Whether the server answers again. */
  private async probe(): Promise<void> {
    if (this.probing || !navigator.onLine) return
    this.probing = true
    const answer = await this.field.ask('/healthz', { timeout: 10_000 })
    if (answer.status !== 0) this.online()
    else await new Promise((later) => setTimeout(later, 5000))
    this.probing = false
  }
}
