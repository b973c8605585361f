import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField } from '../parts/field'
import { Link } from '../parts/link'
import { href } from '../route'
import { afterOf, eventOf, report, type After } from './api'
import { placedWords } from './where'
import { eventWords, momentWords, type Words } from './words'

/** What is said of an event afterwards, made to be printed. */
export function AfterView({ id }: { id: string }) {
  const { lang } = useOffice()
  const { meta } = useSession()
  const w = eventWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => afterOf(id, signal), [id, lang], turn)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const { event, count } = value
  return (
    <article class="event-after">
      <p class="screen"><Link to={href('events', [id])}>← {event.title}</Link></p>
      <div class="page-head"><h1>{w.after}：{event.title}</h1><span class="screen"><Button onClick={() => print()}>{w.print}</Button></span>
        {event.mine && (event.state === 'ended' || event.state === 'lapsed') && <Write {...{ id, w }} text={event.report} onDone={() => setTurn(turn + 1)} />}
      </div>
      {meta.demo && <p><span class="demo">{w.demo}</span></p>}
      <p class="hint">{w.afterHint}</p>
      <ul>
        <li>{w.begun} {momentWords(event.started, lang)}，{w.until2} {momentWords(value.to, lang)}；{w.issuedBy(event.body, event.number, momentWords(event.issued, lang))}</li>
        <li>{w.toldOf(count.told, count.villages)}</li>
        <li>{w.openedN(count.opened)}，{w.filledN(count.filled)}</li>
        <li>{count.most === undefined ? w.mostNone : w.mostN(count.most, count.counted)}</li>
        <li>{w.withoutN(count.without, count.people, count.places)}</li>
      </ul>
      {event.report && <p class="event-report">{event.report}</p>}
      <Tables value={value} w={w} />
    </article>
  )
}

function Tables({ value, w }: { value: After; w: Words }) {
  const { lang } = useOffice()
  const at = (moment?: string) => (moment ? momentWords(moment, lang) : '')
  return (
    <>
      <h2>{w.done}</h2>
      <table class="table"><tbody>{value.steps.map((step) => <tr key={step.n}><td>{at(step.at)}</td><td>{w.steps[step.step]}</td><td>{step.title}（{w.signals[step.signal]}）</td><td class="wrap">{step.step === 'report' ? '' : step.note}</td><td>{step.by}</td></tr>)}</tbody></table>
      <h2>{w.shelters}</h2>
      {value.shelters.length ? <table class="table"><thead><tr><th scope="col">{w.shelter}</th><th scope="col">{w.opened}</th><th scope="col">{w.filled}</th><th scope="col" class="number">{w.most}</th><th scope="col" class="number">{w.capacity}</th></tr></thead>
        <tbody>{value.shelters.map((one) => <tr key={one.id}><td class="wrap">{one.name}</td><td>{one.before ? w.before : at(one.opened)}</td><td>{at(one.filled)}</td><td class="number">{one.most ?? w.never}{one.most_at && one.most !== 0 ? ` (${at(one.most_at)})` : ''}</td><td class="number">{one.capacity}</td></tr>)}</tbody></table> : <p class="hint">{w.noShelters}</p>}
      <h2>{w.villages}</h2>
      <table class="table"><thead><tr><th scope="col">{w.villages}</th><th scope="col">{w.told}</th><th scope="col">{w.nearby}</th></tr></thead>
        <tbody>{value.villages.map((one) => <tr key={one.code}><td>{one.name}</td><td class="wrap">{one.told_at ? `${at(one.told_at)}，${w.minutes(one.minutes ?? 0)}，${[...new Set(one.means)].map((by) => w.means[by]).join('、')}` : w.never}</td><td>{one.without ? placedWords(one, w) : w.yes}</td></tr>)}</tbody></table>
    </>
  )
}

function Write({ id, w, text, onDone }: { id: string; w: Words; text: string; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(text)
  const now = useLoad(open ? (signal) => eventOf(id, signal) : null, [open])
  return (
    <>
      <span class="screen"><Button onClick={() => setOpen(true)}>{w.writeReport}</Button></span>
      {open && now.value && <Ask title={w.writeReport} verb={w.writeReport} wide reason={false} ready={!!draft.trim()} run={() => report(now.value!, draft.trim())} onClose={() => setOpen(false)} onDone={() => { setOpen(false); onDone() }}>
        <AreaField label={w.reportText} rows={8} value={draft} onInput={setDraft} />
      </Ask>}
    </>
  )
}
