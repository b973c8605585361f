import { useId, useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, Field, TextField } from '../../parts/field'
import { Notice } from '../../parts/notice'
import { go } from '../../route'
import { addFile, contract, line, make, type Check, type Contract, type Marker } from './api'
import { nowField, useRecording } from './forms'
import { PositionField, positionOf, type Typed } from './positionfield'
import { Back, keeperOf, path } from './shared'
import { upkeepWords, type Words } from './words'

/** A patrol under a contract, by the keeper or by the office for them. */
export function PatrolForm({ id }: { id: string }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => contract(id, signal), [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  return value ? <Form of={value} /> : <Skeleton rows={10} />
}

/** A marker as nobody has said anything of it yet. */
const untold = (marker: string): Check => ({ marker, reached: true, condition: '', cleared: '', repainted: false, note: '' })
const whole = (check: Check) => (check.reached ? !!check.condition && !!check.cleared : !!check.note?.trim())

function Form({ of }: { of: Contract }) {
  const { lang } = useOffice()
  const { session, say } = useSession()
  const w = upkeepWords(lang)
  const known = useLoad(session.can.includes('upkeep.office') ? (signal) => line(of.line, signal) : null, [of.line])
  const radius = known.value?.rules?.clear_radius_m.number
  const [occasion, setOccasion] = useState('regular')
  const [at, setAt] = useState(nowField)
  const [checks, setChecks] = useState(() => of.markers.map(({ id }) => untold(id)))
  const [where, setWhere] = useState<Typed>({ lon: '', lat: '' })
  const [note, setNote] = useState('')
  const [photos, setPhotos] = useState<File[]>([])
  const form = useRecording(checks.some((check) => check.condition || !check.reached) || !!note, w.leave)
  const position = positionOf(where)
  const wrong = !at || position === null || !checks.every(whole)
  const set = (marker: string, change: Partial<Check>) => setChecks((was) => was.map((check) => (check.marker === marker ? { ...check, ...change } : check)))
  const send = () => form.send(wrong, async (key) => {
    const said = checks.map(({ marker, reached, condition, cleared, repainted, note }) => ({ marker, reached, ...(reached && { condition, cleared, repainted }), ...(note?.trim() && { note: note.trim() }) }))
    const made = await make('patrols', { contract: of.id, occasion, made_at: new Date(at).toISOString(), checks: said, ...(position && { position }), ...(note.trim() && { note: note.trim() }) }, key)
    form.kept()
    let failed = ''
    for (const photo of photos) await addFile({ patrol: made.id }, photo).catch(() => { failed ||= photo.name })
    say(failed ? w.photoFailed(failed) : w.saved)
    go(path('contracts', of.id))
  })
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <Back />
      <h1 class="field-wide">{w.patrolOf(keeperOf(of))}</h1>
      <div class="field-wide"><Notice><p>{w.law}</p></Notice></div>
      <Chips legend={w.occasion} hint={w.occasionHint} choices={w.occasions} value={occasion} onPick={setOccasion} />
      <Field label={w.madeAt}>{(given) => <input {...given} type="datetime-local" value={at} onInput={(event) => setAt(event.currentTarget.value)} />}</Field>
      <ul class="upkeep-checks field-wide">
        {of.markers.map((marker) => <CheckField key={marker.id} marker={marker} radius={radius} check={checks.find((check) => check.marker === marker.id)!} tried={form.tried} w={w} set={(change) => set(marker.id, change)} />)}
      </ul>
      <PositionField value={where} wrong={form.tried && position === null ? w.locateFailed : undefined} onPick={setWhere} />
      <Field label={w.photos} hint={w.photosHint} wide>{(given) => <input {...given} type="file" accept="image/*" multiple onChange={(event) => setPhotos([...(event.currentTarget.files ?? [])])} />}</Field>
      <AreaField label={w.note} wide value={note} onInput={setNote} />
      {form.problem && <div class="field-wide"><Refusal problem={form.problem} /></div>}
      {form.tried && wrong && <p class="wrong field-wide" role="alert">{w.missing}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={form.busy}>{w.patrol}</Button></div>
    </form>
  )
}

interface CheckProps { marker: Marker; check: Check; radius?: number; tried: boolean; w: Words; set: (change: Partial<Check>) => void }

/** What is said of one marker, by tapping. */
function CheckField({ marker, check, radius, tried, w, set }: CheckProps) {
  return (
    <li class="upkeep-check">
      <h3>{marker.number}</h3>
      <Chips legend={`${w.reached} / ${w.notReached}`} quiet choices={{ yes: w.reached, no: w.notReached }} value={check.reached ? 'yes' : 'no'} onPick={(next) => set(next === 'yes' ? { reached: true } : { reached: false, condition: '', cleared: '', repainted: false })} />
      {check.reached && <>
        <Chips legend={w.condition} choices={w.conditions} value={check.condition ?? ''} onPick={(condition) => set({ condition })} />
        <Chips legend={radius === undefined ? w.clearedWord : w.cleared(radius)} choices={w.clearings} value={check.cleared ?? ''} onPick={(cleared) => set({ cleared })} />
        <label class="check"><input type="checkbox" checked={check.repainted} onChange={(event) => set({ repainted: event.currentTarget.checked })} /> {w.repainted}</label>
      </>}
      <TextField label={check.reached ? w.noteOf : w.whyNot} value={check.note ?? ''} onInput={(note) => set({ note })} />
      {tried && !whole(check) && <p class="wrong">{w.checkMissing}</p>}
    </li>
  )
}

interface ChipsProps { legend: string; hint?: string; quiet?: boolean; choices: Record<string, string>; value: string; onPick: (value: string) => void }

/** One of a few, each a large target. */
export function Chips({ legend, hint, quiet, choices, value, onPick }: ChipsProps) {
  const name = useId()
  return (
    <fieldset class="upkeep-chips">
      <legend class={quiet ? 'hidden' : 'legend'}>{legend} {hint && <span class="small">{hint}</span>}</legend>
      {Object.entries(choices).map(([key, word]) => <label key={key}><input type="radio" name={name} value={key} checked={key === value} onChange={() => onPick(key)} /> {word}</label>)}
    </fieldset>
  )
}
