import { useEffect, useRef, useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { isAbort, type Problem } from '../../http'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { useKeys } from '../keys'
import { Button } from '../parts/button'
import { Badge, Empty, Notice } from '../parts/notice'
import { candidates, type Answer } from './api'
import { CandidateView } from './candidate'
import type { Decision, Doubt } from './run'
import type { Words } from './words'

interface Props { doubts: Doubt[]; decided: Map<number, Decision>; onDecide: (row: number, decision: Decision | undefined) => void; w: Words }

const ahead = 20 // rows whose candidates are asked for at once
const listed = 60 // rows beside the one that is looked at

/** The doubtful rows one after the other, each a key. */
export function Review({ doubts, decided, onDecide, w }: Props) {
  const { say } = useSession()
  const { lang } = useOffice()
  const [at, setAt] = useState(0)
  const [order, setOrder] = useState<number[]>([]) // rows as they were decided
  const { answers, problem, retry } = useAnswers(doubts, at, lang)
  const doubt = doubts[Math.min(at, doubts.length - 1)]
  const answer = doubt && answers.get(doubt.row)
  useEffect(() => { document.querySelector('.match-rows [aria-current=true]')?.scrollIntoView({ block: 'nearest' }) }, [at])
  const move = (by: number) => setAt(Math.max(0, Math.min(doubts.length - 1, at + by)))
  const decide = (decision: Decision) => {
    if (!doubt) return
    onDecide(doubt.row, decision)
    setOrder([...order.filter((row) => row !== doubt.row), doubt.row])
    const after = doubts.findIndex((d, i) => i > at && !decided.has(d.row))
    const open = after >= 0 ? after : doubts.findIndex((d) => d !== doubt && !decided.has(d.row))
    if (open >= 0) setAt(open)
  }
  const undo = () => {
    const row = doubt && decided.has(doubt.row) ? doubt.row : order.at(-1)
    if (row === undefined) return
    onDecide(row, undefined)
    setOrder(order.filter((other) => other !== row))
    setAt(doubts.findIndex((d) => d.row === row))
    say(w.undone(row))
  }
  const choose = (n: number) => { const c = answer?.candidates[n]; if (c) decide(c) }
  useKeys({ 1: () => choose(0), 2: () => choose(1), 3: () => choose(2), 4: () => choose(3), 5: () => choose(4), n: () => decide(null), u: undo, j: () => move(1), k: () => move(-1) })
  if (!doubt) return <Empty title={w.noDoubts}><p>{w.noDoubtsHint}</p></Empty>
  const decision = decided.get(doubt.row)
  const begin = Math.max(0, Math.min(at - 8, doubts.length - listed))
  return (
    <section class="section">
      <div class="page-head"><h2>{w.review}</h2>
        <p class="small" role="status"><progress max={doubts.length} value={decided.size} aria-label={w.reviewed(decided.size, doubts.length)} /> {w.reviewed(decided.size, doubts.length)}</p></div>
      <p class="hint">{w.keys}</p>
      {decided.size === doubts.length && <Notice kind="good" live><p>{w.all}</p></Notice>}
      <div class="match-review">
        <nav class="match-rows" aria-label={w.list}><ol>
          {doubts.slice(begin, begin + listed).map((d, i) => (
            <li key={d.row}><button type="button" aria-current={begin + i === at ? 'true' : undefined} onClick={() => setAt(begin + i)}>
              <span class="small">{w.row(d.row)}</span> {d.text} {decided.has(d.row) && <Badge kind="good">{decided.get(d.row) ? '✓' : w.none}</Badge>}
            </button></li>
          ))}
        </ol>{begin + listed < doubts.length && <p class="small">{w.more(doubts.length - begin - listed)}</p>}</nav>
        <div class="match-card">
          <p class="small">{w.row(doubt.row)} · {w.reasons[doubt.reason] ?? doubt.reason}</p>
          <p class="match-row-text">{doubt.text}</p>
          {problem && <Trouble problem={problem} retry={retry} />}
          {!answer && !problem && <Skeleton rows={4} />}
          {answer && !answer.candidates.length && <p class="hint">{w.noCandidates}</p>}
          {answer && <ol class="match-candidates">
            {answer.candidates.map((c, n) => (
              <li key={c.id}><button type="button" aria-pressed={decision?.id === c.id} onClick={() => decide(c)}><kbd>{n + 1}</kbd><span><CandidateView candidate={c} w={w} /></span></button></li>
            ))}
          </ol>}
          <p class="row-of">
            <Button aria-pressed={decision === null} onClick={() => decide(null)}>{w.none} <kbd>n</kbd></Button>
            <Button disabled={!order.length} onClick={undo}>{w.undo} <kbd>u</kbd></Button>
            <Button onClick={() => move(-1)}>{w.previous} <kbd>k</kbd></Button>
            <Button onClick={() => move(1)}>{w.next} <kbd>j</kbd></Button>
          </p>
        </div>
      </div>
    </section>
  )
}

/** The candidates of the row that is looked at and of those that follow, asked for before they are needed. */
function useAnswers(doubts: Doubt[], at: number, lang: string) {
  const [answers, setAnswers] = useState<Map<number, Answer>>(new Map())
  const [problem, setProblem] = useState<Problem | null>(null)
  const [turn, setTurn] = useState(0)
  const asked = useRef(new Set<number>())
  useEffect(() => { asked.current.clear(); setAnswers(new Map()) }, [lang])
  useEffect(() => {
    const soon = doubts.slice(at, at + ahead).filter(({ row }) => !asked.current.has(row))
    if (!soon.length || (soon.length < ahead / 2 && asked.current.has(doubts[at]!.row) && at + ahead < doubts.length)) return
    for (const { row } of soon) asked.current.add(row)
    candidates(soon.map(({ text }) => text)).then(
      ({ items }) => { setProblem(null); setAnswers((known) => new Map([...known, ...soon.map(({ row }, i) => [row, items[i]!] as const)])) },
      (err: unknown) => { for (const { row } of soon) asked.current.delete(row); if (!isAbort(err)) setProblem(asProblem(err)) })
  }, [doubts, at, turn, lang])
  return { answers, problem, retry: () => setTurn(turn + 1) }
}
