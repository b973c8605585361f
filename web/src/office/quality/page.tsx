import { useState } from 'preact/hooks'
import { query } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Export } from '../parts/export'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { qualityWords } from './words'

interface Check { id: string; open: number; assigned: number; accepted: number }
interface Day { day: string; check: string; open: number }
interface Finding { check: string; place: string; name: string; division_name: string; detail: string; state: string; owner?: string; reason?: string }

const key = (finding: Finding) => finding.check + '/' + finding.place

/** What is missing or cannot be right in the register, who sees to it, and how it goes day by day. */
export default function Quality({ param }: PageProps) {
  const { lang, t } = useOffice()
  const w = qualityWords(lang)
  const { say, session } = useSession()
  const check = param.get('check') ?? '', state = param.get('state') ?? ''
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => read<{ checks: Check[]; days: Day[] }>('/v1/quality', signal), [lang], turn)
  const found = usePaged<Finding>((cursor, signal) => read('/v1/quality/findings' + query({ check, state, cursor }), signal), [check, state, lang, turn])
  const [chosen, setChosen] = useState<string[]>([])
  const [accepting, setAccepting] = useState(false)
  const may = session.can.includes('quality.work')
  // Looking through the whole register is for those who have a role in all of it.
  const mayRun = may && session.roles.some(({ role, division }) => !division && ['clerk', 'reviewer', 'approver'].includes(role))
  const set = (changes: Record<string, string | null>) => { setChosen([]); go(href('quality', [], withParams(param, changes)), 'replace') }
  const picked = found.items.filter((finding) => chosen.includes(key(finding))).map((finding) => ({ check: finding.check, place: finding.place }))
  const done = () => { setChosen([]); setTurn(turn + 1) }
  const act = (path: string, body?: unknown) => write('POST', path, body).then(done, (err: unknown) => say(asProblem(err).message))
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{mayRun && <Button onClick={() => void act('/v1/quality/run')}>{w.run}</Button>}</div>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <Trend days={value.days.filter((day) => !check || day.check === check)} label={w.trend} />}
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <SelectField label={w.check} value={check} onPick={(next) => set({ check: next || null })}
          choices={[{ value: '', word: t.all }, ...(value?.checks ?? []).map((one) => ({ value: one.id, word: `${w.checks[one.id] ?? one.id} ${one.open + one.assigned}` }))]} />
        <SelectField label={w.state} value={state} onPick={(next) => set({ state: next || null })} choices={[{ value: '', word: w.due }, ...Object.entries(w.states).map(([one, word]) => ({ value: one, word }))]} />
        <Export path={'/v1/quality/findings.csv' + query({ check, state })} name="quality" />
      </form>
      {may && picked.length > 0 && <p class="screen row-of">
        <Button onClick={() => void act('/v1/quality/decisions', { findings: picked, to: 'assigned' })}>{w.mine(picked.length)}</Button>
        <Button onClick={() => setAccepting(true)}>{w.accept(picked.length)}</Button>
      </p>}
      {found.items.length > 0 && <Table name="quality" label={w.title} rows={found.items} id={key} columns={[
        ...(may ? [{ key: 'pick', head: w.select, always: true, cell: (row: Finding) => (
          <input type="checkbox" aria-label={`${w.select} ${row.name}`} checked={chosen.includes(key(row))} onChange={() => setChosen(chosen.includes(key(row)) ? chosen.filter((other) => other !== key(row)) : [...chosen, key(row)])} />
        ) }] : []),
        { key: 'name', head: w.name, always: true, cell: (row) => <Link to={href('register', [row.place])}>{row.name}</Link> },
        { key: 'division', head: w.division, cell: (row) => row.division_name },
        { key: 'check', head: w.check, cell: (row) => w.checks[row.check] ?? row.check },
        { key: 'detail', head: w.detail, wrap: true, cell: (row) => row.detail },
        { key: 'state', head: w.state, wrap: true, cell: (row) => <><Badge kind={row.state === 'open' ? 'warn' : 'plain'}>{w.states[row.state]}</Badge> {row.owner} {row.reason}</> },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {accepting && <Ask title={w.accept(picked.length)} hint={w.acceptHint} verb={w.acceptVerb} onClose={() => setAccepting(false)}
        run={(reason, once) => write('POST', '/v1/quality/decisions', { findings: picked, to: 'accepted', reason }, once)} onDone={() => { setAccepting(false); done() }} />}
    </>
  )
}

/** Open findings day by day, as a line. */
function Trend({ days, label }: { days: Day[]; label: (n: number) => string }) {
  const sums = new Map<string, number>()
  for (const { day, open } of days) sums.set(day, (sums.get(day) ?? 0) + open)
  const counts = [...sums.values()], most = Math.max(1, ...counts)
  if (!counts.length) return null
  const points = counts.map((n, i) => `${counts.length > 1 ? (i * 300) / (counts.length - 1) : 300},${44 - (n / most) * 40}`)
  return (
    <p class="small">
      <svg role="img" aria-label={label(counts.at(-1)!)} viewBox="0 0 304 48" width="304" height="48">
        <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="2" />
        <circle cx={points.at(-1)!.split(',')[0]} cy={points.at(-1)!.split(',')[1]} r="3" fill="currentColor" />
      </svg> {label(counts.at(-1)!)}
    </p>
  )
}
