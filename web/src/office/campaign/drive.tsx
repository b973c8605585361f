import { useEffect, useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { caseWords } from '../cases/words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { Export } from '../parts/export'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { act, driveOf, end, items, itemsAddress, take, type Drive, type Filters, type Item } from './api'
import { Decide, OpenCase } from './asks'
import { campaignWords, tests, type Words } from './words'

/** One clean-up: how far it is, and each name that was hit. */
export function DriveView({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = campaignWords(lang)
  const { say, session } = useSession()
  const [attempt, setAttempt] = useState(0)
  const [drive, setDrive] = useState<Drive | null>(null)
  const { value, problem, retry } = useLoad((signal) => driveOf(id, signal), [id, lang, attempt])
  useEffect(() => { if (value) setDrive(value) }, [value])
  const going = drive?.run?.state === 'running' || drive?.run?.state === 'queued'
  useEffect(() => {
    if (!going) return undefined
    const timer = window.setTimeout(() => setAttempt((n) => n + 1), 1000)
    return () => clearTimeout(timer)
  }, [drive])
  const [turn, setTurn] = useState(0)
  const [chosen, setChosen] = useState<string[]>([])
  const [asking, setAsking] = useState<'decide' | 'end' | Item | null>(null)
  const filters: Filters = { state: param.get('state') ?? '', check: param.get('check') ?? '', decision: param.get('decision') ?? '', mine: param.get('mine') ? 'true' : '', q: param.get('q') ?? '' }
  // A quick run may be over before it was ever seen going: what it hit on is read again all the same.
  const found = usePaged<Item>((cursor, signal) => items(id, filters, cursor, signal), [id, JSON.stringify(filters), lang, turn, drive?.run?.state, drive?.run?.hits])
  if (problem && !drive) return <Trouble problem={problem} retry={retry} />
  if (!drive) return <Skeleton rows={6} />
  const picked = found.items.filter((item) => chosen.includes(item.id))
  const may = session.can.includes('campaign.decide') && !drive.ended_on
  const again = () => setAttempt((n) => n + 1)
  const done = (word: string) => { setAsking(null); setChosen([]); say(word); setTurn(turn + 1); again() }
  const refused = (err: unknown) => say(asProblem(err).message)
  return (
    <>
      <p class="screen"><Link to={href('campaign')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{drive.title}</h1>
        {drive.ended_on && <Badge>{w.ended}</Badge>}
        {session.can.includes('campaign.manage') && !drive.ended_on && <>
          <Button kind={going ? undefined : 'primary'} onClick={() => void act(id, going ? 'cancel' : 'run').then(again, refused)}>{going ? w.cancel : w.run}</Button>
          {!going && <Button onClick={() => setAsking('end')}>{w.end}</Button>}
        </>}
      </div>
      <p class="small">{drive.division_name} · {drive.basis} · {dateWords(drive.begun_on, lang)} · {w.testsMade(drive.tests.length ? drive.tests : tests)}</p>
      <Progress drive={drive} going={going} w={w} />
      <Narrow {...{ filters, w }} set={(changes) => { setChosen([]); go(href('campaign', [id], withParams(param, changes)), 'replace') }} file={itemsAddress(id, filters, null, '.csv')} />
      {may && picked.length > 0 && <p class="screen row-of">
        <Button kind="primary" onClick={() => setAsking('decide')}>{w.decide(picked.length)}</Button>
        <Button onClick={() => void take(id, picked, false).then(() => done(w.taken), refused)}>{w.take(picked.length)}</Button>
      </p>}
      {found.items.length > 0 && <ItemTable rows={found.items} {...{ w, may, chosen, setChosen }} onCase={setAsking} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.noItems}><p>{w.noItemsHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {asking === 'decide' && <Decide {...{ id, picked, w }} onClose={() => setAsking(null)} onDone={() => done(w.saved)} />}
      {asking === 'end' && <Ask title={w.end} hint={w.endHint} verb={w.end} onClose={() => setAsking(null)} run={(reason, key) => end(id, reason, key)} onDone={() => done(w.ended)} />}
      {asking && typeof asking === 'object' && <OpenCase {...{ id, w }} item={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

/** How far the run is, and how far the decisions are. */
function Progress({ drive, going, w }: { drive: Drive; going: boolean; w: Words }) {
  const { done = 0, ...open } = drive.counts
  const all = Object.values(open).reduce((sum, n) => sum + n, done)
  return (
    <div role="status">
      {drive.run ? <p>{w.runs[drive.run.state]} · {w.progress(drive.run.done, drive.run.total)} {drive.run.failure} {going && <progress class="bar" aria-label={w.runs[drive.run.state]} max={Math.max(drive.run.total, 1)} value={drive.run.done} />}</p> : <p class="hint">{w.notRun}</p>}
      {all > 0 && <p><progress class="bar" aria-label={w.handled(done, all)} max={all} value={done} /> {w.handled(done, all)} · <span class="small">{w.counts(drive.counts)}</span></p>}
    </div>
  )
}

function Narrow({ filters, w, set, file }: { filters: Filters; w: Words; set: (changes: Record<string, string>) => void; file: string }) {
  const [q, setQ] = useTyped(filters.q, (text) => set({ q: text.trim() }))
  const choices = (all: string, words: Record<string, string>) => [{ value: '', word: all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  return (
    <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
      <TextField label={w.name} type="search" value={q} onInput={setQ} />
      <SelectField label={w.state} value={filters.state} onPick={(state) => set({ state })} choices={choices(w.all, w.states)} />
      <SelectField label={w.check} value={filters.check} onPick={(check) => set({ check })} choices={[{ value: '', word: w.check1 }, ...tests.map((value) => ({ value, word: value }))]} />
      <SelectField label={w.decision} value={filters.decision} onPick={(decision) => set({ decision })} choices={choices(w.allDecisions, w.decisions)} />
      <label class="check"><input type="checkbox" checked={!!filters.mine} onChange={(event) => set({ mine: event.currentTarget.checked ? '1' : '' })} /> {w.mine}</label>
      <Export path={file} name="campaign" />
    </form>
  )
}

interface Rows { rows: readonly Item[]; w: Words; may: boolean; chosen: string[]; setChosen: (ids: string[]) => void; onCase: (item: Item) => void }

function ItemTable({ rows, w, may, chosen, setChosen, onCase }: Rows) {
  const { lang } = useOffice()
  const { session } = useSession()
  const states = caseWords(lang).states
  const whole = rows.length > 0 && rows.every((row) => chosen.includes(row.id))
  return <>
    {may && <p class="screen"><label class="check"><input type="checkbox" checked={whole} onChange={() => setChosen(whole ? [] : rows.map((row) => row.id))} /> {w.selectAll(rows.length)}</label></p>}
    <Table name="campaign" label={w.items} rows={rows} id={(item) => item.id} columns={[
      ...(may ? [{ key: 'pick', head: w.select, always: true, cell: (item: Item) => (
        <input type="checkbox" aria-label={`${w.select} ${item.name}`} checked={chosen.includes(item.id)} onChange={() => setChosen(chosen.includes(item.id) ? chosen.filter((other) => other !== item.id) : [...chosen, item.id])} />
      ) }] : []),
      { key: 'name', head: w.name, always: true, cell: (item) => <><Link to={href('register', [item.place])}>{item.name}</Link>{item.name_now && item.name_now !== item.name && <span class="small"> → {item.name_now}</span>}</> },
      { key: 'division', head: w.division, cell: (item) => item.division_name },
      { key: 'check', head: w.check, cell: (item) => item.checks.join(' ') },
      { key: 'found', head: w.found, wrap: true, cell: (item) => item.findings.map((one) => `${one.text}（${one.article}）`).join('；') },
      { key: 'state', head: w.state, cell: (item) => <><Badge kind={item.state === 'done' ? 'good' : 'warn'}>{w.states[item.state]}</Badge> {item.vanished && <Badge>{w.gone}</Badge>}</> },
      { key: 'decision', head: w.decision, wrap: true, cell: (item) => item.decision && <>{w.decisions[item.decision]}：{item.reason} {item.evidence && <span class="small">{w.evidenceIs(item.evidence)}</span>} <span class="small">{item.by}</span></> },
      { key: 'owner', head: w.owner, cell: (item) => item.owner },
      { key: 'case', head: w.case, always: true, cell: (item) => item.case ? <Link to={href('cases', [item.case])}>{item.case_number} {states[item.case_state ?? ''] ?? item.case_state}</Link>
        : may && item.state === 'decided' && session.can.includes('case.open') && <Button small onClick={() => onCase(item)} aria-label={`${w.openCase} ${item.name}`}>{w.openCase}</Button> },
    ]} />
  </>
}
