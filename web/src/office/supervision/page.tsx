import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { Export } from '../parts/export'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { address, daysUntil, list, type Matter } from './api'
import { MatterForm } from './form'
import { MatterView } from './matter'
import { supervisionWords, type Words } from './words'

/** /office/supervision is the log, …/new a new record, …/<id> one of them. */
export default function Supervision({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <MatterForm param={param} />
  return rest[0] ? <MatterView key={rest[0]} id={rest[0]} /> : <Log param={param} />
}

function Log({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = supervisionWords(lang)
  const filters = { kind: param.get('kind') ?? '', state: param.get('state') ?? '', overdue: param.get('overdue') ? 'true' : '', q: param.get('q') ?? '' }
  const found = usePaged<Matter>((cursor, signal) => list(filters, cursor, signal), [JSON.stringify(filters), lang])
  const set = (changes: Record<string, string>) => go(href('supervision', [], withParams(param, changes)), 'replace')
  const [q, setQ] = useTyped(filters.q, (text) => set({ q: text.trim() }))
  const choices = (all: string, words: Record<string, string>) => [{ value: '', word: all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{Object.entries(w.kinds).map(([kind, word]) => <Link key={kind} class="button screen" to={href('supervision', ['new'], { kind })}>{w.add}{lang === 'en' && ' '}{word}</Link>)}</div>
      <p class="hint">{w.hint}</p>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <TextField label={w.search} type="search" value={q} onInput={setQ} />
        <SelectField label={w.kind} value={filters.kind} onPick={(kind) => set({ kind })} choices={choices(w.allKinds, w.kinds)} />
        <SelectField label={w.state} value={filters.state} onPick={(state) => set({ state })} choices={choices(w.allStates, w.states)} />
        <label class="check"><input type="checkbox" checked={!!filters.overdue} onChange={(event) => set({ overdue: event.currentTarget.checked ? '1' : '' })} /> {w.overdueOnly}</label>
        <Export path={address(filters, null, '.csv')} name="supervision" />
      </form>
      {found.items.length > 0 && <Table name="supervision" label={w.list} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('supervision', [row.id]))} columns={[
        { key: 'due', head: w.due, always: true, cell: (row) => <Due matter={row} w={w} /> },
        { key: 'subject', head: w.subject, always: true, wrap: true, cell: (row) => <Link to={href('supervision', [row.id])}>{row.subject || w.noSubject}</Link> },
        { key: 'kind', head: w.kind, always: true, cell: (row) => <>{w.kinds[row.kind]} {row.secret && <Badge>{w.secret}</Badge>}</> },
        { key: 'state', head: w.state, cell: (row) => w.states[row.state] },
        { key: 'party', head: w.party, wrap: true, cell: (row) => row.party },
        { key: 'number', head: w.number, cell: (row) => row.number },
        { key: 'made', head: w.madeOn, cell: (row) => row.made_on },
        { key: 'result', head: w.result, wrap: true, cell: (row) => row.result },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

/** When a matter is due: in words and colour where it is still open. */
export function Due({ matter, w }: { matter: Matter; w: Words }) {
  const { lang } = useOffice()
  if (!matter.due_on) return matter.state === 'open' ? <span class="small">{w.noDue}</span> : null
  if (matter.state !== 'open') return <span class="small">{dateWords(matter.due_on, lang)}</span>
  const left = daysUntil(matter.due_on)
  return <><Badge kind={matter.overdue ? 'bad' : left <= 5 ? 'warn' : 'plain'}>{w.daysLeft(left)}</Badge> {dateWords(matter.due_on, lang)}</>
}
