import { useEffect, useMemo, useState } from 'preact/hooks'
import { isAbort, type Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { shelterAddress } from '../shelters/page'
import { end, lookAt, prolong, type Event, type Look } from './api'
import { SayingForm, Until } from './form'
import { stateKind } from './page'
import { Villages } from './villages'
import { Where } from './where'
import { eventWords, momentWords, ofField, type Words } from './words'

const every = 10_000 // milliseconds

/** Whether an event warns no more: what is counted of it now tells nothing of it. */
const over = ({ state }: Event) => state === 'ended' || state === 'lapsed'

/** The event as it stands, read again every few seconds while it goes on; what was read last stays while a reading fails. */
function useLook(id: string, lang: string) {
  const [look, setLook] = useState<Look | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    let timer = 0
    const later = () => { timer = window.setTimeout(() => setTurn((n) => n + 1), every) }
    lookAt(id, abort.signal).then(
      (next) => { setLook(next); setProblem(null); if (!over(next.event)) later() },
      (err: unknown) => { if (!isAbort(err) && !abort.signal.aborted) { setProblem(asProblem(err)); later() } },
    )
    return () => { clearTimeout(timer); abort.abort() }
  }, [id, lang, turn])
  return { look, problem, again: () => setTurn((n) => n + 1) }
}

export function EventView({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = eventWords(lang)
  const { look, problem, again } = useLook(id, lang)
  const [changing, setChanging] = useState(false)
  if (!look) return problem ? <Trouble problem={problem} retry={again} /> : <Skeleton rows={8} />
  if (changing) return <SayingForm event={look.event} onCancel={() => setChanging(false)} onDone={() => { setChanging(false); again() }} />
  return (
    <>
      <p class="screen"><Link to={href('events')}>← {w.back}</Link></p>
      <Head {...{ look, w, again }} onChange={() => setChanging(true)} />
      {problem && <Notice kind="warn" live title={w.stale}><p>{problem.detail}</p></Notice>}
      {over(look.event) ? <Left {...{ look, w }} /> : <>
        <p class="small">{w.updated(momentWords(look.at, lang))}</p>
        <Counts {...{ look, w }} />
        <Where {...{ look, w }} />
        <Villages {...{ look, w, again }} />
      </>}
    </>
  )
}

/** Shelters in the event's areas that are still said to be open or full. */
const still = (look: Look) => look.shelters.filter(({ inside, state }) => inside && (state === 'open' || state === 'full'))

/** What an event leaves behind: shelters to which cards still send people, or from which they still keep them. */
function Left({ look, w }: { look: Look; w: Words }) {
  const { lang } = useOffice()
  const left = still(look)
  return (
    <>
      <p>{w.overHint} <Link to={href('events', [look.event.id, 'after'])}>{w.afterLink}</Link></p>
      {left.length > 0 && <Notice kind="warn" title={w.leftOpen(left.length, momentWords(look.at, lang))}>
        <ul>{left.map((one) => <li key={one.id}><Link to={shelterAddress(one.id)}>{one.name}</Link> {w.shelterStates[one.state]} {one.phone}</li>)}</ul>
      </Notice>}
    </>
  )
}

function Head({ look, look: { event }, w, again, onChange }: { look: Look; w: Words; again: () => void; onChange: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [asking, setAsking] = useState<'prolong' | 'end' | null>(null)
  const close = () => setAsking(null)
  const done = (word: string) => { close(); say(word); again() }
  return (
    <>
      <div class="page-head"><h1>{event.title}</h1> <span class={`signal signal-${event.signal}`}>{w.hazards[event.hazard]} {w.signals[event.signal]}</span> <Badge kind={stateKind[event.state]}>{w.states[event.state]}</Badge>
        {event.mine && event.state !== 'ended' && <>
          {!over(event) && <Button onClick={onChange}>{w.amend}</Button>}
          <Button onClick={() => setAsking('prolong')}>{w.prolong}</Button>
          <Button kind="danger" onClick={() => setAsking('end')}>{w.end}</Button>
        </>}
        <Link to={href('events', [event.id, 'after'])}>{w.afterLink}</Link>
      </div>
      <p>{event.todo}</p>
      <p class="small">{w.when(momentWords(event.started, lang), momentWords(event.ended ?? event.until, lang))} · {w.issuedBy(event.body, event.number, momentWords(event.issued, lang))}</p>
      <p class="small">{w.covers(event.areas.map(({ name, code }) => name || code).join('、'))}</p>
      {asking === 'prolong' && <Prolong {...{ event, w }} onClose={close} onDone={() => done(w.prolonged)} />}
      {asking === 'end' && <End {...{ event, look, w }} onClose={close} onDone={() => done(w.ended)} />}
    </>
  )
}

interface Asking { event: Event; w: Words; onClose: () => void; onDone: () => void }

function Prolong({ event, w, onClose, onDone }: Asking) {
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const from = useMemo(() => Math.max(Date.now(), Date.parse(event.until)), [event.until])
  return (
    <Ask title={w.prolong} verb={w.prolong} reason={false} ready={!!until} onRefuse={() => setAsked(true)} run={() => prolong(event, ofField(until), note)} onClose={onClose} onDone={onDone}>
      <Until {...{ until, setUntil, w, from }} wrong={asked && !until} />
      <AreaField label={w.note} rows={2} value={note} onInput={setNote} />
    </Ask>
  )
}

function End({ event, look, w, onClose, onDone }: Asking & { look: Look }) {
  const [note, setNote] = useState('')
  const [standBy, setStandBy] = useState(false)
  const left = still(look)
  return (
    <Ask title={w.end} hint={w.endHint} verb={w.end} danger reason={false} run={(_, key) => end(event.id, note, standBy ? left.map(({ id }) => id) : [], key)} onClose={onClose} onDone={onDone}>
      {left.length > 0 && <>
        <p>{w.stillOpen(left.length)}{left.map(({ name, state }) => `${name}（${w.shelterStates[state]}）`).join('、')}</p>
        <p><label class="check"><input type="checkbox" checked={standBy} onChange={(tick) => setStandBy(tick.currentTarget.checked)} /> {w.standBy}</label></p>
        <p class="hint">{standBy ? w.standByHint : w.stayHint}</p>
      </>}
      <AreaField label={w.note} rows={2} value={note} onInput={setNote} />
    </Ask>
  )
}

function Counts({ look: { count }, w }: { look: Look; w: Words }) {
  return (
    <dl class="event-counts" aria-live="polite">
      {(['open', 'full', 'standby', 'closed'] as const).map((state) => <div key={state} class={`count count-${state}`}><dt>{w.shelterStates[state]}</dt><dd>{count.states[state] ?? 0}</dd></div>)}
      <div class="count"><dt>{w.free}</dt><dd>{count.free}{count.unknown > 0 && <small> {w.unknown(count.unknown)}</small>}</dd></div>
      <div class="count"><dt>{w.people}</dt><dd>{count.people ?? w.notCounted}{count.people !== undefined && count.uncounted > 0 && <small> {w.uncounted(count.uncounted)}</small>}</dd></div>
      <div class={count.without ? 'count count-bad' : 'count'}><dt>{w.without}</dt><dd>{count.without}</dd></div>
      <div class={count.told < count.villages ? 'count count-warn' : 'count'}><dt>{w.told}</dt><dd>{count.told} / {count.villages}</dd></div>
    </dl>
  )
}
