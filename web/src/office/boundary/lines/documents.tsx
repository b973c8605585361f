import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { useOffice, useSession } from '../../context'
import { download, newKey } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Field, SelectField, TextField } from '../../parts/field'
import { timeWords } from '../../words'
import { addPaper, paperAddress, remove, type Paper } from './api'
import type { Given } from './one'

/** The papers of a line (行政区域界线管理条例 art. 13). */
export function Documents(given: Given) {
  const { held: { line }, w, may } = given
  const papers = line.documents ?? []
  return (
    <section class="section"><h2>{w.documents} <span class="small">{papers.length || ''}</span></h2>
      {!papers.length && <p class="hint">{w.noDocuments}</p>}
      <ul class="plain-list">{papers.map((paper) => <One key={paper.id} {...given} paper={paper} />)}</ul>
      {may && <Add {...given} />}
    </section>
  )
}

function One({ held: { line }, w, may, changed, paper }: Given & { paper: Paper }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [busy, setBusy] = useState(false)
  const run = async (what: () => Promise<unknown>, said?: string) => {
    setBusy(true)
    try {
      await what()
      if (said) return changed(said)
    } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  const title = paper.title || paper.name
  return (
    <li class="row-of">
      <span>{w.documentKinds[paper.kind] ?? paper.kind}：<b>{title}</b> <span class="small">{Math.ceil(paper.bytes / 1024)} KB · {timeWords(paper.at, lang)}</span></span>
      <Button small class="screen" busy={busy} onClick={() => void run(() => download(paperAddress(line.id, paper), paper.name))}>↓ {paper.name}</Button>
      {may && <Button small class="screen" busy={busy} aria-label={`${w.takeOut} ${title}`} onClick={() => void run(() => remove(line.id, 'documents', paper.id, newKey()), w.taken)}>{w.takeOut}</Button>}
    </li>
  )
}

function Add({ held: { line }, w, changed }: Given) {
  const [kind, setKind] = useState('agreement')
  const [title, setTitle] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [key, setKey] = useState(newKey)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    setAsked(true)
    if (!file || busy) return
    setBusy(true)
    setProblem(null)
    try {
      await addPaper(line.id, kind, title.trim(), file, key)
      setFile(null)
      setTitle('')
      setKey(newKey())
      setAsked(false)
      changed(w.added)
    } catch (err) {
      setProblem(asProblem(err))
      setKey(newKey())
    }
    setBusy(false)
  }
  return (
    <form class="stack screen" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <div class="line-filters">
        <SelectField label={w.kind} value={kind} onPick={setKind} choices={Object.entries(w.documentKinds).map(([value, word]) => ({ value, word }))} />
        <TextField label={w.titleWord} value={title} onInput={setTitle} />
        <Field label={w.file} hint={w.fileHint} error={asked && !file ? w.chooseFile : undefined}>{(given) => <input key={key} {...given} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}</Field>
      </div>
      {problem && <Refusal problem={problem} />}
      <p><Button submit busy={busy}>{w.addPaper}</Button></p>
    </form>
  )
}
