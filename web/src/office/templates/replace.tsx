import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { Field, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { adopt, check, sampleOf, type Checked, type Kind } from './api'
import { templateWords } from './words'

/** Bringing the office's own template: it is tried first, and put in force only then. */
export function Replace({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const { lang } = useOffice()
  const w = templateWords(lang)
  const [file, setFile] = useState<File | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [basis, setBasis] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try { await work() } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  const pick = (next: File | null) => { setFile(next); setChecked(null); setProblem(null) }
  const submit = (event: Event) => {
    event.preventDefault()
    if (!file) return
    if (!checked) { void run(async () => setChecked(await check(kind.kind, file))); return }
    setAsked(true)
    if (basis.trim()) void run(async () => { await adopt(kind, file, basis.trim()); onDone() })
  }
  const saveSample = () => file && void run(async () => save(await sampleOf(kind.kind, file), `${kind.title}.docx`))
  return (
    <section class="section screen">
      <h2>{w.replace}</h2>
      <form class="stack template-form" onSubmit={submit}>
        <Field label={w.choose} hint={w.chooseHint}>
          {(given) => <input {...given} type="file" accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document" onChange={(event) => pick(event.currentTarget.files?.[0] ?? null)} />}
        </Field>
        {checked && <Outcome checked={checked} onSample={saveSample} />}
        {checked && <TextField label={w.adoptBasis} hint={w.adoptBasisHint} value={basis} onInput={setBasis} error={asked && !basis.trim() ? w.basisMissing : undefined} />}
        {problem && <Refusal problem={problem} />}
        <p><Button submit kind="primary" busy={busy} disabled={!file}>{checked ? w.adopt : busy ? w.checking : w.check}</Button></p>
      </form>
    </section>
  )
}

/** What the file comes to: its text, and what such a letter usually has and it lacks. */
function Outcome({ checked, onSample }: { checked: Checked; onSample: () => void }) {
  const { lang } = useOffice()
  const w = templateWords(lang)
  return (
    <>
      <Notice kind="good" live title={w.passed}><p>{w.passedHint} <button type="button" class="link" onClick={onSample}>{w.downloadFilled}</button></p></Notice>
      {checked.missing.length > 0 && (
        <Notice kind="warn" title={w.missing}>
          <ul class="plain-list">{checked.missing.map((one) => <li key={(one.list ?? '') + one.name}><code class="mono">{`{{.${one.name}}}`}</code> {one.meaning}</li>)}</ul>
          <p>{w.missingHint}</p>
        </Notice>
      )}
      <div class="template-sheet" role="region" aria-label={w.preview} tabIndex={0}>
        {blocks(checked.lines).map((block, i) => (typeof block === 'string' ? <p key={i}>{block || '\u00a0'}</p> : (
          <table key={i}><tbody>{block.map((row, n) => <tr key={n}>{row.map((cell, m) => <td key={m}>{cell}</td>)}</tr>)}</tbody></table>
        )))}
      </div>
    </>
  )
}

/** Lines as they are drawn: those with tabs, one after another, are a table. */
export function blocks(lines: readonly string[]): (string | string[][])[] {
  const all: (string | string[][])[] = []
  for (const line of lines) {
    const last = all.at(-1)
    if (!line.includes('\t')) all.push(line)
    else if (last && typeof last !== 'string') last.push(line.split('\t'))
    else all.push([line.split('\t')])
  }
  return all
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
