import { useState } from 'preact/hooks'
import { useLive } from '../field/live'
import { Picture } from './act'
import { useHands } from './context'
import type { Item } from './domain'
import { counts } from './fate'
import { Link, Notice, Screen } from './screen'
import { t } from './words'

/** What the phone holds that the server does not have yet, and what became of the rest. */
export function QueueScreen() {
  const hands = useHands()
  const me = useLive(hands.me)
  const queue = useLive(hands.queue)
  const logIn = useLive(hands.logIn)
  const network = useLive(hands.network)
  const [busy, setBusy] = useState(false)
  const now = async () => {
    setBusy(true)
    await hands.hurry()
    setBusy(false)
  }
  const waiting = queue.filter(({ fate }) => fate !== 'sent')
  const sent = queue.filter(({ fate }) => fate === 'sent').reverse().slice(0, 30)
  const { unsent } = counts(queue)
  return (
    <Screen title={t.queue.title} back="/install" actions={unsent > 0 && !logIn && <button class="primary" disabled={busy} onClick={() => void now()}>{busy ? t.working : t.queue.now}</button>}>
      {logIn && <Notice kind="warn">{t.login.again} <Link to="/install/login">{t.login.title}</Link></Notice>}
      {network === 'off' && unsent > 0 && <Notice kind="warn">{t.trouble.offline}</Notice>}
      {!waiting.length && <p>{t.queue.none}</p>}
      <ul class="plain">{waiting.map((item) => <li key={item.id}><One item={item} mine={item.by.id === me?.id} /></li>)}</ul>
      {sent.length > 0 && <h2>{t.queue.fates.sent}</h2>}
      <ul class="plain">{sent.map((item) => <li key={item.id}><p>✓ {title(item)} <span class="quiet">{t.queue.time(item.made)}</span></p></li>)}</ul>
      <p class="quiet">{me && t.queue.account(me.name)} {unsent > 0 && t.login.unsent(unsent)}</p>
      <button class="wide" onClick={() => void hands.leave()}>{t.login.out}</button>
    </Screen>
  )
}

const title = ({ act, job }: Item) => `${t.steps[act.step]} ${job.name ?? ''}${job.number ?? ''}`

function One({ item, mine }: { item: Item; mine: boolean }) {
  const hands = useHands()
  const [note, setNote] = useState(item.act.note ?? '')
  const [said, setSaid] = useState('')
  const stuck = item.fate === 'clash' || item.fate === 'refused' || item.fate === 'dropped'
  return (
    <div class="card">
      <strong>{title(item)}</strong>
      <span class="quiet">{t.queue.time(item.made)} · {t.queue.fates[item.fate]}</span>
      {!mine && <span class="quiet">{t.queue.of(item.by.name)}</span>}
      {item.said && <Notice kind="bad">{item.said}</Notice>}
      {item.fate === 'clash' && <p>{t.queue.clash}</p>}
      {item.photo && stuck && <Picture id={item.photo} />}
      {mine && stuck && (
        <>
          <label class="field">{t.queue.note}<textarea value={note} maxLength={900} onInput={(event) => setNote(event.currentTarget.value)} /></label>
          {said && <Notice kind="bad">{said}</Notice>}
          <div class="row">
            <button onClick={() => void hands.retry(item, note.trim()).then(setSaid)}>{item.fate === 'dropped' ? t.queue.back : t.queue.retry}</button>
            {item.fate === 'dropped' ? <button class="danger" onClick={() => void hands.forget(item)}>{t.queue.forget}</button> : <button onClick={() => void hands.drop(item)}>{t.queue.drop}</button>}
          </div>
        </>
      )}
    </div>
  )
}
