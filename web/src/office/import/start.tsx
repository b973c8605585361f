import { useEffect, useRef, useState } from 'preact/hooks'
import { isAbort, Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Button } from '../parts/button'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { timeWords } from '../words'
import { bring, imports, type Import, type Kind } from './api'
import { kindsOf } from './kinds'
import { importWords, sizeWords } from './words'

const kinds = { planned: 'warn', running: 'plain', done: 'good', failed: 'bad', undone: 'plain' } as const

/** The state of an import in a word. */
export function StateBadge({ job }: { job: Pick<Import, 'state' | 'waiting'> }) {
  const w = importWords(useOffice().lang)
  return <Badge kind={kinds[job.state]}>{job.waiting ? w.waiting : w.state[job.state]}</Badge>
}

/** Where a file is brought, and what was brought before. */
export function Start() {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = importWords(lang)
  const [kind, setKind] = useState<Kind | ''>('')
  const [most, setMost] = useState(0)
  const list = usePaged<Import>((cursor, signal) => imports(cursor, signal).then((page) => { setMost(page.max_bytes); return page }), [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      <div class="form">
        <SelectField label={w.kind} hint={w.kindHint[kind]} value={kind} onPick={(value) => setKind(value as Kind | '')}
          choices={[{ value: '', word: w.kindByHeadings }, ...kindsOf(session.can).map((one) => ({ value: one, word: w.kinds[one] }))]} />
      </div>
      <Drop kind={kind} most={most} />
      <section class="section">
        <h2>{w.recent}</h2>
        {list.items.length > 0 && <Table name="imports" label={w.recent} rows={list.items} id={(row) => row.id} onPick={(row) => go(href('import', [row.id]))} columns={[
          { key: 'file', head: w.file, always: true, cell: (row) => <Link class="row-name" to={href('import', [row.id])}>{row.file}</Link> },
          { key: 'state', head: w.stateHead, always: true, cell: (row) => <StateBadge job={row} /> },
          { key: 'when', head: w.when, always: true, cell: (row) => timeWords(row.created_at, lang) },
          { key: 'size', head: w.size, always: true, number: true, cell: (row) => sizeWords(row.size_bytes) },
        ]} />}
        {list.busy && <Skeleton rows={3} />}
        {list.problem && <Trouble problem={list.problem} retry={list.more} />}
        {!list.busy && !list.problem && !list.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
        {list.next && !list.busy && <Button class="more" onClick={list.more}>{t.more}</Button>}
      </section>
    </>
  )
}

/** The place to drop a file on; a button does the same. */
function Drop({ kind, most }: { kind: Kind | ''; most: number }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const input = useRef<HTMLInputElement>(null)
  const abort = useRef<AbortController | null>(null)
  const [over, setOver] = useState(false)
  const [going, setGoing] = useState<{ name: string; part: number } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const start = (file: File | undefined) => {
    if (!file || going) return
    setProblem(null)
    if (most && file.size > most) return setProblem(new Problem(413, w.tooLarge, w.tooLargeHint(sizeWords(file.size), sizeWords(most))))
    abort.current = new AbortController()
    setGoing({ name: file.name, part: 0 })
    bring(file, kind, lang, (part) => setGoing({ name: file.name, part }), abort.current.signal).then(
      (job) => go(href('import', [job.id])),
      (err: unknown) => { setGoing(null); if (!isAbort(err)) setProblem(asProblem(err)) },
    ).finally(() => { if (input.current) input.current.value = '' })
  }
  return (
    <div class={over ? 'drop drop-over' : 'drop'} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); start(event.dataTransfer?.files[0]) }}>
      <input ref={input} type="file" class="drop-input" tabIndex={-1} aria-label={w.choose} onChange={(event) => start(event.currentTarget.files?.[0])} />
      {going ? (
        <div role="status">
          <p>{going.part < 1 ? w.uploading(going.name, Math.round(going.part * 100) + '%') : w.reading(going.name)}</p>
          <progress value={going.part < 1 ? going.part : undefined} max={1} aria-label={w.title} />
          <p><Button small onClick={() => abort.current?.abort()}>{w.stopUpload}</Button></p>
        </div>
      ) : (
        <>
          <p class="drop-words">{over ? w.dropNow : <>{w.drop} <Button kind="primary" onClick={() => input.current?.click()}>{w.choose}</Button></>}</p>
          <p class="hint">{w.formats(most ? sizeWords(most) : '')}</p>
        </>
      )}
      {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
    </div>
  )
}
