import { useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { daysUntil } from '../supervision/api'
import { list, type Report } from './api'
import { ReportView } from './report'
import './reports.css'
import { reportWords, type Words } from './words'

/** /office/reports is what waits, …/<id> one report. */
export default function Reports({ rest, param }: PageProps) {
  return rest[0] ? <ReportView key={rest[0]} id={rest[0]} /> : <Waiting param={param} />
}

function Waiting({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = reportWords(lang)
  const state = param.get('state') ?? 'open'
  const [lit, setLit] = useState<string | null>(null)
  const found = usePaged<Report>((cursor, signal) => list(state, cursor, signal), [state, lang])
  const points = pointsOf(found.items)
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <SelectField label={w.state} value={state} onPick={(to) => go(href('reports', [], withParams(param, { state: to })), 'replace')} choices={Object.entries(w.states).map(([value, word]) => ({ value, word }))} />
      </form>
      {points[0] && <div class="report-map"><PointMap points={points} lit={lit} focus={points[0]} zoom={13} onHover={setLit} onPick={(id) => go(href('reports', [id]))} /></div>}
      {found.items.length > 0 && <Table name="reports" label={w.list} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('reports', [row.id]))} columns={[
        { key: 'due', head: w.due, always: true, cell: (row) => <Due report={row} w={w} /> },
        { key: 'name', head: w.name, always: true, wrap: true, cell: (row) => <Link to={href('reports', [row.id])}>{row.name}</Link> },
        { key: 'kind', head: w.kind, always: true, cell: (row) => <>{w.kinds[row.kind]} {row.far && <Badge kind="warn">{w.far}</Badge>}</> },
        { key: 'state', head: w.state, cell: (row) => w.states[row.state] },
        { key: 'text', head: w.text, wrap: true, cell: (row) => row.text },
        { key: 'photo', head: w.photo, cell: (row) => (row.photo ? '✓' : '') },
        { key: 'within', head: w.within, cell: (row) => row.within },
        { key: 'number', head: w.number, cell: (row) => row.number },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

const pointsOf = (reports: readonly Report[]) => reports.flatMap(({ id, name, lon, lat }) => (lon === undefined || lat === undefined ? [] : [{ id, lon, lat, name }]))

/** When a report is to be looked at, in words and colour while it waits. */
export function Due({ report, w }: { report: Report; w: Words }) {
  const { lang } = useOffice()
  if (report.state !== 'received' && report.state !== 'accepted') return <span class="small">{dateWords(report.due, lang)}</span>
  const left = daysUntil(report.due)
  return <><Badge kind={report.overdue ? 'bad' : left <= 2 ? 'warn' : 'plain'}>{w.daysLeft(left)}</Badge> {dateWords(report.due, lang)}</>
}
