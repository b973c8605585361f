import { useState } from 'preact/hooks'
import { Ask } from '../../parts/ask'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { change, type Held } from './api'
import type { Words } from './words'

/** What is registered of a line in words; its course changes by an agreement only. */
export function Edit({ held, w, onClose, onDone }: { held: Held; w: Words; onClose: () => void; onDone: () => void }) {
  const { line } = held
  const said = line.office!
  const first = { name: line.name, number: line.number, length_stated: said.length_stated, approved_by: said.approved_by, approval_no: said.approval_no, approved_on: said.approved_on ?? '', agreement: said.agreement, description: said.description, visibility: said.visibility as string }
  const [f, setF] = useState(first)
  const [more, setMore] = useState({ source: '', valid_from: '' })
  const set = (name: keyof typeof first) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const run = (reason: string, key: string) => {
    const changed = Object.fromEntries(Object.entries(f).filter(([name, value]) => value !== first[name as keyof typeof first]))
    return change(held, { ...changed, ...(more.source.trim() && { source: more.source.trim() }), ...(more.valid_from && { valid_from: more.valid_from }), reason }, key)
  }
  const text = (name: keyof typeof first, label: string) => <TextField label={label} value={f[name]} onInput={set(name)} />
  return (
    <Ask title={w.editTitle} hint={w.editHint} verb={w.save} wide run={run} onDone={onDone} onClose={onClose}>
      <div class="form">
        {text('name', w.name)}
        {text('number', w.number)}
        {text('length_stated', w.lengthStated)}
        {text('approved_by', w.approvedBy)}
        {text('approval_no', w.approvalNo)}
        <TextField type="date" label={w.approvedOn} value={f.approved_on} onInput={set('approved_on')} />
        <SelectField label={w.visibility} value={f.visibility} onPick={set('visibility')} choices={Object.entries(w.visibilities).map(([value, word]) => ({ value, word }))} />
        <TextField type="date" label={w.validFrom} hint={w.validFromHint} value={more.valid_from} onInput={(valid_from) => setMore((was) => ({ ...was, valid_from }))} />
        <AreaField label={w.agreement} wide rows={3} value={f.agreement} onInput={set('agreement')} />
        <AreaField label={w.course} wide rows={4} value={f.description} onInput={set('description')} />
        <TextField label={w.source} wide value={more.source} onInput={(source) => setMore((was) => ({ ...was, source }))} />
      </div>
    </Ask>
  )
}
