import { useState } from 'preact/hooks'
import type { Division } from '../../api'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Trouble } from '../../notice'
import { useOffice } from '../context'
import { newKey } from '../http'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { begin, type Item } from './api'
import { redivisionWords, type Words } from './words'

interface Change { kind: string; division: Division | null; other: Division | null; parent: Division | null; name: string }

const kinds = ['type_change', 'reparent', 'rename', 'merge', 'establish', 'abolish']
const blank = (): Change => ({ kind: 'type_change', division: null, other: null, parent: null, name: '' })
const named = (kind: string) => ['type_change', 'rename', 'establish'].includes(kind)
const moved = (kind: string) => ['reparent', 'establish'].includes(kind)

/** The change as it is sent; null while something of it is still to be said. */
function itemOf(c: Change): Item | null {
  if ((c.kind !== 'establish' && !c.division?.id) || (named(c.kind) && !c.name.trim()) || (moved(c.kind) && !c.parent?.id) || (c.kind === 'merge' && !c.other?.id)) return null
  return {
    kind: c.kind, ...(named(c.kind) && { name: c.name.trim() }), ...(moved(c.kind) && { parent: c.parent?.id }),
    ...(c.kind !== 'establish' && { divisions: [c.division?.id, c.kind === 'merge' ? c.other?.id : ''].filter((id): id is string => !!id) }),
    ...(c.kind === 'merge' && { into: c.division?.id }),
  }
}

/** A new case: what changes. */
export function Begin() {
  const { lang } = useOffice()
  const w = redivisionWords(lang)
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const [changes, setChanges] = useState([blank()])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [key] = useState(newKey)
  const items = changes.map(itemOf)
  const ready = !!title.trim() && items.every((item) => item)
  const save = async () => {
    setBusy(true)
    try { go(href('redivision', [(await begin({ title: title.trim(), reason: reason.trim(), items: items as Item[] }, key + JSON.stringify(items).length + title.length)).id])) } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <form class="case-form" onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void save() }}>
      <p><Link to={href('redivision')}>{w.back}</Link></p>
      <h1>{w.begin}</h1>
      <TextField label={w.caseTitle} value={title} onInput={setTitle} required wide />
      <AreaField label={w.reason} value={reason} onInput={setReason} wide />
      {changes.map((c, n) => <ChangeFields key={n} {...{ c, w }} set={(next) => setChanges(changes.map((old, i) => (i === n ? next : old)))}
        remove={changes.length > 1 ? () => setChanges(changes.filter((_, i) => i !== n)) : null} />)}
      <p><Button onClick={() => setChanges([...changes, { ...blank(), kind: changes.at(-1)?.kind ?? 'type_change', parent: changes.at(-1)?.parent ?? null }])}>{w.add}</Button></p>
      {problem && <Trouble problem={problem} retry={() => void save()} />}
      {!ready && <p class="hint">{w.incomplete}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={busy} disabled={!ready}>{w.save}</Button></div>
    </form>
  )
}

function ChangeFields({ c, w, set, remove }: { c: Change; w: Words; set: (next: Change) => void; remove: (() => void) | null }) {
  const pick = (label: string, field: 'division' | 'other' | 'parent') =>
    <DivisionField label={label} whole={w.choose} value={c[field]?.code ?? ''} onPick={(picked) => set({ ...c, [field]: picked })} />
  return (
    <fieldset class="change">
      <legend>{w.kinds[c.kind]}</legend>
      <SelectField label={w.kind} value={c.kind} choices={kinds.map((value) => ({ value, word: w.kinds[value] ?? value }))} onPick={(kind) => set({ ...c, kind })} />
      {c.kind !== 'establish' && pick(c.kind === 'merge' ? w.into : w.division, 'division')}
      {c.kind === 'merge' && pick(w.other, 'other')}
      {moved(c.kind) && pick(w.newParent, 'parent')}
      {named(c.kind) && <TextField label={w.newName} value={c.name} onInput={(name) => set({ ...c, name })} required />}
      {remove && <Button small onClick={remove}>{w.remove}</Button>}
    </fieldset>
  )
}
