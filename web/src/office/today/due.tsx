import type { Loaded } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { caseWords } from '../cases/words'
import { useOffice } from '../context'
import { read } from '../http'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { todayWords } from './words'

interface Lack { what: string; count?: number; reports?: string[]; contents?: string[] }
export interface Duty { case: string; number: string; title: string; state: string; clock: { key: string; safe_on: string; due_on: string; basis: string; days_left: number }; missing: Lack[] }

export const dueCases = (signal: AbortSignal) => read<{ items: Duty[] }>('/v1/cases/due?within_days=366', signal)

const soon = 7 // days

/** The deadlines of name cases: overdue on top, then those of the coming week, each with what it lacks; the later ones folded. */
export function DueCases({ value, problem, retry }: Loaded<{ items: Duty[] }>) {
  const { lang } = useOffice()
  const w = todayWords(lang)
  const overdue = value?.items.filter((duty) => duty.clock.days_left < 0) ?? []
  const week = value?.items.filter((duty) => duty.clock.days_left >= 0 && duty.clock.days_left <= soon) ?? []
  const later = value?.items.filter((duty) => duty.clock.days_left > soon) ?? []
  return (
    <>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={5} />}
      {value && !overdue.length && !week.length && <p class="hint">{w.noDue}</p>}
      {overdue.length > 0 && <DueList title={w.overdue} rows={overdue} />}
      {week.length > 0 && <DueList title={w.week} rows={week} />}
      {later.length > 0 && <details class="section"><summary>{w.later} <span class="small">{later.length}</span></summary><DueList title={w.laterDue} rows={later} /></details>}
    </>
  )
}

function DueList({ title, rows }: { title: string; rows: readonly Duty[] }) {
  const { lang } = useOffice()
  const [w, c] = [todayWords(lang), caseWords(lang)]
  const lack = ({ what, count, reports, contents }: Lack) => {
    const more = count ? String(count) : [...(reports ?? []).map((kind) => c.reports[kind] ?? kind), ...(contents ?? [])].join('、')
    return (w.lack[what] ?? what) + (more && `：${more}`)
  }
  return (
    <section class="section"><h2>{title} <span class="small">{rows.length}</span></h2>
      <Table name="due" label={w.dueList(title)} rows={rows} id={(row) => row.case + row.clock.key} onPick={(row) => go(href('cases', [row.case]))} columns={[
        { key: 'due', head: c.due, always: true, cell: (row) => <><Badge kind={row.clock.days_left < 0 ? 'bad' : row.clock.days_left <= 5 ? 'warn' : 'plain'}>{c.left(row.clock.days_left)}</Badge> <b>{c.clocks[row.clock.key] ?? row.clock.key}</b> {dateWords(row.clock.safe_on, lang)}</> },
        { key: 'title', head: c.name, always: true, wrap: true, cell: (row) => <Link to={href('cases', [row.case])}>{row.title}</Link> },
        { key: 'lacks', head: w.lacks, always: true, wrap: true, cell: (row) => row.missing.map(lack).join('；') },
        { key: 'state', head: c.state, cell: (row) => c.states[row.state] ?? row.state },
        { key: 'number', head: c.number, cell: (row) => row.number },
        { key: 'basis', head: c.basis, hidden: true, wrap: true, cell: (row) => row.clock.basis },
      ]} />
    </section>
  )
}
