import { useState } from 'preact/hooks'
import { query } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { call, download, read } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { timeWords } from '../words'
import { personWords } from './words'

interface Person { id: string; name?: string; kind?: string; created_at?: string; at?: string }

const path = (id: string) => '/v1/persons/' + encodeURIComponent(id)

/** What is held of one person: found, given to them, erased. Nothing is asked before somebody searches. */
export default function Persons({ param }: PageProps) {
  const { lang } = useOffice()
  const w = personWords(lang)
  const { say, session } = useSession()
  const q = param.get('q') ?? ''
  const [text, setText] = useState(q)
  const [erasing, setErasing] = useState<Person | null>(null)
  const { value, problem, retry } = useLoad(q ? (signal) => read<{ items: Person[] }>('/v1/persons' + query({ q }), signal) : null, [q, lang])
  const save = (person: Person) => download(path(person.id), `person-${person.id}.json`).then(() => say(w.exported), (err: unknown) => say(asProblem(err).message))
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <form class="verify-form" role="search" onSubmit={(event) => { event.preventDefault(); go(href('persons', [], { q: text.trim() }), 'replace'); if (text.trim() === q) retry() }}>
        <TextField label={w.q} type="search" value={text} onInput={setText} />
        <Button submit kind="primary">{w.search}</Button>
      </form>
      {!q && <Empty title={w.first} />}
      {q && !value && !problem && <Skeleton rows={3} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && value.items.length > 0 && <Table name="persons" label={w.list} rows={value.items} id={(row) => row.id} columns={[
        { key: 'name', head: w.name, always: true, cell: (row) => row.name },
        { key: 'kind', head: w.kind, always: true, cell: (row) => row.kind },
        { key: 'since', head: w.since, always: true, cell: (row) => timeWords(row.created_at ?? row.at ?? '', lang) },
        { key: 'id', head: w.id, always: true, cell: (row) => <span class="mono">{row.id}</span> },
        { key: 'act', head: '', always: true, cell: (row) => (
          <span class="row-of">
            {session.can.includes('person.export') && <Button small onClick={() => void save(row)}>{w.export}</Button>}
            {session.can.includes('person.erase') && <Button small kind="danger" onClick={() => setErasing(row)}>{w.erase}</Button>}
          </span>
        ) },
      ]} />}
      {erasing && <Ask title={w.eraseTitle} hint={w.eraseHint} verb={w.erase} danger run={(reason) => call(path(erasing.id) + query({ reason }), { method: 'DELETE' })}
        onClose={() => setErasing(null)} onDone={() => { setErasing(null); say(w.erased); retry() }} />}
    </>
  )
}
