import { useState } from 'preact/hooks'
import { children, type Division } from '../../api'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { newKey, read } from '../http'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { begin, type Item } from './api'
import { asks, blank, itemOf, kinds, type Change } from './change'
import { redivisionWords, type Words } from './words'

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
  const chosen = (field: 'division' | 'other' | 'parent', picked: Division | null) => {
    const put = (division: Division | null) => set({ ...c, [field]: division, ...(field === 'division' && { children: [] }) })
    put(picked)
    // The tree knows its root by its code alone; without an answer the form stays incomplete and says so.
    if (picked && !picked.id) read<Division>('/v1/divisions/' + encodeURIComponent(picked.code)).then(put, () => undefined)
  }
  const pick = (label: string, field: 'division' | 'other' | 'parent') =>
    <DivisionField label={label} whole={w.choose} value={c[field]?.code ?? ''} onPick={(picked) => chosen(field, picked)} />
  const write = (label: string, field: 'name' | 'lon' | 'lat' | 'note', more: object = {}) => <TextField label={label} value={c[field]} onInput={(text) => set({ ...c, [field]: text })} {...more} />
  const line = c.kind === 'line_change'
  return (
    <fieldset class="change">
      <legend>{w.kinds[c.kind]}</legend>
      <SelectField label={w.kind} value={c.kind} choices={kinds.map((value) => ({ value, word: w.kinds[value] ?? value }))} onPick={(kind) => set({ ...c, kind })} />
      {c.kind !== 'establish' && pick(c.kind === 'merge' ? w.into : line ? w.oneSide : w.division, 'division')}
      {asks.other(c.kind) && pick(line ? w.otherSide : w.other, 'other')}
      {asks.parent(c.kind) && pick(w.newParent, 'parent')}
      {asks.name(c.kind) && write(c.kind === 'split' ? w.splitName : w.newName, 'name', { required: true })}
      {c.kind === 'seat_move' && <>{write(w.lon, 'lon', { inputMode: 'decimal', required: true })}{write(w.lat, 'lat', { inputMode: 'decimal', required: true })}</>}
      {(line || c.kind === 'seat_move') && write(line ? w.lineNote : w.seatNote, 'note', { wide: true })}
      {c.kind === 'split' && c.division && <Children code={c.division.code} chosen={c.children} set={(ids) => set({ ...c, children: ids })} w={w} />}
      {remove && <Button small onClick={remove}>{w.remove}</Button>}
    </fieldset>
  )
}

/** Which divisions of one that is split go to the new one. */
function Children({ code, chosen, set, w }: { code: string; chosen: string[]; set: (ids: string[]) => void; w: Words }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => children(code, null, signal), [code, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={3} />
  const all = value.items.filter((d): d is Division & { id: string } => !!d.id)
  return (
    <fieldset class="children"><legend>{w.children}</legend>
      {!all.length && <p class="hint">{w.noChildren}</p>}
      {all.map((d) => <label class="check" key={d.id}><input type="checkbox" checked={chosen.includes(d.id)} onChange={() => set(chosen.includes(d.id) ? chosen.filter((id) => id !== d.id) : [...chosen, d.id])} /> {d.name}</label>)}
    </fieldset>
  )
}
