import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { work, type Work } from './api'
import type { Words } from './words'

/** The streets whose numbers need work, the worst first; from one of them one opens it. */
export function WorkList({ param, w }: { param: URLSearchParams; w: Words }) {
  const { lang, t } = useOffice()
  const division = param.get('division') ?? ''
  const found = usePaged<Work>((cursor, signal) => work(division, cursor, signal), [division, lang])
  const to = (row: Work) => href('numbering', [], { street: row.street })
  return (
    <section class="section"><h2>{w.work}</h2>
      <p class="hint">{w.workHint}</p>
      <div class="filters screen"><DivisionField label={w.workIn} whole={w.workAll} value={division} onPick={(one) => go(href('numbering', [], withParams(param, { division: one?.code ?? null })), 'replace')} /></div>
      {found.items.length > 0 && <Table name="numbering-work" label={w.work} rows={found.items} id={(row) => row.street} onPick={(row) => go(to(row))} columns={[
        { key: 'name', head: w.street, always: true, cell: (row) => <Link to={to(row)}>{row.name}</Link> },
        { key: 'where', head: w.township, cell: (row) => row.division_name ?? '' },
        { key: 'doors', head: w.doors, number: true, cell: (row) => row.doors },
        { key: 'wrong', head: w.findings, always: true, wrap: true, cell: (row) => <Wrong row={row} w={w} /> },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.workNone}><p>{w.workNoneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </section>
  )
}

function Wrong({ row, w }: { row: Work; w: Words }) {
  const kinds = Object.keys(w.kinds).filter((kind) => row.wrong[kind])
  return (
    <ul class="numbering-counts">
      {kinds.map((kind) => <li key={kind}><Badge kind={kind === 'no_point' || kind === 'differs' ? 'plain' : 'bad'}>{w.kinds[kind]} {row.wrong[kind]}</Badge></li>)}
      {row.no_number > 0 && <li><Badge kind="warn">{w.noNumber} {row.no_number}</Badge></li>}
      {row.unchecked && <li><Badge kind="warn">{w.unchecked}</Badge> <span class="small">{row.unchecked}</span></li>}
    </ul>
  )
}
