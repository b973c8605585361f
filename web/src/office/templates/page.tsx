import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { kinds, type Kind } from './api'
import { One } from './one'
import './templates.css'
import { templateWords } from './words'

/** /office/templates lists the letters, /office/templates/<kind> is one of them. */
export default function Templates({ rest }: PageProps) {
  const { lang } = useOffice()
  const w = templateWords(lang)
  const { value, problem, retry } = useLoad(kinds, [lang])
  const one = rest[0] && value?.items.find((kind) => kind.kind === rest[0])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={6} />
  if (one) return <One key={one.kind + one.etag} kind={one} reload={retry} />
  if (rest[0]) return <Empty title={w.unknown}><p><Link to={href('templates')}>{w.unknownHint}</Link></p></Empty>
  return <List all={value.items} />
}

function List({ all }: { all: readonly Kind[] }) {
  const { lang, t } = useOffice()
  const w = templateWords(lang)
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><span class="page-tools"><Button small onClick={() => print()}>{t.print}</Button></span></div>
      <p class="hint">{w.hint}</p>
      <Table name="templates" label={w.title} rows={all} id={(row) => row.kind} columns={[
        { key: 'kind', head: w.kind, always: true, cell: (row: Kind) => <Link class="row-name" to={href('templates', [row.kind])}>{row.title}</Link> },
        { key: 'now', head: w.inForce, always: true, cell: (row: Kind) => row.current ? <>{row.current.name}</> : <Badge>{w.builtIn}</Badge> },
        { key: 'since', head: w.since, cell: (row: Kind) => row.current && dateWords(row.current.at, lang) },
        { key: 'by', head: w.by, cell: (row: Kind) => row.current?.by },
        { key: 'basis', head: w.basis, wrap: true, cell: (row: Kind) => row.current?.basis },
      ]} />
    </>
  )
}
