import { useState } from 'preact/hooks'
import type { Division } from '../../../api'
import { useLoad } from '../../../load'
import { useOffice, useSession } from '../../context'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { DivisionField } from '../../parts/division'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { go } from '../../route'
import { make, people } from './api'
import { filled, useRecording } from './forms'
import { LineField, SideField, useLine } from './linefield'
import { Back, path } from './shared'
import { upkeepWords } from './words'

const blank = { number: '', stretch_from: '', stretch_to: '', name: '', contact: '', from_on: '', to_on: '', every: '', basis: '', fee: '', officer: '', note: '' }

/** A new contract. */
export function ContractForm({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session, say } = useSession()
  const w = upkeepWords(lang)
  const [f, setF] = useState(blank)
  const [picked, setPicked] = useState(param.get('line') ?? '')
  const [asked, setSide] = useState('')
  const [kind, setKind] = useState<'village' | 'person'>('village')
  const [village, setVillage] = useState<Division | null>(null)
  const [markers, setMarkers] = useState<string[]>([])
  const read = useLine(picked)
  const of = read.of
  const side = of ? asked || of.sides[0] || '' : ''
  const officers = useLoad(of ? (signal) => people({ line: of.id, side }, signal) : null, [of?.id, side])
  const form = useRecording(JSON.stringify(f) !== JSON.stringify(blank) || markers.length > 0, w.leave)
  const set = (name: keyof typeof blank) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const other = f.every && of?.rules && Number(f.every) !== of.rules.patrol_months.number
  const wrong = {
    line: picked ? undefined : t.wanted, name: kind === 'person' && !f.name.trim() ? t.wanted : undefined, village: kind === 'village' && !village ? t.wanted : undefined,
    stretch: !f.stretch_from.trim() !== !f.stretch_to.trim() ? t.wanted : undefined, from_on: f.from_on ? undefined : t.wanted, to_on: !f.to_on ? t.wanted : f.to_on < f.from_on ? w.endBeforeStart : undefined,
    markers: markers.length ? undefined : t.wanted, basis: other && !f.basis.trim() ? t.wanted : undefined,
  }
  const error = (name: keyof typeof wrong) => (form.tried ? wrong[name] : undefined)
  const send = () => form.send(Object.values(wrong).some(Boolean), async (key) => {
    const { name, contact, every, officer, basis, ...texts } = filled(f)
    const made = await make('contracts', {
      line: picked, side, ...texts, from_on: f.from_on, to_on: f.to_on, markers, ...(kind === 'village' && village && { village: village.code }),
      ...((name || contact) && { keeper: { name: name ?? '', ...(contact && { contact }) } }), ...(officer && { officer }), ...(other && { every_months: Number(every), basis }),
    }, key)
    form.kept()
    say(w.saved)
    go(path('contracts', made.id))
  })
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <Back />
      <h1 class="field-wide">{w.newContract}</h1>
      <LineField value={picked} error={error('line')} onPick={(id) => { setPicked(id); setMarkers([]); setSide('') }} />
      {picked && <SideField line={read} value={side} onPick={setSide} />}
      <TextField label={w.from} hint={w.stretchHint} value={f.stretch_from} onInput={set('stretch_from')} />
      <TextField label={w.to} hint=" " value={f.stretch_to} onInput={set('stretch_to')} error={error('stretch')} />
      {of && <fieldset class="upkeep-markers field-wide">
        <legend class="legend">{w.markers} <span class="small">{w.markersHint}</span></legend>
        {of.markers.map((m) => <label key={m.id} class="check"><input type="checkbox" checked={markers.includes(m.id)} onChange={() => setMarkers((was) => (was.includes(m.id) ? was.filter((id) => id !== m.id) : [...was, m.id]))} /> {m.number}</label>)}
        {!of.markers.length && <p class="hint">{w.noMarkers}</p>}
        {error('markers') && <p class="wrong">{error('markers')}</p>}
      </fieldset>}
      <SelectField label={w.keeperKind} value={kind} onPick={(next) => setKind(next as typeof kind)} choices={[{ value: 'village', word: w.village }, { value: 'person', word: w.person }]} />
      {kind === 'village' ? <div><DivisionField label={w.village} whole={w.pickVillage} value={village?.code ?? ''} onPick={setVillage} />{error('village') && <p class="wrong">{error('village')}</p>}</div> : <span />}
      <TextField label={kind === 'village' ? w.contactPerson : w.keeperName} hint={w.personHint} value={f.name} autocomplete="off" onInput={set('name')} error={error('name')} />
      <TextField label={w.contact} hint=" " value={f.contact} autocomplete="off" onInput={set('contact')} />
      <TextField label={w.fromOn} type="date" value={f.from_on} onInput={set('from_on')} error={error('from_on')} />
      <TextField label={w.toOn} type="date" value={f.to_on} onInput={set('to_on')} error={error('to_on')} />
      <TextField label={w.everyMonths} type="number" min="1" max="12" hint={of?.rules && w.everyHint(of.rules.patrol_months.number, of.rules.patrol_months.basis)} value={f.every} onInput={set('every')} />
      {other ? <TextField label={w.everyBasis} hint=" " value={f.basis} onInput={set('basis')} error={error('basis')} /> : <span />}
      <TextField label={w.number} value={f.number} onInput={set('number')} />
      <TextField label={w.fee} value={f.fee} onInput={set('fee')} />
      <SelectField label={w.officer} value={f.officer} onPick={set('officer')} choices={[{ value: '', word: w.myself }, ...(officers.value?.items.filter(({ id, roles }) => id !== session.account.id && roles.some((role) => role !== 'patroller')).map(({ id, name }) => ({ value: id, word: name })) ?? [])]} />
      <AreaField label={w.note} wide value={f.note} onInput={set('note')} />
      {form.problem && <div class="field-wide"><Refusal problem={form.problem} /></div>}
      {form.tried && Object.values(wrong).some(Boolean) && <p class="wrong field-wide" role="alert">{w.missing}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={form.busy || read.reading}>{w.save}</Button></div>
    </form>
  )
}
