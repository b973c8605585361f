import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { Button } from '../../parts/button'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { usePaged, type Paged } from '../../parts/pages'
import { Table } from '../../parts/table'
import { go, href, withParams } from '../../route'
import { contracts, dues, lines, matters, reports, type Contract, type Matter, type Report } from './api'
import { DueTable } from './due'
import { MatterTable } from './matterlist'
import { ReportTable } from './reportlist'
import { keeperOf, path, Running, stretchOf } from './shared'
import { upkeepWords } from './words'

/** What is to be done first, then contracts, reports and matters; ?line= narrows to one line. */
export function Overview({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = upkeepWords(lang)
  const [turn, setTurn] = useState(0)
  const office = session.can.includes('upkeep.office'), works = session.can.includes('upkeep.work')
  const line = param.get('line') ?? '', kind = param.get('kind') ?? ''
  const known = useLoad(office ? (signal) => lines({}, signal) : null, [lang])
  const due = useLoad((signal) => dues({ line }, signal), [line, lang], turn)
  const held = usePaged<Contract>((cursor, signal) => contracts({ line, cursor, limit }, signal), [line, lang, turn])
  const told = usePaged<Report>((cursor, signal) => reports({ line, cursor, limit }, signal), [line, lang, turn])
  const noted = usePaged<Matter>((cursor, signal) => (office ? matters({ line, kind, cursor, limit }, signal) : Promise.resolve({ items: [] })), [line, kind, lang, turn, office])
  const set = (changes: Record<string, string>) => go(href('boundary', ['upkeep'], withParams(param, changes)), 'replace')
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>
        {works && <Link class="button primary screen" to={path('contracts', 'new') + (line && `?line=${line}`)}>{w.addContract}</Link>}
        {works && <Link class="button screen" to={path('report') + (line && `?line=${line}`)}>{w.report}</Link>}
      </div>
      <p class="hint">{w.hint}</p>
      {office && known.value && known.value.items.length > 1 && (
        <form class="filters filters-few screen" onSubmit={(event) => event.preventDefault()}>
          <SelectField label={w.line} value={line} onPick={(id) => set({ line: id })} choices={[{ value: '', word: w.all }, ...known.value.items.map((one) => ({ value: one.id, word: one.name }))]} />
        </form>
      )}
      {line && office && <p class="screen"><Link to={href('boundary', ['dossier', line])}>{w.dossier}</Link></p>}
      <section class="section"><h2>{w.due}</h2>
        {due.problem ? <Trouble problem={due.problem} retry={due.retry} /> : !due.value ? <Skeleton rows={4} /> : due.value.items.length ? <DueTable rows={due.value.items} patrols={session.can.includes('upkeep.patrol')} /> : <p class="hint">{w.noDue}</p>}
      </section>
      <section class="section"><h2>{w.contracts}</h2>
        <Pages of={held} none={<Empty title={w.noContracts}>{works && <p>{w.noContractsHint}</p>}</Empty>}><ContractTable rows={held.items} /></Pages>
      </section>
      <section class="section"><h2>{w.reports}</h2>
        <Pages of={told} none={<p class="hint">{w.noReports}</p>}><ReportTable rows={told.items} works={works} onChanged={() => setTurn(turn + 1)} /></Pages>
      </section>
      {office && <section class="section"><h2>{w.allMatters}</h2>
        <div class="screen row-of">
          <SelectField label={w.kinds} value={kind} onPick={(next) => set({ kind: next })} choices={[{ value: '', word: w.all }, ...Object.entries(w.matterKinds).map(([value, word]) => ({ value, word }))]} />
          {works && <span class="upkeep-actions">{Object.entries(w.matterKinds).filter(([key]) => (kind ? key === kind : key !== 'visit')).map(([key, word]) => <Link key={key} class="button button-small" to={path('matters', 'new') + `?kind=${key}${line && `&line=${line}`}`}>{w.addMatter(word)}</Link>)}</span>}
        </div>
        <Pages of={noted} none={<p class="hint">{w.noMatters}</p>}><MatterTable rows={noted.items} /></Pages>
      </section>}
    </>
  )
}

/** How many rows are read at once. */
const limit = 50

/** A list as far as it was read, with what asks for more of it. */
function Pages({ of, none, children }: { of: Paged<unknown>; none: ComponentChildren; children: ComponentChildren }) {
  const { t } = useOffice()
  return (
    <>
      {of.items.length > 0 && children}
      {of.busy && <Skeleton rows={3} />}
      {of.problem && <Trouble problem={of.problem} retry={of.more} />}
      {!of.busy && !of.problem && !of.items.length && none}
      {!of.busy && !of.problem && of.next && <p class="more"><Button onClick={of.more}>{t.more}</Button></p>}
    </>
  )
}

/** Contracts with how their patrols stand. */
export function ContractTable({ rows }: { rows: readonly Contract[] }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  return (
    <Table name="upkeep-contracts" label={w.contracts} rows={rows} id={(row) => row.id} onPick={(row) => go(path('contracts', row.id))} columns={[
      { key: 'keeper', head: w.keeper, always: true, wrap: true, cell: (row) => <Link to={path('contracts', row.id)}>{keeperOf(row) || row.number || w.opened}</Link> },
      { key: 'standing', head: w.standing, always: true, cell: (row) => <Standing of={row} /> },
      { key: 'line', head: w.line, wrap: true, cell: (row) => row.line_name },
      { key: 'stretch', head: w.stretch, wrap: true, cell: (row) => stretchOf(row, w.whole) },
      { key: 'markers', head: w.markers, wrap: true, cell: (row) => row.markers.map(({ number }) => number).join('、') },
      { key: 'term', head: w.term, cell: (row) => <>{row.from_on} — {row.ended_on || row.to_on} <Running of={row} /></> },
      { key: 'number', head: w.number, hidden: true, cell: (row) => row.number },
      { key: 'officer', head: w.officer, hidden: true, cell: (row) => row.officer_name },
    ]} />
  )
}

/** By when the next patrol is to be made, and what was missed. */
export function Standing({ of }: { of: Contract }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  return (
    <>
      {of.due_on ? <><Badge kind={of.overdue ? 'bad' : 'plain'}>{of.overdue ? w.dues.patrol + (lang === 'zh' ? '逾期' : ' overdue') : w.next}</Badge> {dateWords(of.due_on, lang)}</> : <span class="small">{w.nothingDue}</span>}
      {of.missed > 0 && <> <span class="small">{w.missed(of.missed)}</span></>}
    </>
  )
}
