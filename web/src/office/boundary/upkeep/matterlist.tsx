import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go } from '../../route'
import type { Matter } from './api'
import { path } from './shared'
import { upkeepWords } from './words'

/** Visits, consultations, disputes, agreements and the peaceful boundary. */
export function MatterTable({ rows }: { rows: readonly Matter[] }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  return (
    <Table name="upkeep-matters" label={w.allMatters} rows={rows} id={(row) => row.id} onPick={(row) => go(path('matters', row.id))} columns={[
      { key: 'kind', head: w.kind, always: true, cell: (row) => <><b>{w.matterKinds[row.kind] ?? row.kind}</b> <Badge>{row.shared ? w.sharedWord : w.ownOnly}</Badge></> },
      { key: 'title', head: w.subject, always: true, wrap: true, cell: (row) => <Link to={path('matters', row.id)}>{row.title}</Link> },
      { key: 'on', head: w.day, cell: (row) => dateWords(row.on, lang) },
      { key: 'state', head: w.state, cell: (row) => <Badge kind={row.state === 'closed' ? 'good' : 'plain'}>{w.states[row.state] ?? row.state}</Badge> },
      { key: 'next', head: w.nextOn, cell: (row) => (row.next_on ? dateWords(row.next_on, lang) : '') },
      { key: 'until', head: w.until, cell: (row) => (row.until ? dateWords(row.until, lang) : '') },
      { key: 'line', head: w.line, wrap: true, cell: (row) => row.line_name },
    ]} />
  )
}
