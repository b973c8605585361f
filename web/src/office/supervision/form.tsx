import { useEffect, useRef, useState } from 'preact/hooks'
import type { Division } from '../../api'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { newKey } from '../http'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { PlaceField, type Picked } from '../parts/place'
import { go, guardLeaving, href, withParams } from '../route'
import { open, type Opening } from './api'
import { supervisionWords } from './words'

const blank = { number: '', party: '', subject: '', body: '', basis: '', made_on: '', due_on: '', name: '', contact: '', text: '' }

/** A new record. What was typed stays in the page alone: of a report it is secret. */
export function MatterForm({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = supervisionWords(lang)
  const asked = param.get('kind') ?? ''
  const kind = w.kinds[asked] ? asked : 'notice'
  const [f, setF] = useState(blank)
  const [division, setDivision] = useState<Division | null>(null)
  const [place, setPlace] = useState<Picked | null>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const dirty = useRef(false)
  dirty.current = JSON.stringify(f) !== JSON.stringify(blank)
  useEffect(() => guardLeaving(() => !dirty.current || confirm(w.leave)), [lang])
  const set = (name: keyof typeof blank) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const notice = kind === 'notice', report = kind === 'report'
  const lacks = (name: keyof typeof blank, needed: boolean) => (needed && !f[name].trim() ? t.wanted : undefined)
  const late = f.made_on && f.due_on && f.due_on < f.made_on ? w.dueBefore : undefined
  const wrong = {
    number: lacks('number', notice), party: lacks('party', notice), body: lacks('body', notice), due_on: lacks('due_on', notice) ?? late,
    subject: report ? (f.subject.trim() || f.text.trim() ? undefined : w.textOrSubject) : lacks('subject', true), division: division ? undefined : t.wanted,
  }
  const error = (name: keyof typeof wrong) => (tried ? wrong[name] : undefined)
  const send = async () => {
    setTried(true)
    if (busy || Object.values(wrong).some(Boolean)) return
    setBusy(true)
    setProblem(null)
    const said = Object.fromEntries((['number', 'party', 'body', 'basis', 'made_on', 'due_on'] as const).filter((name) => f[name].trim() && !(report && (name === 'body' || name === 'party' || name === 'number'))).map((name) => [name, f[name].trim()]))
    const who = { ...(f.name.trim() && { name: f.name.trim() }), ...(f.contact.trim() && { contact: f.contact.trim() }), text: f.text.trim() }
    const body: Opening = { kind, division: division?.code ?? '', subject: f.subject.trim(), ...said, ...(place && { place: place.id }), ...(report && (who.text || who.name || who.contact) && { reporter: who }) }
    try {
      const made = await open(body, key.current)
      dirty.current = false
      go(href('supervision', [made.id]))
    } catch (err) {
      setProblem(asProblem(err))
      key.current = newKey()
      setBusy(false)
    }
  }
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <p class="field-wide"><Link to={href('supervision')}>← {w.back}</Link></p>
      <h1 class="field-wide">{w.newTitle}</h1>
      <SelectField label={w.kind} value={kind} choices={Object.entries(w.kinds).map(([value, word]) => ({ value, word }))} onPick={(next) => go(href('supervision', ['new'], withParams(param, { kind: next })), 'replace')} />
      <div><DivisionField label={w.division} whole={w.pickDivision} value={division?.code ?? ''} onPick={setDivision} />{error('division') && <p class="wrong">{error('division')}</p>}</div>
      {!report && <TextField label={w.number} value={f.number} onInput={set('number')} error={error('number')} />}
      {!report && <TextField label={w.party} hint={w.partyHint} value={f.party} onInput={set('party')} error={error('party')} />}
      <TextField label={w.subject} wide hint={report ? w.subjectHint : undefined} value={f.subject} onInput={set('subject')} error={error('subject')} />
      {!report && <AreaField label={w.body} wide rows={5} value={f.body} onInput={set('body')} error={error('body')} />}
      <TextField label={w.basis} wide value={f.basis} onInput={set('basis')} />
      <PlaceField label={w.place} value={place} onPick={setPlace} />
      <TextField label={w.madeOn} hint={w.dayHint} type="date" value={f.made_on} onInput={set('made_on')} />
      <TextField label={w.dueOn} hint=" " type="date" value={f.due_on} onInput={set('due_on')} error={error('due_on')} />
      {report && (
        <fieldset class="field-wide secret">
          <legend class="legend">{w.reporter}</legend>
          <p class="hint">{w.reporterHint}</p>
          <TextField label={w.reporterName} autocomplete="off" value={f.name} onInput={set('name')} />
          <TextField label={w.contact} autocomplete="off" value={f.contact} onInput={set('contact')} />
          <AreaField label={w.text} wide rows={4} value={f.text} onInput={set('text')} />
        </fieldset>
      )}
      {problem && <div class="field-wide"><Refusal problem={problem} /></div>}
      {tried && Object.values(wrong).some(Boolean) && <p class="wrong field-wide" role="alert">{w.missing}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={busy}>{w.save}</Button></div>
    </form>
  )
}
