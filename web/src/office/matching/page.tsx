import { useEffect, useRef, useState } from 'preact/hooks'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { useUnsaved } from '../parts/unsaved'
import type { Reading } from './api'
import { One } from './one'
import { Review } from './review'
import { Run, type Decision } from './run'
import { matchingWords, type Words } from './words'
import './matching.css'

/** Texts to standard addresses: one, or a whole table with its doubtful rows looked at. */
export default function Matching({ param }: PageProps) {
  const { lang } = useOffice()
  const w = matchingWords(lang)
  const [, draw] = useState(0)
  const [run, setRun] = useState<Run | null>(null)
  const [decided, setDecided] = useState<Map<number, Decision>>(new Map())
  const saved = useRef(0) // decisions that were downloaded
  const unsaved = decided.size > saved.current || !!run?.state.running
  useUnsaved(unsaved, w.leave)
  useEffect(() => () => run?.stop(), [run])
  const start = (file: File, reading: Reading) => {
    const next = new Run(file, reading, () => draw((n) => n + 1))
    setDecided(new Map())
    saved.current = 0
    setRun(next)
    void next.start()
  }
  const decide = (row: number, decision: Decision | undefined) => setDecided((known) => {
    const next = new Map(known)
    if (decision === undefined) next.delete(row)
    else next.set(row, decision)
    saved.current = Math.min(saved.current, next.size - 1)
    return next
  })
  const download = async () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await run!.result(decided))
    link.download = run!.file.name.replace(/\.[^.]*$/, '') + '-matched.csv'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    saved.current = decided.size
  }
  const another = () => { if (!unsaved || confirm(w.leave)) setRun(null) }
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      {!run && <One text={param.get('q') ?? ''} w={w} />}
      {!run || (run.state.problem && !run.state.rows) ? <Choose run={run} onStart={start} w={w} /> : <Progress run={run} decided={decided.size} onDownload={() => void download()} onAnother={another} w={w} />}
      {run && !run.state.running && run.state.rows > 0 && <Review doubts={run.state.doubts} decided={decided} onDecide={decide} w={w} />}
    </>
  )
}

interface ChooseProps { run: Run | null; onStart: (file: File, reading: Reading) => void; w: Words }

/** Where a table is brought; what it lacks is asked for. */
function Choose({ run, onStart, w }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [reading, setReading] = useState<Reading>(run?.reading ?? { column: '', encoding: '' })
  const problem = run?.state.problem
  const headings = problem?.kind === 'table-column' ? problem.fields.map(({ message }) => message) : []
  const start = (file: File | undefined, how = reading) => { if (file) onStart(file, how) }
  return (
    <section class="section">
      <h2>{w.table}</h2>
      {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
      <div class={over ? 'match-drop match-over' : 'match-drop'} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); start(event.dataTransfer?.files[0]) }}>
        <input ref={input} type="file" accept=".csv,.txt,text/csv" class="match-input" tabIndex={-1} aria-label={w.choose}
          onChange={(event) => { start(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
        <p>{w.drop} <Button kind="primary" onClick={() => input.current?.click()}>{w.choose}</Button></p>
        <p class="hint">{w.formats}</p>
      </div>
      <div class="match-reading">
        {headings.length
          ? <SelectField label={w.column} value={reading.column} choices={[{ value: '', word: '—' }, ...headings.map((h) => ({ value: h, word: h }))]}
              onPick={(column) => { setReading({ ...reading, column }); if (column) start(run!.file, { ...reading, column }) }} />
          : <TextField label={w.column} hint={w.columnHint} value={reading.column} onInput={(column) => setReading({ ...reading, column })} />}
        <SelectField label={w.encoding} hint={w.encodingHint} value={reading.encoding} choices={[{ value: '', word: w.auto }, ...['UTF-8', 'GB18030', 'BIG5'].map((e) => ({ value: e, word: e }))]}
          onPick={(encoding) => { setReading({ ...reading, encoding }); if (problem?.kind === 'table-encoding' && encoding) start(run!.file, { ...reading, encoding }) }} />
      </div>
    </section>
  )
}

interface ProgressProps { run: Run; decided: number; onDownload: () => void; onAnother: () => void; w: Words }

/** How far a table is, and what came of it. */
function Progress({ run, decided, onDownload, onAnother, w }: ProgressProps) {
  const { running, rows, lines, counts, converted, encoding, column, problem } = run.state
  return (
    <section class="section">
      <h2>{running ? w.running(run.file.name) : run.broken ? w.stopped : w.done(rows)}</h2>
      {running && <div class="match-going" role="status">
        <progress max={Math.max(lines, rows, 1)} value={lines || rows ? rows : undefined} aria-label={w.title} />
        <p>{w.rows(rows, lines)}</p>
        <p><Button small onClick={() => run.stop()}>{w.stop}</Button></p>
      </div>}
      {run.broken && <Notice kind="warn" live title={problem ? problem.title || w.cut : undefined}><p>{problem?.detail} {w.broken(rows)}</p><p><Button kind="primary" onClick={() => void run.start()}>{w.goOn}</Button></p></Notice>}
      {encoding && <p class="small">{run.file.name} · {w.read(encoding, column)}</p>}
      {converted > 0 && <Notice kind="warn"><p>{w.converted(converted)}</p></Notice>}
      <ul class="match-counts" aria-label={w.counts}>
        {Object.entries(counts).sort((a, b) => b[1] - a[1]).map(([reason, n]) => <li key={reason} class={reason === 'matched' ? 'match-good' : ''}><b>{n}</b> {w.reasons[reason] ?? reason}</li>)}
      </ul>
      {!running && <p class="row-of"><Button kind="primary" onClick={onDownload}>{w.download}</Button><span class="small">{w.downloadHint(decided)}</span><Button onClick={onAnother}>{w.another}</Button></p>}
    </section>
  )
}
