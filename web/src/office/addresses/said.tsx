import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import type { Neighbour, NumberTrial } from './api'
import type { NumberWords } from './numberwords'
import type { Standing } from './tried'

/** What the scheme in force says of one house: its number, why, and who stands beside it. */
export function Said({ trial, n, onTake, taken }: { trial: NumberTrial; n: NumberWords; onTake: () => void; taken: boolean }) {
  const { scheme } = trial
  return (
    <>
      <dl class="facts">
        {trial.street && <><dt>{n.says}</dt><dd>{scheme.proposal ? <>{scheme.scheme.name} <Badge kind="warn">{n.example}</Badge></> : n.scheme(scheme.scheme.name ?? '', scheme.of?.name ?? '')}</dd></>}
        <dt>{n.proposed}</dt><dd>{trial.proposed ? <><strong>{trial.proposed.text}</strong> {!taken && <Button small onClick={onTake}>{n.take}</Button>}</> : n.none}</dd>
        <dt>{n.why}</dt><dd>{trial.reason}</dd>
        {trial.side && <><dt>{n.side}</dt><dd>{trial.side === 'left' ? n.left : n.right} · {n.chainage} {trial.chainage_m.toFixed(1)} m · {n.offset} {trial.offset_m.toFixed(1)} m</dd></>}
        {trial.street && <>
          <dt>{n.before}</dt><dd><One of={trial.before} n={n} /></dd>
          <dt>{n.after}</dt><dd><One of={trial.after} n={n} /></dd>
        </>}
        <dt>{trial.street ? n.across : n.nearest}</dt><dd>{trial.across.length ? trial.across.map((one, i) => <>{i > 0 && '、'}<One of={one} n={n} /></>) : n.nobody}</dd>
      </dl>
      {trial.strays > 0 && <p class="small">{n.strays(trial.strays)}</p>}
    </>
  )
}

function One({ of, n }: { of?: Neighbour; n: NumberWords }) {
  if (!of) return <>{n.nobody}</>
  return of.address ? <Link to={href('addresses', [of.address])}>{of.text}</Link> : <>{of.text}</>
}

/** How the typed number stands, beside its box. */
export function Verdict({ standing, trial, n }: { standing: Standing; trial: NumberTrial | null; n: NumberWords }) {
  const given = trial?.given
  return (
    <div role="status" data-standing={standing}>
      {standing === 'waiting' && <p class="small">{n.trying}</p>}
      {standing === 'fits' && given && <Notice kind="good"><p>{n.understood(given.text)} {n.fits}</p></Notice>}
      {(standing === 'against' || standing === 'never') && given && (
        <Notice kind={standing === 'never' ? 'bad' : 'warn'} title={(standing === 'never' ? n.never : n.againstTitle) + given.text}>
          {trial.against.map((one) => <p key={one.kind}><Badge kind={standing === 'never' ? 'bad' : 'warn'}>{n.kinds[one.kind] ?? one.kind}</Badge> {one.reason}</p>)}
          {standing === 'against' && <p>{n.againstHint}</p>}
        </Notice>
      )}
    </div>
  )
}
