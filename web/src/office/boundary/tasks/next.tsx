import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem, useLoad } from '../../../load'
import { useOffice } from '../../context'
import { newKey } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Notice } from '../../parts/notice'
import { change, type Next } from './api'
import { recordsOf } from './field/api'
import type { Given } from './task'
import { ownerName } from './words'

/** The step forward with what it still wants and who takes it; steps back are folded below. */
export function NextSteps({ retry, ...given }: Given & { retry: () => void }) {
  const { task, w } = given
  const forward = task.next.find((next) => !next.back)
  const others = task.next.filter((next) => next.back)
  return (
    <section class="section task-next"><h2>{w.next}</h2>
      {!task.next.length && <p class="hint">{w.nobody}</p>}
      {forward && <>
        <p><b>{w.verbs[forward.to] ?? forward.to}</b> <span class="hint">{w.whoTakes(ownerName(task.line[task.lead], w))}</span></p>
        {task.work.length ? <StepForm key={forward.to + task.revision} {...given} retry={retry} next={forward} /> : <p class="hint">{w.notYours}</p>}
      </>}
      {others.length > 0 && task.work.length > 0 && <details class="screen"><summary>{w.more}</summary>{others.map((next) => <StepForm key={next.to + task.revision} {...given} retry={retry} next={next} />)}</details>}
    </section>
  )
}

// What the note of a step answers by itself: it is asked for, not missing.
const said = ['submission', 'filing', 'reason']

function StepForm({ task, side, w, changed, next, retry }: Given & { next: Next; retry: () => void }) {
  const { lang } = useOffice()
  const [f, setF] = useState({ on: '', note: '', paper: '' })
  const [sent, setSent] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const lacks = next.lacks.filter((lack) => !said.includes(lack))
  const foreign = side !== task.lead && next.to !== 'signed'
  const wantsNote = next.back || next.lacks.includes('submission') || next.lacks.includes('filing') || (foreign && !f.paper)
  const take = async () => {
    setAsked(true)
    if (busy || (wantsNote && !f.note.trim())) return
    setBusy(true)
    setProblem(null)
    try {
      changed(await change(task, 'POST', '/steps', { to: next.to, ...(side && { side }), ...(f.on && { on: f.on }), ...(f.note.trim() && { note: f.note.trim() }), ...(f.paper && { paper: f.paper }) }, sent))
    } catch (err) {
      setProblem(asProblem(err))
      setSent(newKey())
    }
    setBusy(false)
  }
  const shared = task.papers.filter((paper) => !paper.side)
  const verb = (next.back ? w.backVerbs : w.verbs)[next.to] ?? next.to
  return (
    <form class="stack task-step screen" onSubmit={(event) => { event.preventDefault(); void take() }}>
      {next.to === 'issues' && <NothingCame task={task.id} said={w.nothingCame} />}
      {lacks.length > 0 && <p class="task-lacks"><b>{w.wants}</b>{lang === 'zh' ? '：' : ': '}{lacks.map((lack) => w.lacks[lack] ?? lack).join(lang === 'zh' ? '；' : '; ')}</p>}
      <div class="task-fields">
        <TextField label={w.on} hint={w.onHint} type="date" value={f.on} onInput={(on) => setF({ ...f, on })} />
        {shared.length > 0 && <SelectField label={w.paper} value={f.paper} onPick={(paper) => setF({ ...f, paper })} choices={[{ value: '', word: w.noPaper }, ...shared.map((paper) => ({ value: paper.id, word: paper.title || paper.name }))]} />}
      </div>
      <AreaField label={next.back ? w.lacks.reason! : w.notes[next.to] ?? w.note} rows={2} value={f.note} onInput={(note) => setF({ ...f, note })} error={asked && wantsNote && !f.note.trim() ? w.missing : undefined} />
      {problem && <Refusal problem={problem} />}
      {problem?.status === 412 && <Button onClick={retry}>{lang === 'zh' ? '重新读取' : 'Read it again'}</Button>}
      <p><Button kind={next.back ? undefined : 'primary'} submit busy={busy} disabled={lacks.length > 0}>{verb}</Button></p>
    </form>
  )
}

/** Says before the field work is called done that nothing of it came. */
function NothingCame({ task, said }: { task: string; said: string }) {
  const { value } = useLoad((signal) => recordsOf(task, null, signal), [task])
  return value && !value.items.length ? <Notice kind="warn">{said}</Notice> : null
}
