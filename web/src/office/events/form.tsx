import { useState } from 'preact/hooks'
import type { Division, Reverse } from '../../api'
import { asProblem, useLoad } from '../../load'
import { useOffice, useSession } from '../context'
import { read } from '../http'
import { PointMap } from '../map/pointmap'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, Field, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { href } from '../route'
import { coverage } from '../safety/api'
import { amend, start, type Event } from './api'
import { reachedBy } from './reached'
import { eventWords, hazards, localField, momentWords, ofField, signals, type Words } from './words'

interface Chosen { code: string; name: string }

/** Starts an event, or changes what one says. */
export function SayingForm({ event, onDone, onCancel }: { event?: Event; onDone: (id: string) => void; onCancel?: () => void }) {
  const { lang, t } = useOffice()
  const { say } = useSession()
  const w = eventWords(lang)
  const [said, setSaid] = useState({ hazard: event?.hazard ?? 'typhoon', signal: event?.signal ?? '', title: event?.title ?? '', todo: event?.todo ?? '', body: event?.body ?? '', number: event?.number ?? '', issued: localField(new Date(event?.issued ?? Date.now())) })
  const [areas, setAreas] = useState<Chosen[]>(event?.areas.map(({ id, code, name }) => ({ code: code || id, name })) ?? [])
  const [until, setUntil] = useState('')
  const [asked, setAsked] = useState(false)
  const [checking, setChecking] = useState(false) // what people will read stands before its sender once more
  const set = (changes: Partial<typeof said>) => setSaid({ ...said, ...changes })
  const missing = (text: string) => (asked && !text.trim() ? w.wanted : undefined)
  const ready = said.signal && said.title.trim() && said.todo.trim() && said.body.trim() && said.issued && areas.length && (event || until)
  const submit = () => {
    setAsked(true)
    if (ready) setChecking(true)
  }
  const publish = async (key: string) => {
    const body = { ...said, issued: ofField(said.issued), areas: areas.map(({ code }) => code) }
    return event ? (await amend(event, body)).id : (await start({ ...body, until: ofField(until) }, key)).id
  }
  return (
    <>
      <p class="screen">{event ? <button type="button" class="link" onClick={onCancel}>← {event.title}</button> : <Link to={href('events')}>← {w.back}</Link>}</p>
      <h1>{event ? w.amend : w.start}</h1>
      <form class="stack event-form" onSubmit={(submitted) => { submitted.preventDefault(); submit() }}>
        <div class="row-of">
          <SelectField label={w.hazard} value={said.hazard} onPick={(hazard) => set({ hazard })} choices={hazards.map((value) => ({ value, word: w.hazards[value] ?? value }))} />
          <SelectField label={w.signal} value={said.signal} error={missing(said.signal)} onPick={(signal) => set({ signal })} choices={[...(event ? [] : [{ value: '', word: w.pickSignal }]), ...signals.map((value) => ({ value, word: w.signals[value] ?? value }))]} />
        </div>
        <TextField label={w.name} hint={w.nameHint} value={said.title} onInput={(title) => set({ title })} error={missing(said.title)} />
        <AreaField label={w.todo} hint={w.todoHint} rows={2} value={said.todo} onInput={(todo) => set({ todo })} error={missing(said.todo)} />
        <div class="row-of">
          <TextField label={w.body} value={said.body} onInput={(body) => set({ body })} error={missing(said.body)} />
          <TextField label={w.number} value={said.number} onInput={(number) => set({ number })} />
          <Field label={w.issued}>{(given) => <input {...given} type="datetime-local" value={said.issued} onInput={(input) => set({ issued: input.currentTarget.value })} />}</Field>
        </div>
        <Areas areas={areas} setAreas={setAreas} w={w} wrong={asked && !areas.length} />
        {!event && <Until until={until} setUntil={setUntil} w={w} wrong={asked && !until} />}
        <p class="row-of">{onCancel && <Button onClick={onCancel}>{t.cancel}</Button>}<Button submit kind="primary">{event ? w.amend : w.start}</Button></p>
      </form>
      {checking && <Ask title={w.check} hint={w.checkHint} verb={event ? w.confirmAmend : w.confirmStart} reason={false} wide run={(_, key) => publish(key)}
        onClose={() => setChecking(false)} onDone={(id) => { if (event) say(w.amended); onDone(id) }}>
        <Preview said={said} areas={areas} until={event ? event.until : ofField(until)} w={w} />
      </Ask>}
    </>
  )
}

/** What villagers will read, and how many it reaches. */
function Preview({ said, areas, until, w }: { said: Pick<Event, 'signal' | 'title' | 'todo' | 'body'>; areas: Chosen[]; until: string; w: Words }) {
  const { lang } = useOffice()
  const { value } = useLoad(coverage, [lang])
  const reached = value && reachedBy(value.items, areas.map(({ code }) => code))
  return (
    <div class="event-preview">
      <p class={`signal signal-${said.signal}`}>{w.signals[said.signal]}</p>
      <p class="event-preview-title">{said.title}</p>
      <p><strong>{said.todo}</strong></p>
      <p>{said.body} · {w.untilWords(momentWords(until, lang))}</p>
      <p>{w.covers(areas.map(({ name }) => name).join('、'))}{reached && <><br />{w.reaches(reached.villages, reached.people)}{reached.unknown > 0 && w.reachesUnknown(reached.unknown)}</>}</p>
    </div>
  )
}

/** Divisions that are warned: from the tree, or where the map is clicked. */
function Areas({ areas, setAreas, w, wrong }: { areas: Chosen[]; setAreas: (next: Chosen[]) => void; w: Words; wrong: boolean }) {
  const { say } = useSession()
  const add = (division: Chosen | null) => { if (division && !areas.some(({ code }) => code === division.code)) setAreas([...areas, { code: division.code, name: division.name }]) }
  const spot = (lon: number, lat: number) => {
    read<Reverse>(`/v1/reverse?lon=${lon}&lat=${lat}`).then(({ divisions }) => {
      const town = divisions.find(({ level }) => level === 4)
      if (town) add(town)
      else say(w.spot)
    }, (err: unknown) => say(asProblem(err).message))
  }
  return (
    <fieldset class="event-areas"><legend class="legend">{w.areas}</legend>
      <p class="hint">{w.areasHint}</p>
      <p class="chips" role="status">{areas.map(({ code, name }) => <span key={code} class="chip">{name} <button type="button" class="link" aria-label={w.remove(name)} onClick={() => setAreas(areas.filter((other) => other.code !== code))}>×</button></span>)}</p>
      {wrong && <p class="wrong">{w.wantedArea}</p>}
      <DivisionField label={w.addArea} whole={w.addArea} value="" onPick={(division: Division | null) => add(division)} />
      <div class="event-map"><PointMap points={[]} onSpot={spot} /></div>
    </fieldset>
  )
}

/** The end: in so many hours, or at a time. */
export function Until({ until, setUntil, w, wrong, from = Date.now() }: { until: string; setUntil: (text: string) => void; w: Words; wrong: boolean; from?: number }) {
  const choices = [12, 24, 48].map((hours) => ({ hours, at: localField(new Date(from + hours * 3_600_000)) }))
  return (
    <Field label={w.until} hint={w.untilHint} error={wrong ? w.wantedUntil : undefined}>
      {(given) => <span class="row-of">
        {choices.map(({ hours, at }) => <button key={hours} type="button" class="button" aria-pressed={until === at} onClick={() => setUntil(at)}>{w.hours(hours)}</button>)}
        <input {...given} type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
      </span>}
    </Field>
  )
}
