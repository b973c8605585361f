import { useRef, useState } from 'preact/hooks'
import type { Division } from '../../api'
import { chinaDay } from '../../china'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { newKey } from '../http'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { list, make, type Run } from './api'
import { RunView } from './run'
import { runWords } from './words'

/** /office/print-runs is the list, …/new makes one, …/<id> is one. */
export default function PrintRuns({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <Make source={param.get('source') ?? 'planned'} />
  return rest[0] ? <RunView key={rest[0]} id={rest[0]} /> : <Runs />
}

function Runs() {
  const { lang, t } = useOffice()
  const w = runWords(lang)
  const found = usePaged<Run>((cursor, signal) => list(cursor, signal), [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><Link class="button primary screen" to={href('print-runs', ['new'])}>{w.add}</Link></div>
      <p class="hint">{w.hint}</p>
      {found.items.length > 0 && <Table name="print-runs" label={w.list} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('print-runs', [row.id]))} columns={[
        { key: 'title', head: w.name, always: true, wrap: true, cell: (row) => <Link to={href('print-runs', [row.id])}>{row.title}</Link> },
        { key: 'state', head: w.state, always: true, cell: (row) => <Badge kind={row.state === 'closed' ? 'good' : row.state === 'void' ? 'warn' : 'plain'}>{w.states[row.state]}</Badge> },
        { key: 'plates', head: w.plates, number: true, cell: (row) => row.plates },
        { key: 'files', head: w.files, cell: (row) => w.jobs[row.files.state] },
        { key: 'source', head: w.source, cell: (row) => w.sources[row.source] },
        { key: 'made', head: w.made, cell: (row) => chinaDay(row.made) },
      ]} />}
      {found.busy && <Skeleton rows={4} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

function Make({ source: first }: { source: string }) {
  const { lang } = useOffice()
  const w = runWords(lang)
  const [title, setTitle] = useState('')
  const [division, setDivision] = useState<Division | null>(null)
  const [source, setSource] = useState(first)
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (!title.trim() || !division?.id) return setWrong(true)
    setBusy(true)
    setProblem(null)
    try {
      const { id } = await make({ title: title.trim(), division: division.id, source }, key.current)
      go(href('print-runs', [id]), 'replace')
    } catch (err) {
      key.current = newKey()
      setProblem(asProblem(err))
      setBusy(false)
    }
  }
  const { plates: _, ...sources } = w.sources
  return (
    <>
      <p class="screen"><Link to={href('print-runs')}>← {w.back}</Link></p>
      <h1>{w.add}</h1>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={w.name} hint={w.nameHint} value={title} onInput={setTitle} error={wrong && !title.trim() ? w.missing : ''} />
        <DivisionField label={w.division} whole={w.choose} value={division?.code ?? ''} onPick={setDivision} />
        <SelectField label={w.source} value={source} onPick={setSource} choices={Object.entries(sources).map(([value, word]) => ({ value, word }))} />
        {wrong && (!title.trim() || !division?.id) && <Notice kind="bad"><p>{w.missing}</p></Notice>}
        {problem && <Notice kind="bad"><p>{problem.message}</p></Notice>}
        <p><Button kind="primary" submit busy={busy}>{w.add}</Button></p>
      </form>
    </>
  )
}
