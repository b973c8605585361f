import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { cases } from './api'
import { CasePage } from './case'
import { Begin } from './form'
import { redivisionWords } from './words'
import './redivision.css'

/** /office/redivision is the list, …/new a new case, …/<id> one case. */
export default function Redivision({ rest }: PageProps) {
  if (rest[0] === 'new') return <Begin />
  return rest[0] ? <CasePage key={rest[0]} id={rest[0]} /> : <List />
}

function List() {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = redivisionWords(lang)
  const { value, problem, retry } = useLoad((signal) => cases(signal), [lang])
  const begin = session.can.includes('division_case.prepare') && <Link class="button primary" to={href('redivision', ['new'])}>{w.begin}</Link>
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{value && value.items.length > 0 && begin}</div>
      <p class="hint">{w.hint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={6} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p><p>{begin}</p></Empty>}
      {value && value.items.length > 0 && (
        <Table name="redivision" label={w.list} rows={value.items} id={(row) => row.id} onPick={(row) => go(href('redivision', [row.id]))} columns={[
          { key: 'title', head: w.name, always: true, wrap: true, cell: (row) => <Link to={href('redivision', [row.id])}>{row.title}</Link> },
          { key: 'kinds', head: w.kind, wrap: true, cell: (row) => row.kinds.map((kind) => w.kinds[kind] ?? kind).join('、') },
          { key: 'state', head: w.state, cell: (row) => <Badge kind={row.state === 'refused' ? 'bad' : row.state === 'archived' ? 'good' : 'plain'}>{w.states[row.state] ?? row.state}</Badge> },
          { key: 'due', head: w.due, cell: (row) => row.due && `${w.deadlines[row.due_kind ?? ''] ?? ''} ${dateWords(row.due, lang)}` },
          { key: 'effective', head: w.effective, cell: (row) => row.effective && dateWords(row.effective, lang) },
        ]} />
      )}
    </>
  )
}
