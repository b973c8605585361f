import { useEffect, useRef, useState } from 'preact/hooks'
import { useLive } from '../field/live'
import { Chips } from '../field/parts/chips'
import { Notice } from '../field/parts/notice'
import { Link, Screen } from '../field/parts/plainscreen'
import { useKeeper } from './context'
import { states, steps, type Item, type Saying, type Shelter, type State, type Step } from './domain'
import { expected, sayingOf, tooMany } from './rules'
import { t } from './words'

/** One shelter: how it is, and four buttons that say how it is now. */
export function OneScreen({ id }: { id: string }) {
  const keeper = useKeeper()
  const one = useLive(keeper.list)?.items.find((each) => each.id === id)
  const queue = useLive(keeper.queue)
  const logIn = useLive(keeper.logIn)
  const [count, setCount] = useState('')
  const [step, setStep] = useState<Step | ''>('')
  const [note, setNote] = useState('')
  const [wrong, setWrong] = useState('')
  const [said, setSaid] = useState(0) // how often something was said here
  const [doubted, setDoubted] = useState<Saying | null>(null) // more people than places: asked once whether it is so
  if (!one) return <Screen title={t.list.title} back="/shelter" backWord={t.back}><Notice kind="warn">{t.one.gone}</Notice></Screen>
  const now = expected(one, queue)
  const say = async (state: State) => {
    const saying = sayingOf(state, count, step, note)
    setWrong(saying ? '' : t.one.wrong)
    setDoubted(saying && tooMany(saying, one) ? saying : null)
    if (saying && !tooMany(saying, one)) await send(saying)
  }
  const send = async (saying: Saying) => {
    if (!(await keeper.say(one, saying))) return
    setDoubted(null)
    setSaid(said + 1)
    setCount('')
    setStep('')
    setNote('')
  }
  const by = (n: number) => setCount(String(Math.max(0, (Number(count) || (count === '' ? now.people ?? now.counted ?? 0 : 0)) + n)))
  return (
    <Screen title={one.name} back="/shelter" backWord={t.back}>
      {one.demo && <p class="demo-line">{t.demo}</p>}
      {logIn && <Notice kind="warn">{t.login.again} <Link to="/shelter/login">{t.login.title}</Link></Notice>}
      <Now one={one} queue={queue} logIn={logIn} />
      {one.failed && <Notice kind="bad">{t.one.failed}</Notice>}
      {said > 0 && <Outcome key={said} item={queue.filter(({ shelter }) => shelter.id === id).at(-1)} logIn={logIn} />}
      <p class="tap">{t.one.tap}</p>
      <div class="states">{states.map((state) => (
        <button key={state} class={'say say-' + state} aria-pressed={now.state === state} disabled={one.failed && state !== 'closed'} onClick={() => void say(state)}>
          <span aria-hidden="true">{t.marks[state]}</span> {t.states[state]}
        </button>))}</div>
      {wrong && <Notice kind="bad">{wrong}</Notice>}
      {doubted?.people !== undefined && <Notice kind="warn">
        <p>{t.one.doubt(doubted.people, one.capacity)}</p>
        <div class="by"><button type="button" onClick={() => void send(doubted)}>{t.one.sure(doubted.people)}</button><button type="button" onClick={() => { setDoubted(null); setCount('') }}>{t.one.again}</button></div>
      </Notice>}
      <label class="field">{t.one.count}<input inputMode="numeric" value={count} onInput={(event) => { setCount(event.currentTarget.value); setStep('') }} /></label>
      <div class="by">{[-10, -1, 1, 10].map((n) => <button key={n} type="button" onClick={() => { by(n); setStep('') }}>{n > 0 ? `+${n}` : `−${-n}`}</button>)}</div>
      {(count || step) && <button class="wide primary" onClick={() => void say(now.state)}>{t.one.onlyCount}</button>}
      <Chips legend={t.one.step} choices={steps.map((each): [string, string] => [each, t.steps[each]])} value={step} onPick={(picked) => { setStep(picked as Step | ''); setCount('') }} />
      <label class="field">{t.one.note}<textarea value={note} maxLength={300} onInput={(event) => setNote(event.currentTarget.value)} /></label>
      {one.duty_phone && !one.demo && <a class="button wide" href={'tel:' + one.duty_phone.replace(/[^\d+]/g, '')}>{t.one.call} {one.duty_phone}</a>}
    </Screen>
  )
}

function Now({ one, queue, logIn }: { one: Shelter; queue: readonly Item[]; logIn: boolean }) {
  const now = expected(one, queue)
  return (
    <section class="now" aria-label={t.one.now}>
      <p class="big"><StateMark now={now} /></p>
      <p class="middle">{now.people !== undefined ? t.one.people(now.people, one.capacity) : now.step ? t.steps[now.step] : t.one.capacity(one.capacity)}</p>
      {now.people === undefined && now.counted !== undefined && <p class="quiet">{t.one.counted(now.counted)}{one.counted === now.counted && one.counted_at ? ` · ${t.queue.time(one.counted_at)}` : ''}</p>}
      {now.people !== undefined && now.people > one.capacity && <Notice kind="bad">{t.one.over(now.people - one.capacity)}</Notice>}
      <p class="quiet">{sinceWords(one, now.waits, logIn)}</p>
    </section>
  )
}

/** The state of a shelter; what only the phone holds does not look like what the server knows. */
export function StateMark({ now, more = '' }: { now: ReturnType<typeof expected>; more?: string }) {
  return <span class={'state state-' + (now.waits ? 'waits' : now.state)}><span aria-hidden="true">{now.waits ? '…' : t.marks[now.state]}</span> {now.waits ? t.one.unsent(t.states[now.state]) : t.states[now.state]} {more}</span>
}

/** Who said so and when, or why nobody else knows of it yet. */
export function sinceWords(one: Shelter, waits: boolean, logIn: boolean): string {
  if (waits) return logIn ? t.one.waitsLogIn : t.one.waits
  return one.said_at ? t.one.said(t.queue.time(one.said_at), one.by ?? '') : t.one.never
}

/** What became of what was just said, brought into sight. */
function Outcome({ item, logIn }: { item?: Item; logIn: boolean }) {
  const { network } = useKeeper()
  const on = useLive(network) === 'on'
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => here.current?.scrollIntoView({ block: 'center' }), [])
  return <div ref={here}>{item && <Fate item={item} logIn={logIn} on={on} />}</div>
}

function Fate({ item, logIn, on }: { item: Item; logIn: boolean; on: boolean }) {
  if (item.fate === 'refused') return <Notice kind="bad">{item.said}</Notice>
  if (item.fate !== 'sent' && logIn) return <Notice kind="bad">{t.one.unsentLogIn} <Link to="/shelter/login">{t.login.title}</Link></Notice>
  if (item.fate !== 'sent') return <Notice kind="warn">{t.one.kept} {on ? t.one.sending : t.trouble.offline}</Notice>
  return (
    <>
      <Notice kind={item.later ? 'warn' : 'good'}>{item.later ? t.one.later(t.states[item.later]) : t.one.sent}</Notice>
      {item.doubtful && <Notice kind="warn">{t.one.clock}</Notice>}
    </>
  )
}
