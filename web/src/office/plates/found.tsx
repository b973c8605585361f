import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { useOffice } from '../context'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { Field, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { href } from '../route'
import { enterTable } from './api'
import { plateWords } from './words'

interface Done { dry: boolean; good: number; bad: number; url: string }

/** Where plates that hang already are entered from a table: tried first, then entered. */
export function FoundPlates() {
  const { lang } = useOffice()
  const w = plateWords(lang)
  const [file, setFile] = useState<File | null>(null)
  const [source, setSource] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<Done | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => () => { if (done) URL.revokeObjectURL(done.url) }, [done])
  const run = async (dry: boolean) => {
    setAsked(true)
    if (!file || !source.trim()) return
    setBusy(true)
    setProblem(null)
    try {
      const { good, bad, table } = await enterTable(file, source.trim(), dry)
      setDone({ dry, good, bad, url: URL.createObjectURL(table) })
    } catch (err) {
      setProblem(err as Problem)
    }
    setBusy(false)
  }
  return (
    <>
      <p class="screen"><Link to={href('plates')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{w.found}</h1><Link class="button screen" to={href('matching')}>{w.match}</Link></div>
      <p class="hint">{w.foundHint}</p>
      <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void run(false) }}>
        <Field label={w.file} error={asked && !file ? w.fileMissing : undefined}>
          {(given) => <input {...given} type="file" accept=".csv,text/csv" onChange={(event) => { setFile(event.currentTarget.files?.[0] ?? null); setDone(null) }} />}
        </Field>
        <TextField label={w.source} hint={w.sourceHint} error={asked && !source.trim() ? w.sourceMissing : undefined} value={source} onInput={setSource} />
        <p class="row-of"><Button busy={busy} onClick={() => void run(true)}>{w.try}</Button><Button kind="primary" submit busy={busy}>{w.enter}</Button></p>
      </form>
      {problem && <Refusal problem={problem} />}
      {done && <Notice kind={done.bad ? 'warn' : 'good'} title={done.dry ? w.tried(done.good, done.bad) : w.entered(done.good, done.bad)} live>
        <p>{w.resultHint}</p><p><a class="button" href={done.url} download="普查登记结果.csv">{w.result}</a></p>
      </Notice>}
    </>
  )
}
