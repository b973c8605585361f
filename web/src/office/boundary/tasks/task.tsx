import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { Button } from '../../parts/button'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { href } from '../../route'
import { Amend } from './amend'
import { FieldWork } from './field/field'
import { taskOf, type Side, type Task } from './api'
import { Meetings, OwnNotes } from './meetings'
import { NextSteps } from './next'
import { Papers } from './papers'
import { Problems } from './problems'
import { Result } from './result'
import { Signatures } from './signatures'
import { Due } from './table'
import './tasks.css'
import { ownerName, taskWords, type Words } from './words'

/** What the parts of the page are given: the task, for which side one acts, and how a change comes back. */
export interface Given { task: Task; side: Side | ''; w: Words; changed: (now: Task) => void }

/** One task from top to bottom: what, who leads, the next step, problems, meetings, papers, what was done. */
export function TaskPage({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = taskWords(lang)
  const loaded = useLoad((signal) => taskOf(id, signal), [id, lang])
  const [answered, setAnswered] = useState<Task | null>(null) // a change answers the task as it is now
  const [named, setNamed] = useState<Side | ''>('')
  const task = answered ?? loaded.value
  const retry = () => { setAnswered(null); loaded.retry() }
  if (loaded.problem && !task) return <Trouble problem={loaded.problem} retry={loaded.retry} />
  if (!task) return <Skeleton rows={10} />
  const side = task.work.length === 1 ? task.work[0]! : named || (task.work.includes(task.lead) ? task.lead : '')
  const given: Given = { task, side, w, changed: (now) => { setAnswered(now); say(w.done) } }
  return (
    <article class="boundary-task">
      <p class="screen"><Link to={href('boundary', ['tasks'])}>{w.back}</Link></p>
      <div class="page-head"><h1>{task.line.name}</h1><Badge kind={task.overdue ? 'bad' : 'plain'}>{w.states[task.state] ?? task.state}</Badge>
        <Button onClick={() => print()}>{lang === 'zh' ? '打印' : 'Print'}</Button></div>
      {task.work.length > 1 && <SelectField label={w.actingFor} value={side} onPick={(value) => setNamed(value as Side)} choices={task.work.map((value) => ({ value, word: `${w.sides[value]} ${ownerName(task.line[value], w)}` }))} />}
      <NextSteps {...given} retry={retry} />
      <What task={task} w={w} />
      <Amend {...given} />
      {['report_draft', 'signed', 'submitted', 'filed', 'archived'].includes(task.state) && <Signatures {...given} />}
      {!['planned', 'plan_signed', 'cancelled'].includes(task.state) && <Result {...given} />}
      <FieldWork {...given} />
      <Problems {...given} />
      <Meetings {...given} />
      <Papers {...given} />
      <OwnNotes {...given} />
      <section class="section"><h2>{w.timeline}</h2>
        <p class="small">{w.opened(task.opened_by || (lang === 'zh' ? '系统' : 'the system'), dateWords(task.created_at, lang))}</p>
        {!task.steps.length && <p class="hint">{w.noSteps}</p>}
        <ol>{task.steps.map((step) => <li key={step.at}>{dateWords(step.on, lang)} <b>{w.states[step.to] ?? step.to}</b> {w.sides[step.side]} {step.by} {step.note}</li>)}</ol>
      </section>
    </article>
  )
}

function What({ task, w }: { task: Task; w: Words }) {
  const { lang } = useOffice()
  const { line } = task
  return (
    <section class="section"><h2>{w.what}</h2>
      <dl class="facts">
        <dt>{w.kind}</dt><dd>{task.ordinal ? <Link to={href('boundary', ['rounds', task.round ?? ''])}>{w.ofRound(task.ordinal)} · {task.year}</Link> : w.specialWord}</dd>
        {(['a', 'b'] as const).map((side) => [<dt key={side}>{w.sides[side]}</dt>, <dd key={side + 'd'}>{ownerName(line[side], w)} {line[side].code && <span class="small">{line[side].code}</span>} {task.lead === side && <Badge>{w.leads}</Badge>}</dd>])}
        <dt>{w.line}</dt><dd><Link to={href('boundary', ['lines', line.id])}>{line.name}</Link> · <Link to={href('boundary', ['dossier', line.id])}>{w.itsDossier}</Link> · <Link to={href('boundary', ['markers'], { line: line.id })}>{w.itsMarkers}</Link></dd>
        <dt>{w.length}</dt><dd>{w.km(line.length_m)} {line.number && <span class="small">{line.number}</span>}</dd>
        <dt>{w.due}</dt><dd><Due task={task} /></dd>
        {task.reason && <><dt>{w.reason}</dt><dd>{task.reason}</dd></>}
        {task.stretch_from && <><dt>{w.stretch}</dt><dd>{w.fromTo(task.stretch_from, task.stretch_to ?? '')}</dd></>}
        {task.completed && <><dt>{w.completed}</dt><dd>{dateWords(task.completed, lang)}</dd></>}
        {task.next_due && <><dt>{w.nextDue}</dt><dd>{dateWords(task.next_due, lang)} <span class="small">{task.due_basis}</span></dd></>}
        <dt>{w.form}</dt><dd><span class="small">{task.form_basis}</span></dd>
      </dl>
    </section>
  )
}
