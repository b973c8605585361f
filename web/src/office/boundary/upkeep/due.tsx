import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go } from '../../route'
import { type Due } from './api'
import { path } from './shared'
import { upkeepWords, type Words } from './words'

/** Where something that is due is seen to. */
export const dueTo = (due: Due, patrols = false) =>
  due.what === 'patrol' && patrols ? path('contracts', due.object, 'patrol')
    : due.what === 'patrol' || due.what === 'contract' ? path('contracts', due.object)
      : due.what === 'report' ? path() + `?line=${due.line}` : path('matters', due.object)

/** What is due, in words: what it is about, and by when. */
export function dueWords(due: Due, w: Words): string {
  const about = due.what === 'patrol' || due.what === 'contract' ? [due.keeper, due.number && `（${due.number}）`].filter(Boolean).join('') : due.what === 'report' ? `${w.reportKinds[due.kind ?? ''] ?? ''} ${due.title}` : due.title
  return `${w.dues[due.what] ?? due.what}：${about}`
}

export function DueTable({ rows, patrols }: { rows: readonly Due[]; patrols: boolean }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  return (
    <Table name="upkeep-due" label={w.dueList} rows={rows} id={(row) => row.what + row.object} onPick={(row) => go(dueTo(row, patrols))} columns={[
      { key: 'due', head: w.dueOn, always: true, cell: (row) => <><Badge kind={row.overdue ? 'bad' : row.days_left <= 7 ? 'warn' : 'plain'}>{row.what === 'report' ? w.waits(-row.days_left) : w.left(row.days_left)}</Badge> {dateWords(row.due_on, lang)}</> },
      { key: 'what', head: w.what, always: true, wrap: true, cell: (row) => <><Link to={dueTo(row, patrols)}>{dueWords(row, w)}</Link>{row.missed ? <> <span class="small">{w.missed(row.missed)}</span></> : null}</> },
      { key: 'line', head: w.line, wrap: true, cell: (row) => row.line_name },
    ]} />
  )
}
