import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import type { PageProps } from '../../pages'
import { Button } from '../../parts/button'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go, href } from '../../route'
import { mayDo } from '../../session'
import { timeWords } from '../../words'
import { lines } from '../upkeep/api'
import { dueTo, dueWords } from '../upkeep/due'
import { MatterTable } from '../upkeep/matterlist'
import { ContractTable } from '../upkeep/overview'
import { checkWords } from '../upkeep/patrollist'
import { ReportTable } from '../upkeep/reportlist'
import { upkeepWords } from '../upkeep/words'
import { dossier, type Dossier } from './api'
import './dossier.css'
import { Facts, Sketched } from './line'
import { MarkerTable, TaskList } from './parts'
import { dossierWords } from './words'

/** /office/boundary/dossier is the choice of a line, …/<line> all that the office holds of it. */
export default function DossierPage({ rest }: PageProps) {
  return rest[0] ? <OfLine key={rest[0]} id={rest[0]} /> : <Choice />
}

function Choice() {
  const { lang } = useOffice()
  const [w, u] = [dossierWords(lang), upkeepWords(lang)]
  const { value, problem, retry } = useLoad((signal) => lines({}, signal), [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      {problem ? <Trouble problem={problem} retry={retry} /> : !value ? <Skeleton rows={6} /> : !value.items.length ? <Empty title={u.noLines}><p>{u.noLinesHint}</p></Empty>
        : <Table name="dossiers" label={w.choose} rows={value.items} id={(row) => row.id} onPick={(row) => go(href('boundary', ['dossier', row.id]))} columns={[
          { key: 'name', head: u.line, always: true, wrap: true, cell: (row) => <Link to={href('boundary', ['dossier', row.id])}>{row.name}</Link> },
          { key: 'number', head: w.number, cell: (row) => row.number },
          { key: 'owners', head: w.owners, wrap: true, cell: (row) => row.owners.filter(Boolean).join(' — ') },
        ]} />}
    </>
  )
}

function OfLine({ id }: { id: string }) {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = dossierWords(lang)
  const { value, problem, retry } = useLoad((signal) => dossier(id, signal), [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={14} />
  return (
    <article class="dossier">
      <p class="screen"><Link to={href('boundary', ['dossier'])}>← {w.title}</Link></p>
      <div class="page-head"><h1>{value.line.name}</h1>{mayDo(session, ['inspection.read']) && <Link class="button screen" to={href('boundary', ['lines', id])}>{w.line}</Link>}<Link class="button screen" to={href('boundary', ['upkeep'], { line: id })}>{upkeepWords(lang).title}</Link><Button class="screen" onClick={() => print()}>{t.print}</Button></div>
      <p class="small">{w.at(timeWords(value.at, lang))}</p>
      <div class="dossier-top"><Facts of={value} /><Sketched of={value} /></div>
      <Dates of={value} />
      <section class="section"><h2>{w.markers} <span class="small">{value.markers.length}</span></h2>{value.markers.length ? <MarkerTable rows={value.markers} /> : <p class="hint">{w.nothing}</p>}</section>
      <section class="section"><h2>{w.contracts}</h2>{value.contracts.length ? <ContractTable rows={value.contracts} /> : <p class="hint">{w.nothing}</p>}</section>
      <Patrols of={value} />
      <section class="section"><h2>{w.tasks}</h2>{value.tasks.length ? <TaskList rows={value.tasks} /> : <p class="hint">{w.nothing}</p>}</section>
      <section class="section"><h2>{w.reports}</h2>{value.reports.length ? <ReportTable rows={value.reports} works={false} onChanged={retry} /> : <p class="hint">{w.nothing}</p>}</section>
      <Matters of={value} />
      <section class="section"><h2>{w.documents}</h2>
        {value.documents.length ? <ul>{value.documents.map((one) => <li key={one.id}>{w.documentKinds[one.kind] ?? one.kind}：{one.title} <span class="small">{timeWords(one.at, lang)}</span></li>)}</ul> : <p class="hint">{w.nothing}</p>}
      </section>
    </article>
  )
}

/** What comes next, by day. */
function Dates({ of }: { of: Dossier }) {
  const { lang } = useOffice()
  const [w, u] = [dossierWords(lang), upkeepWords(lang)]
  return (
    <section class="section"><h2>{w.next}</h2>
      <ul class="waiting">
        {of.due.map((due) => <li key={due.what + due.object}><span class={`dot dot-${due.overdue ? 'bad' : due.days_left <= 30 ? 'warn' : 'plain'}`} aria-hidden="true" /><Link to={dueTo(due)}>{dueWords(due, u)}</Link><span class="small">{dateWords(due.due_on, lang)}，{due.what === 'report' ? u.waits(-due.days_left) : u.left(due.days_left)}</span></li>)}
        <li><span class="dot dot-plain" aria-hidden="true" />{w.nextInspection}<span class="small">{of.next_inspection_on ? dateWords(of.next_inspection_on, lang) : w.never}</span></li>
      </ul>
    </section>
  )
}

/** Patrols that the office holds, and those that phones sent. */
function Patrols({ of }: { of: Dossier }) {
  const { lang } = useOffice()
  const [w, u] = [dossierWords(lang), upkeepWords(lang)]
  const shown = of.patrols.filter(({ voided }) => !voided)
  return (
    <>
      <section class="section"><h2>{w.patrols}</h2>
        {shown.length ? <Table name="dossier-patrols" label={w.patrols} rows={shown} id={(row) => row.id} columns={[
          { key: 'at', head: u.madeAt, always: true, cell: (row) => timeWords(row.made_at, lang) },
          { key: 'occasion', head: u.occasion, cell: (row) => u.occasions[row.occasion] },
          { key: 'checks', head: u.result, always: true, wrap: true, cell: (row) => row.checks.map((check) => <div key={check.marker}><b>{check.number}</b> {checkWords(check, u)}</div>) },
          { key: 'by', head: u.by, cell: (row) => row.by_name },
        ]} /> : <p class="hint">{u.noPatrols}</p>}
      </section>
      {of.field_patrols.length > 0 && <section class="section"><h2>{w.fieldPatrols}</h2>
        <ul>{of.field_patrols.map((one) => <li key={one.id}>{timeWords(one.at, lang)} {one.marker} {u.conditions[one.condition]} {one.text} {w.standings[one.standing]}{one.uncounted && <div class="small"><Badge kind="warn">{w.uncounted}</Badge> {one.uncounted_why}</div>}</li>)}</ul>
      </section>}
    </>
  )
}

/** Disputes by themselves, then the other matters. */
function Matters({ of }: { of: Dossier }) {
  const { lang } = useOffice()
  const w = dossierWords(lang)
  const disputes = of.matters.filter(({ kind }) => kind === 'dispute'), others = of.matters.filter(({ kind }) => kind !== 'dispute')
  return (
    <>
      <section class="section"><h2>{w.disputes}</h2><p class="hint">{upkeepWords(lang).disputeHint}</p>{disputes.length ? <MatterTable rows={disputes} /> : <p class="hint">{w.nothing}</p>}</section>
      <section class="section"><h2>{w.agreements}</h2>{others.length ? <MatterTable rows={others} /> : <p class="hint">{w.nothing}</p>}</section>
    </>
  )
}
