import { useState } from 'preact/hooks'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, TextField } from '../../parts/field'
import { timeWords } from '../../words'
import { change, type Task } from './api'
import type { Given } from './task'

/** The minutes of joint meetings; the first one settles the plan. */
export function Meetings({ task, side, w, changed }: Given) {
  const { lang } = useOffice()
  const [asking, setAsking] = useState(false)
  return (
    <section class="section"><h2>{w.meetings}</h2>
      {!task.minutes.length && <p class="hint">{w.noMeetings}</p>}
      {task.minutes.map((one) => (
        <details key={one.id} class="task-minutes" open={task.minutes.length === 1}>
          <summary>{dateWords(one.on, lang)} {one.place} {one.units && <span class="small">{one.units}</span>}</summary>
          <p class="written">{one.text}</p>
          {(one.who || one.who_erased) && <p class="small">{w.who}{lang === 'zh' ? '：' : ': '}{one.who || w.erased}</p>}
        </details>
      ))}
      {side !== '' && !['archived', 'cancelled'].includes(task.state) && <p class="screen"><Button onClick={() => setAsking(true)}>{w.addMinutes}</Button></p>}
      {asking && <AddMinutes {...{ task, side, w }} changed={(now) => { setAsking(false); changed(now) }} close={() => setAsking(false)} />}
    </section>
  )
}

function AddMinutes({ task, side, w, changed, close }: Given & { close: () => void }) {
  const [f, setF] = useState({ on: '', place: '', units: '', text: '', who: '' })
  const [asked, setAsked] = useState(false)
  const wrong = (text: string) => (asked && !text.trim() ? w.missing : undefined)
  return (
    <Ask title={w.addMinutes} verb={w.addMinutes} wide reason={false} ready={!!f.on && !!f.place.trim() && !!f.text.trim()} onRefuse={() => setAsked(true)} onClose={close} onDone={changed}
      run={(_, key) => change(task, 'POST', '/minutes', { ...(side && { side }), on: f.on, place: f.place, text: f.text, ...(f.units && { units: f.units }), ...(f.who && { who: f.who }) }, key)}>
      <TextField label={w.on} type="date" value={f.on} onInput={(on) => setF({ ...f, on })} error={wrong(f.on)} />
      <TextField label={w.place} value={f.place} onInput={(place) => setF({ ...f, place })} error={wrong(f.place)} />
      <TextField label={w.units} value={f.units} onInput={(units) => setF({ ...f, units })} />
      <TextField label={w.who} hint={w.whoHint} value={f.who} onInput={(who) => setF({ ...f, who })} />
      <AreaField label={w.minutes} rows={6} value={f.text} onInput={(text) => setF({ ...f, text })} error={wrong(f.text)} />
    </Ask>
  )
}

/** What a side writes for itself while it checks the papers. */
export function OwnNotes({ task, side, w, changed }: Given) {
  const { lang } = useOffice()
  const [asking, setAsking] = useState(false)
  return (
    <section class="section"><h2>{w.own}</h2>
      <p class="hint">{w.ownHint}</p>
      {!task.notes.length && <p class="small">{w.noNotes}</p>}
      <ul class="plain-list">{task.notes.map((note) => <li key={note.id}><p class="written">{note.text}</p><p class="small">{w.sides[note.side]} {note.by} {timeWords(note.at, lang)}</p></li>)}</ul>
      {side !== '' && task.state !== 'cancelled' && <p class="screen"><Button onClick={() => setAsking(true)}>{w.addNote}</Button></p>}
      {asking && (
        <Ask title={w.addNote} hint={w.ownHint} verb={w.addNote} reasonWord={w.noteText} onClose={() => setAsking(false)} onDone={(now: Task) => { setAsking(false); changed(now) }}
          run={(text, key) => change(task, 'POST', '/notes', { text, side }, key)} />
      )}
    </section>
  )
}
