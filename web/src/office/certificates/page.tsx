import { useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { list, type Certificate } from './api'
import { IssueCertificate } from './issue'
import { OneCertificate } from './one'
import { certificateWords, type Words } from './words'

/** /office/certificates is the list, …/new?place=<id> the form, …/<id> one certificate. */
export default function Certificates({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <IssueCertificate place={param.get('place') ?? ''} />
  return rest[0] ? <OneCertificate key={rest[0]} id={rest[0]} /> : <List param={param} />
}

function List({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = certificateWords(lang)
  const q = param.get('q') ?? ''
  const [typed, setTyped] = useState(q)
  const found = usePaged<Certificate>((cursor, signal) => list(q, cursor, signal), [q, lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <form class="filters screen" role="search" onSubmit={(event) => { event.preventDefault(); go(href('certificates', [], withParams(param, { q: typed.trim() || null })), 'replace') }}>
        <TextField label={w.find} type="search" value={typed} onInput={setTyped} />
      </form>
      {found.items.length > 0 && <Table name="certificates" label={w.title} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('certificates', [row.id]))} columns={[
        { key: 'number', head: w.number, always: true, cell: (row) => <Link to={href('certificates', [row.id])}>{row.number}</Link> },
        { key: 'name', head: w.name, always: true, cell: (row) => row.facts.name },
        { key: 'kind', head: w.kind, cell: (row) => w.kinds[row.kind] },
        { key: 'issued', head: w.issuedOn, cell: (row) => row.issued_on },
        { key: 'state', head: w.state, cell: (row) => <StateBadge {...{ row, w }} /> },
      ]} />}
      {found.busy && <Skeleton rows={5} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p><p><Link to={href('register')}>{w.toRegister}</Link></p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

/** Whether a certificate holds. */
export function StateBadge({ row, w }: { row: Certificate; w: Words }) {
  if (row.revoked_on) return <Badge kind="bad">{w.revoked} {row.revoked_on}</Badge>
  return <><Badge kind="good">{w.valid}</Badge>{row.ended && <> <Badge kind="warn">{w.ended}</Badge></>}{row.overtaken && <> <Badge kind="warn">{w.overtaken} {row.name_now}</Badge></>}</>
}
