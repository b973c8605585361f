import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { decide, type Import, type Pair } from './api'
import { importWords, metres } from './words'

interface Props { job: Import; pairs: readonly Pair[]; onDecided: () => void }

/** Rows that may be about places that are known, side by side with them, for a person to decide. */
export function Pairs({ job, pairs, onDecided }: Props) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  if (!pairs.length) return null
  const settle = async (pair: Pair, sameAs: string | null) => {
    setBusy(pair.key)
    setProblem(null)
    try { await decide(job.id, pair, sameAs); onDecided() } catch (err) { setProblem(asProblem(err)) }
    setBusy('')
  }
  return (
    <section class="section">
      <h2>{w.pairs} <span class="figures">{pairs.length}</span></h2>
      <p class="hint">{w.pairsHint}</p>
      {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
      <ul class="plain-list pairs">
        {pairs.map((pair) => (
          <li key={pair.key + pair.place} class="pair">
            <div><p class="small">{w.inFile} · {w.line(pair.line, pair.row)}</p><p class="row-name">{pair.name}</p></div>
            <div><p class="small">{w.inRegister} · {pair.source}</p><p><Link class="row-name" to={href('register', [pair.place])}>{pair.place_name}</Link> {pair.division}</p></div>
            <p class="pair-why">{pair.distance_m != null && w.apart(metres(pair.distance_m)) + ' · '}{pair.why}</p>
            <p class="row-of">
              {pair.decided && <Badge kind="good">{pair.same_as ? w.decidedSame : w.decidedNew}</Badge>}
              <Button small busy={busy === pair.key} onClick={() => void settle(pair, pair.place)}>{w.same}</Button>
              <Button small busy={busy === pair.key} onClick={() => void settle(pair, null)}>{w.different}</Button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
