import { useState } from 'preact/hooks'
import { useLive } from '../field/live'
import { Notice } from '../field/parts/notice'
import { Link, Screen } from '../field/parts/plainscreen'
import { useKeeper } from './context'
import type { Item, Shelter, Warning } from './domain'
import { StateMark, sinceWords } from './one'
import { answers, expected } from './rules'
import { t } from './words'

const page = 40 // cards at a time: a phone scrolls no further well

/** The shelters that this person keeps. */
export function ListScreen() {
  const keeper = useKeeper()
  const list = useLive(keeper.list)
  const queue = useLive(keeper.queue)
  const logIn = useLive(keeper.logIn)
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState(page)
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const all = list?.items ?? []
  const found = all.filter((one) => answers(one, typed))
  const refresh = async () => {
    setBusy(true)
    setSaid(await keeper.refresh())
    setBusy(false)
  }
  return (
    <Screen title={t.list.title} backWord={t.back}>
      {all[0]?.demo && <Notice kind="bad">{t.demo}</Notice>}
      {list?.warnings?.filter(({ until }) => Date.parse(until) > Date.now()).map((one) => <Warned key={one.event} one={one} />)}
      {logIn && <Notice kind="warn">{t.login.again} <Link to="/shelter/login">{t.login.title}</Link></Notice>}
      {all.length > 5 && <label class="field"><span class="skip-hidden">{t.list.search}</span><input type="search" placeholder={t.list.search} value={typed} onInput={(event) => { setTyped(event.currentTarget.value); setShown(page) }} /></label>}
      {list && !all.length && <p>{t.list.none}</p>}
      {all.length > 0 && !found.length && <p>{t.list.nothing}</p>}
      <ul class="plain">{found.slice(0, shown).map((one) => <li key={one.id}><Card one={one} queue={queue} logIn={logIn} /></li>)}</ul>
      {found.length > shown && <button class="wide" onClick={() => setShown(shown + page)}>{t.list.more(found.length - shown)}</button>}
      {said && <Notice kind="bad">{said}</Notice>}
      <p class="quiet">{list ? t.list.at(t.queue.time(list.at)) : ''}</p>
      <button class="wide" disabled={busy} onClick={() => void refresh()}>{busy ? t.working : t.list.refresh}</button>
    </Screen>
  )
}

function Warned({ one }: { one: Warning }) {
  return (
    <div class="notice bad" role="alert">
      <strong>{one.title}</strong>
      {one.todo && <p>{one.todo}</p>}
      <p class="quiet">{t.list.issued(one.body, t.queue.time(one.issued), t.queue.time(one.until))}</p>
    </div>
  )
}

function Card({ one, queue, logIn }: { one: Shelter; queue: readonly Item[]; logIn: boolean }) {
  const now = expected(one, queue)
  return (
    <Link class="card" to={'/shelter/s/' + one.id}>
      <strong>{one.name}</strong>
      <StateMark now={now} more={now.people !== undefined ? t.one.people(now.people, one.capacity) : now.step ? t.steps[now.step] : now.counted !== undefined ? t.one.counted(now.counted) : ''} />
      <span class="quiet">{sinceWords(one, now.waits, logIn)}</span>
    </Link>
  )
}
