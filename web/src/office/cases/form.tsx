import { useEffect, useState } from 'preact/hooks'
import { place as placeOf } from '../../api'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Trouble } from '../../notice'
import { useOffice } from '../context'
import { read } from '../http'
import { Button } from '../parts/button'
import { Offers } from '../naming/offers'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { open, type Item } from './api'
import { useOnce } from './kept'
import { PlaceField } from './placefield'
import { caseWords, type Words } from './words'
import './cases.css'

interface Typed { kind: string; channel: string; class: string; division: string; reason: string; body: string; applicant: string; opened_on: string; names: Name[] }
interface Name { text: string; alternatives: string; starts_at: string; ends_at: string; direction: string; length_m: string; width_m: string; meaning: string; lon: string; lat: string; place: string; correct: string }

const name: Name = { text: '', alternatives: '', starts_at: '', ends_at: '', direction: '', length_m: '', width_m: '', meaning: '', lon: '', lat: '', place: '', correct: '' }
const blank: Typed = { kind: 'naming', channel: 'counter', class: '23514', division: '', reason: '', body: '', applicant: '', opened_on: '', names: [name] }

/** A new case. What was typed stays on this computer until it is opened; personal data does not. */
export function OpenCase({ kind, place }: { kind: string | null; place: string | null }) {
  const { lang } = useOffice()
  const w = caseWords(lang)
  const kept = place ? `new-case:${kind}:${place}` : 'new-case'
  const asked: Typed = { ...blank, ...(kind && kind in w.kinds && { kind }), ...(place && { names: [{ ...name, place }] }) }
  const [f, setF] = useState<Typed>(() => ({ ...asked, ...(JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<Typed>) }))
  // Of a place that was named the case takes where it lies and what it is.
  const about = useLoad(place ? (signal) => placeOf(place, null, signal) : null, [place])
  useEffect(() => {
    const found = about.value
    if (found) setF((typed) => ({ ...typed, class: found.class, division: typed.division || (found.divisions.at(-1)?.code ?? '') }))
  }, [about.value])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const once = useOnce()
  const classes = useLoad((signal) => read<{ items: { code: string; name: string }[] }>('/v1/classes', signal), [])
  useEffect(() => { sessionStorage.setItem(kept, JSON.stringify({ ...f, applicant: '' })) }, [f])
  const set = (change: Partial<Typed>) => setF({ ...f, ...change })
  const setName = (n: number, change: Partial<Name>) => set({ names: f.names.map((one, i) => (i === n ? { ...one, ...change } : one)) })
  const ready = f.division && (f.reason.trim() || f.kind === 'correction') && f.names.every((one) => (f.kind !== 'naming' ? one.place.trim() && (f.kind !== 'renaming' || one.text.trim()) : one.text.trim()))
  const send = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const body = { kind: f.kind, channel: f.channel, class: f.class, division: f.division, reason: f.reason, ...(f.body && { body: f.body }), ...(f.applicant && { applicant: f.applicant }), ...(f.opened_on && { opened_on: f.opened_on }), items: f.names.map((one) => asItem(one, f.kind)) }
      const made = await once(JSON.stringify(body), (key) => open(body, key))
      sessionStorage.removeItem(kept)
      go(href('cases', [made.id]))
    } catch (err) {
      setProblem(asProblem(err))
      setBusy(false)
    }
  }
  return (
    <form class="case-form" onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void send() }}>
      <p><Link to={href('cases')}>{w.back}</Link></p>
      <h1>{w.newTitle}</h1>
      <div class="case-step">
        <SelectField label={w.kind} value={f.kind} choices={Object.entries(w.kinds).map(([value, word]) => ({ value, word }))} onPick={(kind) => set({ kind })} />
        <SelectField label={w.channels.counter + ' / ' + w.channels.past} value={f.channel} choices={['counter', 'own', 'filing', 'past'].map((value) => ({ value, word: w.channels[value] ?? value }))} onPick={(channel) => set({ channel })} />
        <SelectField label={w.class} value={f.class} choices={(classes.value?.items ?? [{ code: f.class, name: f.class }]).map((one) => ({ value: one.code, word: one.name }))} onPick={(value) => set({ class: value })} />
        <DivisionField label={w.division} whole={w.pickDivision} value={f.division} onPick={(division) => set({ division: division?.code ?? '' })} />
        {f.channel === 'past' && <TextField label={w.openedOn} type="date" value={f.opened_on} onInput={(opened_on) => set({ opened_on })} />}
      </div>
      <h2>{w.names}</h2>
      <Offers id="offered-names" category={f.class} division={f.division} />
      {f.names.map((one, n) => <NameRow key={n} {...{ one, w, kind: f.kind, category: f.class, division: f.division }} set={(change) => setName(n, change)} remove={f.names.length > 1 ? () => set({ names: f.names.filter((_, i) => i !== n) }) : undefined} />)}
      <p><Button small onClick={() => set({ names: [...f.names, name] })}>{w.addName}</Button></p>
      <AreaField label={w.reason} value={f.reason} onInput={(reason) => set({ reason })} wide />
      <div class="case-step">
        <TextField label={w.body} value={f.body} onInput={(body) => set({ body })} />
        <TextField label={w.person} hint={w.personHint} value={f.applicant} autocomplete="off" onInput={(applicant) => set({ applicant })} />
      </div>
      {problem && <Trouble problem={problem} retry={() => void send()} />}
      <p><Button kind="primary" submit busy={busy} disabled={!ready}>{w.create}</Button></p>
    </form>
  )
}

interface RowProps { one: Name; w: Words; kind: string; category: string; division: string; set: (change: Partial<Name>) => void; remove?: () => void }

function NameRow({ one, w, kind, category, division, set, remove }: RowProps) {
  const field = (key: keyof Name, label: string, more: object = {}) => <TextField label={label} value={one[key]} onInput={(text) => set({ [key]: text })} {...more} />
  return (
    <fieldset class="name-row"><legend class="small">{one.text || w.proposed}</legend>
      {kind !== 'naming' && <PlaceField w={w} value={one.place} onPick={(place) => set({ place })} />}
      {(kind === 'naming' || kind === 'renaming') && field('text', w.proposed, { required: true, list: 'offered-names' })}
      {kind === 'correction' && field('correct', w.correctText)}
      {kind === 'naming' && <>
        {field('alternatives', w.alternatives)}{field('starts_at', w.starts)}{field('ends_at', w.ends)}{field('direction', w.direction)}
        {field('length_m', w.length, { inputMode: 'decimal' })}{field('width_m', w.width, { inputMode: 'decimal' })}{field('lon', w.lon, { inputMode: 'decimal' })}{field('lat', w.lat, { inputMode: 'decimal' })}{field('meaning', w.meaning, { wide: true })}
      </>}
      {remove && <Button small kind="quiet" onClick={remove}>{w.removeName}</Button>}
      {one.text && division && (kind === 'naming' || kind === 'renaming') && <LiveCheck {...{ one, w, category, division }} />}
    </fieldset>
  )
}

interface Said { check: string; severity: string; article: string; text: string }

/** What the rules say while the name is typed. */
function LiveCheck({ one, w, category, division }: { one: Name; w: Words; category: string; division: string }) {
  const [found, setFound] = useState<Said[] | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const soon = setTimeout(() => {
      const at = one.lon && one.lat ? { lon: Number(one.lon), lat: Number(one.lat) } : {}
      void import('../http').then(({ call }) => call<{ findings: Said[] }>('/v1/name-checks', { method: 'POST', body: { name: one.text, class: category, division, ...at }, signal: stop.signal }))
        .then((answer) => setFound(answer.findings), () => setFound(null))
    }, 400)
    return () => { clearTimeout(soon); stop.abort() }
  }, [one.text, one.lon, one.lat, category, division])
  if (!found) return null
  return <ul class="small" aria-live="polite">{found.length ? found.map((f, n) => <li key={n}><b>{w.severities[f.severity] ?? f.severity}</b> {f.check} {f.text}（{f.article}）</li>) : <li>{w.nothing}</li>}</ul>
}

function asItem(one: Name, kind: string): Item {
  const number = (text: string) => (text.trim() ? Number(text) : undefined)
  return {
    ...(kind === 'naming' || kind === 'renaming' ? { text: one.text.trim() } : {}), ...(kind !== 'naming' ? { place: one.place.trim() } : {}),
    ...(kind === 'correction' ? { changes: { text: one.correct.trim() } } : {}),
    ...(one.alternatives.trim() ? { alternatives: one.alternatives.split(/[、,，]/).map((text) => text.trim()).filter(Boolean) } : {}),
    ...(one.starts_at && { starts_at: one.starts_at }), ...(one.ends_at && { ends_at: one.ends_at }), ...(one.direction && { direction: one.direction }), ...(one.meaning && { meaning: one.meaning }),
    length_m: number(one.length_m), width_m: number(one.width_m), lon: number(one.lon), lat: number(one.lat),
  }
}
