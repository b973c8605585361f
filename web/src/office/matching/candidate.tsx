import type { Candidate } from './api'
import type { Words } from './words'

/** What a candidate is, how sure, and what departs from the register. */
export function CandidateView({ candidate: c, w }: { candidate: Candidate; w: Words }) {
  const said = c.components.flatMap(({ said }) => said ?? [])
  return (
    <>
      <b class="match-text">{c.text}</b>
      <span class="small">{w.score(c.score)} · {w.precise(w.parts[c.precision] ?? c.precision)}{!c.is_address && ` · ${w.nameOnly}`}</span>
      {said.length > 0 && <span class="small">{said.join('；')}</span>}
    </>
  )
}
