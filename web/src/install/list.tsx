import { useState } from 'preact/hooks'
import { useLive } from '../field/live'
import { go } from '../field/route'
import { useHands } from './context'
import type { Item, Job } from './domain'
import { answers, dayOf, stateOf } from './rules'
import { Link, Notice, Screen } from './screen'
import { t } from './words'

const page = 60 // cards at a time: a phone scrolls no further well

/** What there is to do, in walking order. */
export function ListScreen({ tab }: { tab: string }) {
  const hands = useHands()
  const work = useLive(hands.work)
  const patrol = useLive(hands.patrol)
  const queue = useLive(hands.queue)
  const logIn = useLive(hands.logIn)
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState(page)
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const which = tab === 'mend' || tab === 'patrol' ? tab : 'hang'
  const lists = {
    hang: work?.items.filter(({ state, id }) => state === 'received' || (state === 'installed' && queue.some(({ job }) => job.id === id))) ?? [],
    mend: work?.items.filter((job) => job.state === 'faulty') ?? [],
    patrol: patrol?.items ?? [],
  }
  const left = (jobs: Job[], state: Job['state']) => jobs.filter((job) => stateOf(job, queue) === state).length
  const found = lists[which].filter((job) => answers(job, typed))
  const list = which === 'patrol' ? patrol : work
  const refresh = async () => {
    setBusy(true)
    setSaid(await hands.refresh())
    setBusy(false)
  }
  return (
    <Screen title={t.list.title} actions={<Link class="button primary" to="/install/scan">{t.list.scan}</Link>}>
      {logIn && <Notice kind="warn">{t.login.again} <Link to="/install/login">{t.login.title}</Link></Notice>}
      <div class="tabs" role="group">
        <button class="chip" aria-pressed={which === 'hang'} onClick={() => go('/install')}>{t.list.hang} {left(lists.hang, 'received')}</button>
        <button class="chip" aria-pressed={which === 'mend'} onClick={() => go('/install/mend')}>{t.list.mend} {left(lists.mend, 'faulty')}</button>
        <button class="chip" aria-pressed={which === 'patrol'} onClick={() => go('/install/patrol')}>{t.list.patrol}</button>
      </div>
      {which === 'patrol' && <Link class="button" to="/install/villages">{patrol ? `${patrol.village.name} · ${t.list.choose}` : t.list.choose}</Link>}
      {lists[which].length > 5 && <label class="field"><span class="skip-hidden">{t.list.search}</span><input type="search" placeholder={t.list.search} value={typed} onInput={(event) => { setTyped(event.currentTarget.value); setShown(page) }} /></label>}
      {list && list.total > list.items.length && <Notice kind="warn">{t.list.cut(list.items.length, list.total)}</Notice>}
      {!lists[which].length && <p>{t.list.none[which]}</p>}
      {lists[which].length > 0 && !found.length && <p>{t.list.nothing}</p>}
      <Streets jobs={found.slice(0, shown)} queue={queue} />
      {found.length > shown && <button class="wide" onClick={() => setShown(shown + page)}>{t.list.more(found.length - shown)}</button>}
      {said && <Notice kind="bad">{said}</Notice>}
      <p class="quiet">{list ? t.list.at(t.queue.time(list.at)) : ''}</p>
      <button class="wide" disabled={busy} onClick={() => void refresh()}>{busy ? t.working : t.list.refresh}</button>
    </Screen>
  )
}

/** Jobs under the streets on which they lie. */
function Streets({ jobs, queue }: { jobs: Job[]; queue: readonly Item[] }) {
  const streets: { street: string; jobs: Job[] }[] = []
  for (const job of jobs) {
    const street = job.street ?? job.name ?? ''
    if (streets.at(-1)?.street !== street) streets.push({ street, jobs: [] })
    streets.at(-1)!.jobs.push(job)
  }
  return (
    <>
      {streets.map(({ street, jobs }, i) => (
        <section key={i}>
          <h2 class="street">{street}</h2>
          <ul class="plain">{jobs.map((job) => <li key={job.id}><Card job={job} queue={queue} /></li>)}</ul>
        </section>
      ))}
    </>
  )
}

function Card({ job, queue }: { job: Job; queue: readonly Item[] }) {
  const state = stateOf(job, queue)
  const unsent = queue.some((item) => item.job.id === job.id && item.fate === 'ready')
  const late = state === 'faulty' && job.due && job.due < dayOf(Date.now())
  return (
    <Link class="card job" to={`/install/p/${job.id}`}>
      <span class="middle">{job.number || job.name}</span>
      <span>
        <span class="quiet">{job.where}</span>
        {state === 'faulty' && job.fault && <span class={late ? 'late' : 'said'}>{t.faults[job.fault]}{job.due && ` · ${late ? t.list.late + ' · ' : ''}${t.list.due(job.due)}`}</span>}
        {unsent ? <span class="done-mark">✓ {t.list.done}</span> : state !== 'received' && state !== 'faulty' && <span class="done-mark">{t.states[state]}</span>}
      </span>
    </Link>
  )
}
