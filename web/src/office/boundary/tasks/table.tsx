import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go, href } from '../../route'
import { daysUntil } from '../../supervision/api'
import type { TaskRow } from './api'
import { ownerName, taskWords, type Words } from './words'

/** Tasks as rows: what is due stands first. */
export function TaskTable({ rows }: { rows: readonly TaskRow[] }) {
  const { lang } = useOffice()
  const w = taskWords(lang)
  const at = (row: TaskRow) => href('boundary', ['tasks', row.id])
  return (
    <Table name="inspection-tasks" label={w.list} rows={rows} id={(row) => row.id} onPick={(row) => go(at(row))} columns={[
      { key: 'due', head: w.due, always: true, cell: (row) => <Due task={row} /> },
      { key: 'line', head: w.line, always: true, wrap: true, cell: (row) => <><Link to={at(row)}>{row.line.name}</Link> {row.kind === 'special' && <Badge>{w.specialWord}</Badge>}</> },
      { key: 'state', head: w.state, always: true, cell: (row) => w.states[row.state] ?? row.state },
      { key: 'problems', head: w.problems, number: true, cell: (row) => row.problems || '' },
      { key: 'lead', head: w.lead, cell: (row) => ownerName(row.line[row.lead], w) },
      { key: 'year', head: w.year, number: true, cell: (row) => row.year },
      { key: 'round', head: w.kind, hidden: true, cell: (row) => (row.ordinal ? w.ofRound(row.ordinal) : w.specialWord) },
      { key: 'length', head: w.length, number: true, hidden: true, cell: (row) => w.km(row.line.length_m) },
    ]} />
  )
}

/** When a task is due: its result until it is reported, and apart from it the earliest of its problems. */
export function Due({ task }: { task: TaskRow }) {
  const { lang } = useOffice()
  const w = taskWords(lang)
  const reported = ['submitted', 'filed', 'archived', 'cancelled'].includes(task.state)
  if (reported && !task.problem_due) return <span class="small">{task.completed ? dateWords(task.completed, lang) : '—'}</span>
  return (
    <>
      {!reported && <DueDay day={task.due} w={w} />}
      {task.problem_due && <span class="task-problem-due">{w.problemDue} <DueDay day={task.problem_due} w={w} /></span>}
    </>
  )
}

function DueDay({ day, w }: { day: string; w: Words }) {
  const { lang } = useOffice()
  const left = daysUntil(day)
  return <><Badge kind={left < 0 ? 'bad' : left <= 30 ? 'warn' : 'plain'}>{w.left(left)}</Badge> {dateWords(day, lang)}</>
}
