import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Trouble } from '../../notice'
import { newKey } from '../http'
import { Button } from '../parts/button'
import { AreaField, Field, SelectField } from '../parts/field'
import { Badge } from '../parts/notice'
import { addPaper, paperAddress, removePaper, step, type Case, type Paper } from './api'
import type { Words } from './words'

interface Given { c: Case; w: Words; changed: (now: Case) => void }

/** The papers of a case: what is held and what is missing, each a file or a text written here. */
export function Papers({ c, w, changed }: Given) {
  const may = c.can.includes('division_case.prepare')
  return (
    <section class="section"><h2>{w.papers}</h2>
      <ul class="papers">{Object.entries(w.paperKinds).map(([key, word]) => (
        <li key={key}>{word} {c.missing.includes(key) ? <Badge kind="warn">{w.missing}</Badge> : <Badge kind="good">{w.held}</Badge>}
          {c.papers.filter((paper) => paper.kind === key).map((paper) => <One key={paper.id} {...{ c, w, changed, paper }} remove={may && c.state === 'draft'} />)}
        </li>
      ))}</ul>
      {may && ['draft', 'submitted'].includes(c.state) && <Add {...{ c, w, changed }} />}
    </section>
  )
}

function One({ c, w, changed, paper, remove }: Given & { paper: Paper; remove: boolean }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [key] = useState(newKey)
  const away = async () => {
    setBusy(true)
    setProblem(null)
    try { changed(await removePaper(c, paper, key)) } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  const word = paper.name ?? w.paperKinds[paper.kind] ?? paper.kind
  return (
    <div class="paper">
      {paper.name ? <a href={paperAddress(c, paper)} target="_blank" rel="noopener">{paper.name}</a> : <details><summary>{w.written}</summary><p class="written">{paper.text}</p></details>}
      {!!paper.bytes && <span class="small"> {Math.ceil(paper.bytes / 1024)} KB </span>}
      {remove && <span class="screen"><Button small busy={busy} aria-label={`${w.takeOut} ${word}`} onClick={() => void away()}>{w.takeOut}</Button></span>}
      {problem && <Trouble problem={problem} retry={() => void away()} />}
    </div>
  )
}

function Add({ c, w, changed }: Given) {
  const [kind, setKind] = useState(c.missing[0] ?? 'application')
  const [text, setText] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState({ key: newKey(), n: 0 })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const chosen = text || file || !c.missing.length || c.missing.includes(kind) ? kind : c.missing[0]!
  const send = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const now = await (file ? addPaper(c, chosen, file, sent.key) : step(c, 'papers', { paper: chosen, text }, sent.key))
      setText('')
      setFile(null)
      setSent({ key: newKey(), n: sent.n + 1 })
      changed(now)
    } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <form class="step-form screen" onSubmit={(event) => { event.preventDefault(); if ((file || text.trim()) && !busy) void send() }}>
      <SelectField label={w.addPaper} value={chosen} choices={Object.entries(w.paperKinds).map(([value, word]) => ({ value, word }))} onPick={setKind} />
      <Field label={w.file} hint={w.fileHint}>{(given) => <input key={sent.n} {...given} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}</Field>
      {!file && <AreaField label={w.text} value={text} onInput={setText} wide />}
      <Button submit busy={busy} disabled={!file && !text.trim()}>{w.addPaper}</Button>
      {problem && <Trouble problem={problem} retry={() => void send()} />}
    </form>
  )
}
