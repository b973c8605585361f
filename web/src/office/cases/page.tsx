import { query } from '../../http'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { moveRow, useKeys } from '../keys'
import type { PageProps } from '../pages'
import { Export } from '../parts/export'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { figures, list, type Row } from './api'
import { CasePage } from './case'
import { AmendCase, OpenCase } from './form'
import { titled } from './renamed'
import { caseWords, type Words } from './words'
import './cases.css'

/** /office/cases is the desk, …/new a new case (?kind=…&place=… of a place), …/<id> one case (?edit=1: what it asks for, to be changed). */
export default function Cases({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <OpenCase key={param.get('place')} kind={param.get('kind')} place={param.get('place')} />
  if (rest[0] && param.get('edit')) return <AmendCase key={rest[0]} id={rest[0]} />
  return rest[0] ? <CasePage key={rest[0]} id={rest[0]} /> : <Desk param={param} />
}

function Desk({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = caseWords(lang)
  const filters = { q: param.get('q'), state: param.get('state'), kind: param.get('kind'), open: param.get('all') ? null : 'true', limit: '100' }
  const { value, problem, retry } = useLoad((signal) => list(filters, signal), [lang, param.toString()])
  const set = (name: string, text: string) => go(href('cases', [], withParams(param, { [name]: text })), 'replace')
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1), '/': () => document.querySelector<HTMLElement>('.case-filters input')?.focus() })
  const begin = session.can.includes('case.open') && <Link class="button primary" to={href('cases', ['new'])}>{w.open}</Link>
  const choices = (words: Record<string, string>) => [{ value: '', word: w.all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{begin}</div>
      <p class="hint">{w.hint}</p>
      <FigureStrip w={w} />
      <div class="case-filters screen">
        <TextField label={w.search} type="search" value={param.get('q') ?? ''} onInput={(text) => set('q', text)} />
        <SelectField label={w.filterState} value={param.get('state') ?? ''} choices={choices(w.states)} onPick={(text) => set('state', text)} />
        <SelectField label={w.filterKind} value={param.get('kind') ?? ''} choices={choices(w.kinds)} onPick={(text) => set('kind', text)} />
        <label class="check"><input type="checkbox" checked={!param.get('all')} onChange={(event) => set('all', event.currentTarget.checked ? '' : '1')} /> {w.openOnly}</label>
        <Export path={'/v1/cases.csv' + query({ ...filters, limit: null })} name="cases" />
      </div>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p><p>{begin}</p></Empty>}
      {value && value.items.length > 0 && <CaseTable rows={value.items} w={w} />}
    </>
  )
}

/** Cases with what is due and what they lack. */
export function CaseTable({ rows, w }: { rows: readonly Row[]; w: Words }) {
  const { lang } = useOffice()
  return (
    <Table name="cases" label={w.list} rows={rows} id={(row) => row.id} onPick={(row) => go(href('cases', [row.id]))} columns={[
      { key: 'due', head: w.due, always: true, cell: (row) => row.due && <><Badge kind={row.due.days_left < 0 ? 'bad' : row.due.days_left <= 5 ? 'warn' : 'plain'}>{w.left(row.due.days_left)}</Badge> {w.clocks[row.due.key]} {dateWords(row.due.safe_on, lang)}</> },
      { key: 'title', head: w.name, always: true, wrap: true, cell: (row) => <Link to={href('cases', [row.id])}>{titled(row.title, { was: row.was?.[0], text: row.names[0] })}</Link> },
      { key: 'state', head: w.state, cell: (row) => w.states[row.state] ?? row.state },
      { key: 'missing', head: w.missing, wrap: true, cell: (row) => [row.findings ? `${w.against} ${row.findings}` : '', ...row.waiting.map((kind) => w.reports[kind] ?? kind)].filter(Boolean).join('、') },
      { key: 'kind', head: w.kind, cell: (row) => `${w.kinds[row.kind] ?? row.kind} · ${w.channels[row.channel] ?? row.channel}` },
      { key: 'where', head: w.where, cell: (row) => row.division_name },
      { key: 'number', head: w.number, cell: (row) => row.number },
    ]} />
  )
}

const share = (part: number, of: number) => (of ? Math.round((100 * part) / of) + '%' : '—')

function FigureStrip({ w }: { w: Words }) {
  const { value } = useLoad((signal) => figures(signal), [])
  if (!value || !value.opened) return null
  return (
    <p class="small case-figures">
      {w.figures} <b>{value.opened}</b> {w.cases} · {w.online} <b>{share(value.online, value.opened)}</b> · {w.onTime} <b>{share(value.on_time, value.on_time + value.late)}</b>
      {value.days.map((d) => <span key={d.step}> · {w.stepDays[d.step]} <b>{w.median(d.median_days)}</b>（{w.p90} {w.median(d.p90_days)}）</span>)}
    </p>
  )
}
