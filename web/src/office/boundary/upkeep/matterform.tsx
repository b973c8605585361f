import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { useOffice, useSession } from '../../context'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Notice } from '../../parts/notice'
import { go } from '../../route'
import { contracts, make, matters } from './api'
import { filled, useRecording } from './forms'
import { LineField, SideField, useLine } from './linefield'
import { Back, keeperOf, path } from './shared'
import { upkeepWords } from './words'

const blank = { title: '', text: '', on: '', place: '', units: '', persons: '', until: '', next_on: '' }

/** About what a matter of a kind can be. */
const aboutKinds: Record<string, string[]> = { consultation: ['dispute'], peace_meeting: ['peace_agreement', 'agreement'], peace_activity: ['peace_agreement'] }

/** A new matter of a line: ?kind=, ?line=, and of a visit ?contract=. */
export function MatterForm({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { say } = useSession()
  const w = upkeepWords(lang)
  const given = param.get('kind') ?? ''
  const kind = w.matterKinds[given] ? given : 'consultation'
  const [f, setF] = useState(blank)
  const [picked, setPicked] = useState(param.get('line') ?? '')
  const [asked, setSide] = useState('')
  const [held, setHeld] = useState(param.get('contract') ?? '')
  const [about, setAbout] = useState('')
  const [shared, setShared] = useState(kind !== 'visit' && kind !== 'dispute')
  const read = useLine(picked)
  const of = read.of
  const side = of ? asked || of.sides[0] || '' : ''
  const visit = kind === 'visit', agreement = kind === 'agreement' || kind === 'peace_agreement'
  const mine = useLoad(visit && picked ? (signal) => contracts({ line: picked }, signal) : null, [picked, visit])
  const others = useLoad(aboutKinds[kind] && picked ? (signal) => matters({ line: picked }, signal) : null, [picked, kind])
  const form = useRecording(JSON.stringify(f) !== JSON.stringify(blank), w.leave)
  const set = (name: keyof typeof blank) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const wrong = {
    line: picked ? undefined : t.wanted, title: f.title.trim() ? undefined : t.wanted, held: visit && !held ? t.wanted : undefined,
    until: f.until && f.on && f.until < f.on ? w.endBeforeStart : undefined, next_on: f.next_on && f.on && f.next_on < f.on ? w.endBeforeStart : undefined,
  }
  const error = (name: keyof typeof wrong) => (form.tried ? wrong[name] : undefined)
  const send = () => form.send(Object.values(wrong).some(Boolean), async (key) => {
    const { persons, ...texts } = filled(f)
    const made = await make('matters', { line: picked, side, kind, ...texts, title: f.title.trim(), ...(shared && !visit && { shared }), ...(persons && { persons: { name: persons } }), ...(visit && { contract: held }), ...(about && { about }) }, key)
    form.kept()
    say(w.saved)
    go(path('matters', made.id))
  })
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <Back />
      <h1 class="field-wide">{w.addMatter(w.matterKinds[kind] ?? '')}</h1>
      {kind === 'dispute' && <div class="field-wide"><Notice><p>{w.disputeHint}</p></Notice></div>}
      <LineField value={picked} error={error('line')} onPick={(id) => { setPicked(id); setSide(''); setHeld(''); setAbout('') }} />
      {picked && <SideField line={read} value={side} onPick={setSide} />}
      {visit && <SelectField label={w.contractOf} value={held} error={error('held')} onPick={setHeld} choices={[{ value: '', word: t.choose }, ...(mine.value?.items.map((c) => ({ value: c.id, word: `${keeperOf(c)} ${c.number}` })) ?? [])]} />}
      {aboutKinds[kind] && <SelectField label={w.about} value={about} onPick={setAbout} choices={[{ value: '', word: w.noAbout }, ...(others.value?.items.filter((m) => aboutKinds[kind]!.includes(m.kind)).map((m) => ({ value: m.id, word: m.title })) ?? [])]} />}
      <TextField label={w.subject} wide value={f.title} onInput={set('title')} error={error('title')} />
      <AreaField label={w.body} wide rows={5} value={f.text} onInput={set('text')} />
      <TextField label={w.onDay} type="date" value={f.on} onInput={set('on')} />
      <TextField label={w.place} value={f.place} onInput={set('place')} />
      <TextField label={w.units} value={f.units} onInput={set('units')} />
      <TextField label={w.persons} value={f.persons} autocomplete="off" onInput={set('persons')} />
      {agreement && <TextField label={w.until} hint=" " type="date" value={f.until} onInput={set('until')} error={error('until')} />}
      <TextField label={w.nextOn} hint={w.nextHint} type="date" value={f.next_on} onInput={set('next_on')} error={error('next_on')} />
      {!visit && <label class="check field-wide"><input type="checkbox" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} /> {w.shared} <span class="small">{w.sharedHint}</span></label>}
      {form.problem && <div class="field-wide"><Refusal problem={form.problem} /></div>}
      {form.tried && Object.values(wrong).some(Boolean) && <p class="wrong field-wide" role="alert">{w.missing}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={form.busy || read.reading}>{w.save}</Button></div>
    </form>
  )
}
