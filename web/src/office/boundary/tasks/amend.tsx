import { useState } from 'preact/hooks'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import { change, type Side } from './api'
import type { Given } from './task'
import { ownerName } from './words'

/** Year, lead and due date of a task, which may change until its plan is signed. */
export function Amend(given: Given) {
  const [asking, setAsking] = useState(false)
  const { task, side, w, changed } = given
  if (task.state !== 'planned' || side === '') return null
  return (
    <p class="screen"><Button onClick={() => setAsking(true)}>{w.amend}</Button>
      {asking && <Dialog {...given} changed={(now) => { setAsking(false); changed(now) }} close={() => setAsking(false)} />}
    </p>
  )
}

function Dialog({ task, side, w, changed, close }: Given & { close: () => void }) {
  const [f, setF] = useState({ year: String(task.year), lead: task.lead, due: task.due })
  const leads = (['a', 'b'] as const).filter((one) => task.line[one].kind === 'division')
  // Another year takes its last day with it, unless a day of that year is chosen.
  const year = (text: string) => setF({ ...f, year: text, ...(/^\d{4}$/.test(text) && !f.due.startsWith(text) && { due: text + '-12-31' }) })
  return (
    <Ask title={w.amend} verb={w.save} reason={false} onClose={close} onDone={changed}
      run={(_, key) => change(task, 'PATCH', '', { lead: f.lead, due: f.due, ...(side && { side }), ...(task.kind === 'round' && { year: Number(f.year) }) }, key)}>
      {task.kind === 'round' && <TextField label={w.year} type="number" min="1980" max="2200" value={f.year} onInput={year} />}
      <SelectField label={w.lead} value={f.lead} onPick={(lead) => setF({ ...f, lead: lead as Side })} choices={leads.map((one) => ({ value: one, word: `${w.sides[one]} ${ownerName(task.line[one], w)}` }))} />
      <TextField label={w.due} type="date" value={f.due} onInput={(due) => setF({ ...f, due })} />
    </Ask>
  )
}
