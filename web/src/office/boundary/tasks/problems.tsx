import { useState } from 'preact/hooks'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Badge } from '../../parts/notice'
import { daysUntil } from '../../supervision/api'
import { change, type Trouble } from './api'
import type { Given } from './task'

/** What the inspection found: each with who handles it, until when, and how it ended. */
export function Problems({ task, side, w, changed }: Given) {
  const { lang } = useOffice()
  const [asking, setAsking] = useState<{ what: 'add' | 'handle' | 'solve'; problem?: Trouble } | null>(null)
  const may = side !== ''
  const open = may && !['archived', 'cancelled'].includes(task.state)
  const done = { changed: (now: typeof task) => { setAsking(null); changed(now) }, close: () => setAsking(null) }
  return (
    <section class="section"><h2>{w.problemTitle} {task.problem_list.length > 0 && <span class="small">{task.problem_list.length}</span>}</h2>
      {!task.problem_list.length && <p class="hint">{w.noProblems}</p>}
      <ul class="plain-list task-problems">{task.problem_list.map((problem) => (
        <li key={problem.id}>
          <p><b>{problem.text}</b> <span class="small">{w.objectKinds[problem.object_kind]} {problem.object_name}</span></p>
          {problem.solved ? <p><Badge kind="good">{w.solved}</Badge> {dateWords(problem.solved, lang)} {problem.solution}</p> : <p>
            {problem.handler && problem.due ? <><Badge kind={problem.overdue ? 'bad' : daysUntil(problem.due) <= 14 ? 'warn' : 'plain'}>{w.left(daysUntil(problem.due))}</Badge> {problem.handler} · {dateWords(problem.due, lang)}</> : <Badge kind="warn">{w.unhandled}</Badge>}
            {open && <span class="task-acts screen"><Button small onClick={() => setAsking({ what: 'handle', problem })}>{w.handle}</Button><Button small onClick={() => setAsking({ what: 'solve', problem })}>{w.solve}</Button></span>}
          </p>}
        </li>
      ))}</ul>
      {may && ['indoor', 'field', 'issues'].includes(task.state) && <p class="screen"><Button onClick={() => setAsking({ what: 'add' })}>{w.addProblem}</Button></p>}
      {asking?.what === 'add' && <Add {...{ task, side, w }} {...done} />}
      {asking?.what === 'handle' && <Handle {...{ task, side, w, problem: asking.problem! }} {...done} />}
      {asking?.what === 'solve' && <Solve {...{ task, side, w, problem: asking.problem! }} {...done} />}
    </section>
  )
}

type Asking = Given & { close: () => void }

function Add({ task, side, w, changed, close }: Asking) {
  const [f, setF] = useState({ text: '', object_kind: 'marker', object_name: '', handler: '', due: '' })
  const [asked, setAsked] = useState(false)
  return (
    <Ask title={w.addProblem} verb={w.addProblem} reason={false} ready={!!f.text.trim()} onRefuse={() => setAsked(true)} onClose={close} onDone={changed}
      run={(_, key) => change(task, 'POST', '/problems', { text: f.text, object_kind: f.object_kind, ...(side && { side }), ...(f.object_name && { object_name: f.object_name }), ...(f.handler && { handler: f.handler }), ...(f.due && { due: f.due }) }, key)}>
      <AreaField label={w.problemText} rows={2} value={f.text} onInput={(text) => setF({ ...f, text })} error={asked && !f.text.trim() ? w.missing : undefined} />
      <SelectField label={w.about} value={f.object_kind} onPick={(object_kind) => setF({ ...f, object_kind })} choices={Object.entries(w.objectKinds).map(([value, word]) => ({ value, word }))} />
      <TextField label={w.objectName} value={f.object_name} onInput={(object_name) => setF({ ...f, object_name })} />
      <TextField label={w.handler} hint={w.handlerHint} value={f.handler} onInput={(handler) => setF({ ...f, handler })} />
      <TextField label={w.due} type="date" value={f.due} onInput={(due) => setF({ ...f, due })} />
    </Ask>
  )
}

function Handle({ task, side, w, problem, changed, close }: Asking & { problem: Trouble }) {
  const [f, setF] = useState({ handler: problem.handler ?? '', due: problem.due ?? '' })
  const [asked, setAsked] = useState(false)
  return (
    <Ask title={w.handle} hint={problem.text} verb={w.handle} reason={false} ready={!!f.handler.trim() && !!f.due} onRefuse={() => setAsked(true)} onClose={close} onDone={changed}
      run={(_, key) => change(task, 'PUT', `/problems/${problem.id}/handler`, { ...f, ...(side && { side }) }, key)}>
      <TextField label={w.handler} hint={w.handlerHint} value={f.handler} onInput={(handler) => setF({ ...f, handler })} error={asked && !f.handler.trim() ? w.missing : undefined} />
      <TextField label={w.due} type="date" value={f.due} onInput={(due) => setF({ ...f, due })} error={asked && !f.due ? w.missing : undefined} />
    </Ask>
  )
}

function Solve({ task, side, w, problem, changed, close }: Asking & { problem: Trouble }) {
  const [on, setOn] = useState('')
  return (
    <Ask title={w.solve} hint={problem.text} verb={w.solve} reasonWord={w.solution} onClose={close} onDone={changed}
      run={(solution, key) => change(task, 'PUT', `/problems/${problem.id}/solution`, { solution, ...(on && { on }), ...(side && { side }) }, key)}>
      <TextField label={w.on} hint={w.onHint} type="date" value={on} onInput={setOn} />
    </Ask>
  )
}
