import { useState } from 'preact/hooks'
import { asProblem } from '../../load'
import type { Problem } from '../../http'
import { Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { AreaField, Field, SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { href } from '../route'
import { addPaper, paperAddress, type Consultation } from './api'
import type { Doing } from './case'
import { useKept } from './kept'

/** The parallel opinions: which are asked, how each ended. */
export function Consultations({ c, w, busy, take }: Doing) {
  const [extra, setExtra] = useState('department')
  return (
    <section class="section"><h2>{w.opinions}</h2>
      {!c.consultations.length && <p class="hint">{w.noOpinions}</p>}
      {c.consultations.map((one) => <One key={one.id} one={one} {...{ c, w, busy, take }} />)}
      {c.state === 'consulting' && (
        <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (!busy) void take('consultations', { kind: extra }) }}>
          <SelectField label={w.extra} value={extra} choices={Object.entries(w.reports).map(([value, word]) => ({ value, word }))} onPick={setExtra} />
          <Button submit busy={busy} small>{w.extra}</Button>
        </form>
      )}
    </section>
  )
}

function One({ one, c, w, busy, take }: Doing & { one: Consultation }) {
  const { lang } = useOffice()
  const [f, setF, forget] = useKept(`${c.id}:opinion:${one.id}`, { outcome: 'for', summary: '' })
  const send = (waived: boolean) => { if (f.summary.trim() && !busy) void take(`consultations/${one.id}/close`, waived ? { summary: f.summary, waived } : f).then((done) => done && forget()) }
  const noticed = one.state === 'open' && one.kind === 'notice' && !!c.open_notices?.includes('notice')
  return (
    <div class="case-item">
      <p><b>{w.reports[one.kind] ?? one.kind}</b> {one.required && <span class="small">{w.required}</span>} {one.with} {one.state === 'open' ? <Badge kind="warn">{w.missing}</Badge> : <Badge kind="good">{one.outcome ? w.outcomes[one.outcome] : w.waive}</Badge>} <span class="small">{dateWords(one.closed_on ?? one.opened_on, lang)}</span></p>
      {one.summary && <p class="small">{one.summary}</p>}
      {noticed && <p class="hint">{w.byNotice}</p>}
      {one.state === 'open' && c.state === 'consulting' && !noticed && (
        <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); send(false) }}>
          <SelectField label={`${w.reports[one.kind]} ${w.outcome}`} value={f.outcome} choices={['for', 'conditional', 'against'].map((value) => ({ value, word: w.outcomes[value] ?? value }))} onPick={(outcome) => setF({ ...f, outcome })} />
          <AreaField label={w.summary} value={f.summary} onInput={(summary) => setF({ ...f, summary })} rows={2} wide />
          <Button submit busy={busy} disabled={!f.summary.trim()}>{w.close}</Button>
          <Button kind="quiet" busy={busy} disabled={!f.summary.trim()} onClick={() => send(true)}>{w.waive}</Button>
        </form>
      )}
    </div>
  )
}

/** The documents of the case. */
export function Papers({ c, w, reload }: Doing & { reload: () => void }) {
  const [kind, setKind] = useState('application')
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    try { await addPaper(c, kind, file); setFile(null); reload() } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <section class="section"><h2>{w.documents}</h2>
      {!c.documents.length && <p class="hint">{w.noDocuments}</p>}
      <ul>{c.documents.map((paper) => <li key={paper.id}>{w.papers[paper.kind] ?? paper.kind}：<a href={paperAddress(c, paper)} target="_blank" rel="noopener">{paper.title}</a> <span class="small">{Math.ceil(paper.bytes / 1024)} KB · {paper.added_by}</span></li>)}</ul>
      <p class="screen">{w.drafts}：{Object.entries(w.made).map(([file, word]) => <><a key={file} href={`/v1/cases/${c.id}/papers/${file}`} download>{word}</a> </>)} <Link class="small" to={href('templates')}>{w.templates}</Link></p>
      <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (!busy) void send() }}>
        <SelectField label={w.documents} value={kind} choices={Object.entries(w.papers).map(([value, word]) => ({ value, word }))} onPick={setKind} />
        <Field label={w.file}>{(given) => <input {...given} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}</Field>
        <Button submit busy={busy} disabled={!file}>{w.add}</Button>
      </form>
      {problem && <Trouble problem={problem} retry={() => void send()} />}
    </section>
  )
}
