// A table on its way: what came back of it, and what persons decided. The rows lie in blobs, which
// the browser keeps where it likes; in memory are the doubtful ones alone.

import { isAbort, offlineHint, Problem } from '../../http'
import { matchTable, type Candidate, type Reading } from './api'
import { gb18030 } from './gb18030'
import { cells, record, Records, tame, type Span } from './records'

/** Reasons with candidates of which a person may choose. */
const doubtful = ['ambiguous', 'doubtful', 'no_number', 'similar_name']

/** A row that somebody should look at. */
export interface Doubt { row: number; span: Span; text: string; reason: string; said: string; found: string }

/** What somebody decided of a row: a candidate, or null for none. */
export type Decision = Candidate | null

export interface State {
  running: boolean
  rows: number
  lines: number // of the file, about; 0 while not counted
  counts: Record<string, number>
  converted: number // rows in another encoding
  doubts: Doubt[]
  encoding: string
  column: string
  problem: Problem | null
}

const own = 7 // columns that the server adds: text, id, score, precision, result, what it means, explanation
const flushed = 4 << 20

export class Run {
  state: State = { running: false, rows: 0, lines: 0, counts: {}, converted: 0, doubts: [], encoding: '', column: '', problem: null }
  private parts: Blob[] = []
  private pending: Uint8Array[] = []
  private held = 0
  private records = new Records()
  private width = 0
  private at = 0
  private encoding = 'utf-8' // of the answer
  private abort: AbortController | null = null

  constructor(readonly file: File, readonly reading: Reading, private told: () => void) {}

  /** Begins, or goes on after the rows that are here. */
  async start(): Promise<void> {
    if (this.state.running) return
    this.abort = new AbortController()
    this.set({ running: true, problem: null })
    if (!this.state.lines) void this.count(this.abort.signal)
    try {
      const answer = await matchTable(this.file, this.reading, this.state.rows + 1, this.abort.signal)
      this.at = Number(answer.headers.get('Diming-Column-Number') ?? 1) - 1
      this.encoding = /charset=([\w-]+)/.exec(answer.headers.get('Content-Type') ?? '')?.[1] ?? 'utf-8'
      this.set({ encoding: answer.headers.get('Diming-Encoding') ?? '', column: decodeURIComponent(answer.headers.get('Diming-Column') ?? '') })
      const body = answer.body!.getReader()
      for (let drawn = 0; ;) {
        const { done, value } = await body.read()
        if (done) break
        this.take(value)
        if (performance.now() - drawn > 150) { drawn = performance.now(); this.told() }
      }
      this.set({ running: false })
    } catch (err) {
      this.records.cut()
      this.set({ running: false, problem: isAbort(err) ? null : err instanceof Problem ? err : new Problem(0, '', offlineHint()) })
    }
  }

  /** Stops; what came stays, and start goes on. */
  stop(): void { this.abort?.abort() }

  /** Whether there is more to come that nobody is waiting for. */
  get broken(): boolean { return !this.state.running && (this.state.problem !== null || this.abort?.signal.aborted === true) }

  private set(changes: Partial<State>): void {
    this.state = { ...this.state, ...changes }
    this.told()
  }

  /** Counts the lines of the file, of which the rows are about as many. */
  private async count(signal: AbortSignal): Promise<void> {
    let lines = 0
    const reader = this.file.stream().getReader()
    for (let last = -1; ;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
      if (done || !value || signal.aborted) {
        if (last !== 0x0a && last >= 0) lines++
        break
      }
      for (const byte of value) if (byte === 0x0a) lines++
      last = value.at(-1)!
    }
    this.set({ lines: Math.max(1, lines - 1) })
  }

  private take(chunk: Uint8Array): void {
    const s = this.state
    for (const { span, bytes } of this.records.push(chunk)) {
      this.keep(bytes)
      const row = cells(bytes, this.encoding)
      if (!this.width) { this.width = row.length - own; continue }
      s.rows++
      const [found = '', , , , reason = '', , said = ''] = row.slice(-own)
      s.counts[reason] = (s.counts[reason] ?? 0) + 1
      if (said.includes('本行编码与全表的') || said.includes('this row is not in the table')) s.converted++
      if (doubtful.includes(reason)) s.doubts.push({ row: s.rows, span, text: row[this.at] ?? '', reason, said, found })
    }
  }

  private keep(bytes: Uint8Array): void {
    this.pending.push(bytes)
    this.held += bytes.length
    if (this.held > flushed) this.flush()
  }

  private flush(): void {
    if (this.held) this.parts.push(new Blob(this.pending as BlobPart[]))
    this.pending = []
    this.held = 0
  }

  /** The table with what was decided in it. */
  async result(decided: Map<number, Decision>): Promise<Blob> {
    this.flush()
    const whole = new Blob(this.parts)
    const out: BlobPart[] = []
    let from = 0
    for (const doubt of this.state.doubts) {
      const decision = decided.get(doubt.row)
      if (decision === undefined) continue
      const was = cells(new Uint8Array(await whole.slice(doubt.span.from, doubt.span.to).arrayBuffer()), this.encoding)
      const text = record([...was.slice(0, -own), ...decidedCells(decision)])
      out.push(whole.slice(from, doubt.span.from), this.encoding === 'GB18030' ? gb18030(text) : text)
      from = doubt.span.to
    }
    return new Blob([...out, whole.slice(from)], { type: `text/csv;charset=${this.encoding}` })
  }
}

/** What the table says of a row that a person decided. */
export const decidedCells = (decision: Decision): string[] => decision
  ? [tame(decision.text), decision.id, decision.score.toFixed(3), decision.precision, 'chosen', '由人选定', '由人核对选定']
  : ['', '', '', '', 'none', '由人核对，没有对应的地址', '']
