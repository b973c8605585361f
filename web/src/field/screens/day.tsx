import { useState } from 'preact/hooks'
import { useLive } from '../live'
import { counts, type Made } from '../outbox'
import { useField } from '../parts/context'
import { Link, Notice, Screen } from '../parts/screen'
import type { Item, Phone } from '../protocol/phone'
import { atRecord } from '../route'
import { t } from '../words'

/** What was done and where it is: sent, stored, verified; what was sent back, and why. */
export function DayScreen() {
  const field = useField()
  const phone = useLive(field.outbox.phone)
  const made = useLive(field.outbox.made)
  const [all, setAll] = useState(false)
  const today = new Date().toDateString()
  const { unsent, stored, verified, refused } = counts(phone)
  const records = [...made.values()].filter(({ record }) => phone.items[record.id]?.state !== 'superseded' && (all || new Date(record.phone_time).toDateString() === today || phone.items[record.id]?.state !== 'verified'))
    .sort((a, b) => (a.record.phone_time < b.record.phone_time ? 1 : -1))
  const within = new Set([...made.values()].flatMap(({ record }) => record.files.map(({ sha256 }) => sha256)))
  const others = Object.values(phone.items).filter(({ id, kind, state }) => (kind === 'sheet' || kind === 'signature' || (kind === 'file' && !within.has(id))) && state !== 'superseded' && (all || state !== 'verified'))
  return (
    <Screen title={t.day.title} back="/field" actions={
      <>
        {refused > 0 && <button onClick={() => void field.outbox.happen([{ on: 'retry', now: Date.now() }])}>{t.day.retry}</button>}
        <button class="primary" onClick={() => field.sendNow()}>{t.day.sendNow}</button>
      </>
    }>
      <p class="middle">{t.day.summary(unsent, stored, verified)}</p>
      {made.size > 0 && (unsent + stored ? <Notice kind="warn">{t.day.notDone}</Notice> : <Notice kind="good">{t.day.done}</Notice>)}
      <div class="row" role="group">
        <button class="chip" aria-pressed={!all} onClick={() => setAll(false)}>{t.day.today}</button>
        <button class="chip" aria-pressed={all} onClick={() => setAll(true)}>{t.day.all}</button>
      </div>
      {!records.length && !others.length && <p>{t.day.none}</p>}
      <ul class="plain" style={{ marginTop: '12px' }}>
        {records.map((one) => <Row key={one.record.id} made={one} phone={phone} />)}
        {others.map((item) => <li class="card" key={item.id}><strong>{item.kind === 'sheet' ? t.day.sheet : item.kind === 'file' ? t.day.file.drawn : t.day.signature}</strong><State item={item} /></li>)}
      </ul>
      <Clear phone={phone} />
    </Screen>
  )
}

function Row({ made: { record }, phone }: { made: Made; phone: Phone }) {
  const files = record.files.map(({ sha256 }) => phone.items[sha256])
  const marker = useMarkerName(record.task, record.object.id)
  return (
    <li>
      <Link class="card" to={atRecord(record.id)}>
        <strong>{titleOf(record)} {marker}</strong>
        <span class="quiet">{new Date(record.phone_time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}{record.text && ` · ${record.text.slice(0, 40)}`}</span>
        <State item={phone.items[record.id]} />
        {files.length > 0 && <span class="quiet">{t.day.files(files.filter((item) => item?.state === 'verified').length, files.length)}</span>}
      </Link>
    </li>
  )
}

export const titleOf = ({ kind, answers }: Made['record']) => (answers.export ? t.day.exported(answers.export) : t.day.kinds[kind] ?? kind)

export function useMarkerName(task: string, id: string): string {
  const marker = useLive(useField().packs).get(task)?.pack.markers.find((one) => one.id === id)
  return marker ? t.marker.name(marker.number) : ''
}

/** How far an item has come, by word and by sign; what the server said where it was sent back. */
export function State({ item }: { item: Item | undefined }) {
  if (!item) return null
  const sign = item.state === 'verified' ? '✓' : item.state === 'refused' ? '✕' : '○'
  return (
    <span class="quiet">
      <b>{sign} {t.day.states[item.state]}</b>
      {item.state === 'ready' && item.tries > 0 && ` · ${t.day.tries(item.tries)}`}
      {item.withdrawn ? ` · ${t.day.withdrawn}` : item.standing === 'proposal' ? ` · ${t.day.proposal}` : ''}
      {item.sentence && <span class="said">{item.sentence}</span>}
    </span>
  )
}

/** Verified files may go from the phone; nothing else may. */
function Clear({ phone }: { phone: Phone }) {
  const field = useField()
  const files = Object.values(phone.items).filter(({ kind, state, dropped }) => kind === 'file' && state === 'verified' && !dropped)
  if (!files.length) return null
  const clear = () => void field.outbox.happen(files.map(({ id }) => ({ on: 'forget', id }))).then(() => field.measure())
  return (
    <section>
      <p class="quiet">{t.day.clearHint(files.length, t.megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0)))}</p>
      <button class="wide" onClick={clear}>{t.day.clear}</button>
    </section>
  )
}
