import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { newKey } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Field, SelectField } from '../../parts/field'
import { Badge } from '../../parts/notice'
import { addPaper, paperAddress, removePaper, type Paper, type Side } from './api'
import type { Given } from './task'

/** The documents of a task: those that both share, and one's own. */
export function Papers(given: Given) {
  const { task, side, w } = given
  return (
    <section class="section"><h2>{w.papers} {task.papers.length > 0 && <span class="small">{task.papers.length}</span>}</h2>
      {!task.papers.length && <p class="hint">{w.noPapers}</p>}
      <ul class="plain-list">{task.papers.map((paper) => <One key={paper.id} {...given} paper={paper} />)}</ul>
      {side !== '' && task.state !== 'cancelled' && <Add {...given} side={side} />}
    </section>
  )
}

function One({ task, side, w, changed, paper }: Given & { paper: Paper }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const away = async () => {
    setBusy(true)
    setProblem(null)
    try { changed(await removePaper(task, paper, side as Side, newKey())) } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <li>
      <span class="small">{w.paperKinds[paper.kind] ?? paper.kind}</span> <a href={paperAddress(task, paper)} target="_blank" rel="noopener">{paper.title || paper.name}</a> <span class="small">{Math.ceil(paper.size / 1024)} KB</span> {paper.side && <Badge>{w.ownOnly}</Badge>}
      {side !== '' && !['archived', 'cancelled'].includes(task.state) && <span class="task-acts screen"><Button small busy={busy} aria-label={`${w.takeOut} ${paper.name}`} onClick={() => void away()}>{w.takeOut}</Button></span>}
      {problem && <Refusal problem={problem} />}
    </li>
  )
}

// The paper that the state of a task most likely brings.
const likely: Record<string, string> = { planned: 'plan', plan_signed: 'indoor', indoor: 'indoor', field: 'records', issues: 'records', report_draft: 'signed_report', signed: 'signed_report', submitted: 'filing', filed: 'archive' }

function Add({ task, side, w, changed }: Given & { side: Side }) {
  const [kind, setKind] = useState('')
  const [own, setOwn] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState({ key: newKey(), n: 0 })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const chosen = kind || likely[task.state] || 'other'
  const send = async () => {
    if (!file || busy) return
    setBusy(true)
    setProblem(null)
    try {
      const now = await addPaper(task, chosen, own, side, file, sent.key)
      setFile(null)
      setKind('')
      setSent({ key: newKey(), n: sent.n + 1 })
      changed(now)
    } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <form class="stack screen" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <div class="task-fields">
        <SelectField label={w.paperKind} value={chosen} onPick={setKind} choices={Object.entries(w.paperKinds).map(([value, word]) => ({ value, word }))} />
        <Field label={w.file}>{(given) => <input key={sent.n} {...given} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}</Field>
        <label class="check"><input type="checkbox" checked={own} onChange={(event) => setOwn(event.currentTarget.checked)} /> {w.ownOnly}</label>
      </div>
      {problem && <Refusal problem={problem} />}
      <p><Button submit busy={busy} disabled={!file}>{w.addPaper}</Button></p>
    </form>
  )
}
