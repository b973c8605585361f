import { useEffect, useRef, useState } from 'preact/hooks'
import { place as placeOf } from '../../api'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import { Button } from '../parts/button'
import { Offers } from '../naming/offers'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { caseOf, open, type Case } from './api'
import { useOnce } from './kept'
import { NameRow } from './namerow'
import { amendmentOf, asItem, blank, name, typedOf, wrongs, type Name, type Typed } from './typed'
import { caseWords, type Words } from './words'
import './cases.css'

/** A new case, of a place where one was named. */
export function OpenCase({ kind, place }: { kind: string | null; place: string | null }) {
  const { lang } = useOffice()
  const w = caseWords(lang)
  const once = useOnce()
  // Of a place that was named the case takes where it lies and what it is.
  const { value: about, problem, retry } = useLoad(place ? (signal) => placeOf(place, null, signal) : null, [place])
  if (problem) return <Trouble problem={problem} retry={retry} back={() => go(href('cases', ['new']))} />
  if (place && !about) return <Skeleton rows={8} />
  const start: Typed = { ...blank, ...(kind && kind in w.kinds && { kind }), ...(about && { class: about.class, division: about.divisions.at(-1)?.code ?? '', names: [{ ...name, place: about.id }] }) }
  const send = async (f: Typed) => {
    const body = { kind: f.kind, channel: f.channel, class: f.class, division: f.division, reason: f.reason, ...(f.body && { body: f.body }), ...(f.applicant && { applicant: f.applicant }), ...(f.opened_on && f.channel === 'past' && { opened_on: f.opened_on }), items: f.names.map((one) => asItem(one, f.kind)) }
    return (await once(JSON.stringify(body), (key) => open(body, key))).id
  }
  return <CaseForm {...{ w, start, send }} kept={place ? `new-case:${kind}:${place}` : 'new-case'} />
}

/** What is asked for, changed while it is with its applicant; kind, class and division stay. */
export function AmendCase({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = caseWords(lang)
  const once = useOnce()
  const { value: c, problem, retry } = useLoad((signal) => caseOf(id, signal), [id])
  if (problem) return <Trouble problem={problem} retry={retry} back={() => go(href('cases', [id]))} />
  if (!c) return <Skeleton rows={8} />
  const send = async (f: Typed) => {
    const body = amendmentOf(f, c)
    await once(c.etag + JSON.stringify(body), (key) => write('PATCH', '/v1/cases/' + encodeURIComponent(id), body, key, c.etag))
    say(w.amended)
    return id
  }
  return <CaseForm {...{ w, send }} held={c} start={typedOf(c)} kept={`amend-case:${id}:${c.etag}`} />
}

interface FormProps { w: Words; start: Typed; kept: string; held?: Case; send: (f: Typed) => Promise<string> }

/** The form of a case. What was typed stays on this computer until it is sent; personal data does not. */
function CaseForm({ w, start, kept, held, send }: FormProps) {
  const [f, setF] = useState<Typed>(() => ({ ...start, ...(JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<Typed>) }))
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const classes = useLoad((signal) => read<{ items: { code: string; name: string }[] }>('/v1/classes', signal), [])
  useEffect(() => { sessionStorage.setItem(kept, JSON.stringify({ ...f, applicant: undefined })) }, [f, kept])
  const set = (change: Partial<Typed>) => setF((before) => ({ ...before, ...change }))
  const setName = (n: number, change: Partial<Name>) => setF((before) => ({ ...before, names: before.names.map((one, i) => (i === n ? { ...one, ...change } : one)) }))
  const ready = f.division && (f.reason.trim() || f.kind === 'correction') && f.names.every((one) => (f.kind !== 'naming' ? one.place.trim() && (f.kind !== 'renaming' || one.text.trim()) : one.text.trim()))
  const wrong = f.kind === 'naming' && f.names.some((one) => Object.keys(wrongs(one, w)).length > 0)
  const submit = async () => {
    setAsked(true)
    if (wrong) return void setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    setBusy(true)
    setProblem(null)
    try {
      const id = await send(f)
      sessionStorage.removeItem(kept)
      go(href('cases', [id]))
    } catch (err) {
      setProblem(asProblem(err))
      setBusy(false)
    }
  }
  const classWord = (classes.value?.items ?? []).find((one) => one.code === f.class)?.name ?? f.class
  return (
    <form class="case-form" ref={form} noValidate onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void submit() }}>
      <p>{held ? <Link to={href('cases', [held.id])}>← {held.title}</Link> : <Link to={href('cases')}>{w.back}</Link>}</p>
      <h1>{held ? w.amendTitle(held.title) : w.newTitle}</h1>
      {held && <p class="small">{held.number} · {w.kinds[held.kind]} · {classWord} · {held.division_name}</p>}
      {!held && <div class="case-step">
        <SelectField label={w.kind} value={f.kind} choices={Object.entries(w.kinds).map(([value, word]) => ({ value, word }))} onPick={(kind) => set({ kind })} />
        <SelectField label={w.channels.counter + ' / ' + w.channels.past} value={f.channel} choices={['counter', 'own', 'filing', 'past'].map((value) => ({ value, word: w.channels[value] ?? value }))} onPick={(channel) => set({ channel })} />
        <SelectField label={w.class} value={f.class} choices={(classes.value?.items ?? [{ code: f.class, name: f.class }]).map((one) => ({ value: one.code, word: one.name }))} onPick={(value) => set({ class: value })} />
        <DivisionField label={w.division} whole={w.pickDivision} value={f.division} onPick={(division) => set({ division: division?.code ?? '' })} />
        {f.channel === 'past' && <TextField label={w.openedOn} type="date" value={f.opened_on} onInput={(opened_on) => set({ opened_on })} />}
      </div>}
      <h2>{w.names}</h2>
      <Offers id="offered-names" category={f.class} division={f.division} />
      {f.names.map((one, n) => <NameRow key={n} {...{ one, w, asked, kind: f.kind, category: f.class, division: f.division }} set={(change) => setName(n, change)} remove={f.names.length > 1 ? () => set({ names: f.names.filter((_, i) => i !== n) }) : undefined} />)}
      <p><Button small onClick={() => set({ names: [...f.names, name] })}>{w.addName}</Button></p>
      <AreaField label={w.reason} value={f.reason} onInput={(reason) => set({ reason })} wide />
      <div class="case-step">
        <TextField label={w.body} value={f.body} onInput={(body) => set({ body })} />
        <TextField label={w.person} hint={w.personHint} value={f.applicant} autocomplete="off" onInput={(applicant) => set({ applicant })} />
      </div>
      {problem && <Trouble problem={problem} retry={() => void submit()} />}
      <p><Button kind="primary" submit busy={busy} disabled={!ready}>{held ? w.amendSave : w.create}</Button></p>
    </form>
  )
}
