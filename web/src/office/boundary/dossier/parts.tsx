import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { href } from '../../route'
import { timeWords } from '../../words'
import type { Marker, Task } from './api'
import { dossierWords } from './words'

const sound = ['normal', 'set', 'planned', 'repaired']

/** Markers with their state and what was last seen of them. */
export function MarkerTable({ rows }: { rows: readonly Marker[] }) {
  const { lang } = useOffice()
  const w = dossierWords(lang)
  return (
    <Table name="dossier-markers" label={w.markers} rows={rows} id={(row) => row.id} columns={[
      { key: 'number', head: w.markers, always: true, cell: (row) => <Link to={href('boundary', ['markers', row.id])}>{row.number}</Link> },
      { key: 'state', head: w.state, always: true, cell: (row) => <Badge kind={sound.includes(row.state) ? 'good' : 'warn'}>{w.states[row.state] ?? row.state}</Badge> },
      { key: 'seen', head: w.lastCheck, always: true, wrap: true, cell: (row) => (row.seen_at ? `${timeWords(row.seen_at, lang)} ${w.ways[row.seen_way] ?? ''} ${w.side(row.seen_side)}：${w.states[row.condition] ?? row.condition}` : w.unseen) },
      { key: 'kind', head: w.kind, cell: (row) => w.kinds[row.kind] ?? row.kind },
      { key: 'keeper', head: w.keeper, cell: (row) => w.side(row.keeper) },
    ]} />
  )
}

/** Inspections with their problems. */
export function TaskList({ rows }: { rows: readonly Task[] }) {
  const { lang } = useOffice()
  const w = dossierWords(lang)
  return (
    <Table name="dossier-tasks" label={w.tasks} rows={rows} id={(row) => row.id} columns={[
      { key: 'task', head: w.task, always: true, wrap: true, cell: (row) => <><Link to={href('boundary', ['tasks', row.id])}>{row.ordinal ? w.round(row.ordinal, row.year) : w.special(row.year)}</Link> {row.reason}</> },
      { key: 'state', head: w.state, always: true, cell: (row) => w.taskStates[row.state] ?? row.state },
      { key: 'lead', head: w.lead, cell: (row) => w.side(row.lead) },
      { key: 'due', head: w.due, cell: (row) => dateWords(row.due, lang) },
      { key: 'completed', head: w.completed, cell: (row) => (row.completed ? dateWords(row.completed, lang) : '') },
      { key: 'problems', head: w.problems, always: true, wrap: true, cell: (row) => row.problems.map((one, i) => (
        <div key={i}>{one.object} {one.text} {one.solved ? <Badge kind="good">{w.solved(dateWords(one.solved, lang))}</Badge> : <Badge kind="warn">{[one.handler && `${w.handler} ${one.handler}`, one.due && dateWords(one.due, lang)].filter(Boolean).join(' ') || w.problems}</Badge>}</div>
      )) },
    ]} />
  )
}
