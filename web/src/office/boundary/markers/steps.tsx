import { useState } from 'preact/hooks'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Field, SelectField, TextField } from '../../parts/field'
import { step, type Held, type Next, type Reference, type Side } from './api'
import { ReferenceFields } from './references'
import type { Words } from './words'

/** What may follow, each with who may take it. */
export function Steps({ held, w, onDone }: { held: Held; w: Words; onDone: () => void }) {
  const m = held.marker
  const { say } = useSession()
  const [open, setOpen] = useState<Next | null>(null)
  const steps = m.next.filter((one, i) => m.next.findIndex((other) => other.step === one.step) === i)
  const sidesOf = (one: Next): Side[] => (one.patrol ? m.sides_report : m.sides_work)
  return (
    <section class="marker-part marker-next" aria-label={w.next}>
      <h2>{w.next}</h2>
      {!steps.length && <p>{w.nothing}</p>}
      <ul>
        {steps.map((one) => (
          <li key={one.step}>
            <Button disabled={!sidesOf(one).length} onClick={() => setOpen(one)}>{w.steps[one.step]}</Button>
            <span class="small">{[one.both ? w.needBoth : w.oneSide, one.patrol && w.mayPatrol].filter(Boolean).join('，')}{!sidesOf(one).length && `。${w.notYours}`}</span>
          </li>
        ))}
      </ul>
      {open && <StepDialog key={open.step} held={held} next={open} sides={sidesOf(open)} w={w} onClose={() => setOpen(null)} onDone={() => { setOpen(null); say(w.done); onDone() }} />}
    </section>
  )
}

interface Props { held: Held; next: Next; sides: Side[]; w: Words; onClose: () => void; onDone: () => void }

const blank = { to: '', on: '', side: '', present_a: '', present_b: '', lon: '', lat: '', meeting: '', document_a: '', document_b: '', note: '', photo: '' }
const documents: Record<string, readonly string[]> = { agree: ['document_a', 'document_b'], sign: ['document_a'], file: ['document_a'], retire: ['document_a'] }
const wantsNote = ['apply_move', 'refuse_move']

function StepDialog({ held, next, sides, w, onClose, onDone }: Props) {
  const { t } = useOffice()
  const m = held.marker
  const reports = m.next.filter((one) => one.step === next.step)
  const afterMove = next.step === 'set' && m.state === 'filed'
  const [f, setF] = useState({ ...blank, to: next.step === 'report' ? '' : next.to, side: sides.length === 1 ? sides[0]! : '' })
  const [references, setReferences] = useState<Reference[]>(() => m.references.map((one) => ({ ...one, azimuth_deg: '', distance_m: '' })))
  const [shown, setShown] = useState(false)
  const set = (name: keyof typeof blank) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const wanted = [next.step === 'report' && 'to', 'side', ...(next.both ? ['present_a', 'present_b'] : []), ...(next.measured ? ['lon', 'lat'] : []), ...(documents[next.step] ?? []),
    next.step === 'arrange' && 'meeting', next.step === 'repair' && 'photo', wantsNote.includes(next.step) && 'note'].filter((name): name is keyof typeof blank => !!name)
  const error = (name: keyof typeof blank) => (shown && wanted.includes(name) && !f[name].trim() ? t.wanted : undefined)
  const numbers = !next.measured || (Number.isFinite(Number(f.lon)) && Number.isFinite(Number(f.lat)))
  const ready = wanted.every((name) => f[name].trim()) && numbers
  const run = (_: string, key: string) => {
    const said = Object.fromEntries(Object.entries(f).filter(([name, value]) => value.trim() && name !== 'lon' && name !== 'lat').map(([name, value]) => [name, value.trim()]))
    return step(held, { step: next.step, ...said, ...(next.measured && { lon: Number(f.lon), lat: Number(f.lat) }), ...(afterMove && { references: references.map(bare) }) }, key)
  }
  const text = (name: keyof typeof blank, label: string, hint?: string) => <TextField key={name} label={label} hint={hint} value={f[name]} onInput={set(name)} error={error(name)} />
  return (
    <Ask title={`${w.steps[next.step]} · ${m.number}`} verb={w.steps[next.step]!} wide={afterMove} reason={false} ready={ready} onRefuse={() => setShown(true)} run={run} onDone={onDone} onClose={onClose}>
      {sides.length > 1 && <SelectField label={w.which} error={error('side')} value={f.side} onPick={set('side')} choices={[{ value: '', word: w.choose }, ...sides.map((value) => ({ value, word: w.side(value, value === 'a' ? m.name_a : m.name_b) }))]} />}
      {next.step === 'report' && <SelectField label={w.condition} error={error('to')} value={f.to} onPick={set('to')} choices={[{ value: '', word: w.choose }, ...reports.map(({ to }) => ({ value: to, word: w.states[to] ?? to }))]} />}
      <TextField label={w.onDay} hint={w.dayHint} type="date" value={f.on} onInput={set('on')} />
      {next.both && text('present_a', w.presentA, w.presentHint)}
      {next.both && text('present_b', w.presentB)}
      {next.measured && <div class="row-of">{text('lon', w.lon, w.measuredHint)}{text('lat', w.lat, ' ')}</div>}
      {next.measured && !numbers && <p class="wrong">{w.wrongNumber}</p>}
      {next.step === 'arrange' && text('meeting', w.meeting)}
      {next.step === 'agree' ? [text('document_a', w.documentOfA), text('document_b', w.documentOfB)] : documents[next.step] && text('document_a', w.documentA)}
      {next.step === 'repair' && (
        <Field label={w.photo} error={error('photo')} hint={m.photos.length ? undefined : w.noPhotoYet}>
          {(given) => <select {...given} value={f.photo} onChange={(event) => set('photo')(event.currentTarget.value)}><option value="">{w.choose}</option>{m.photos.map((one) => <option key={one.id} value={one.id}>{w.facesOf[one.face]} {one.name}</option>)}</select>}
        </Field>
      )}
      {afterMove && <><p class="legend">{w.newReferences}</p><ReferenceFields all={references} w={w} onChange={setReferences} /></>}
      {text('note', wantsNote.includes(next.step) ? w.why : w.note)}
    </Ask>
  )
}

/** An object as the server takes it: nothing of what was left empty. */
export const bare = (one: Reference): Reference => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== '' && value !== undefined)) as unknown as Reference
