import { useEffect } from 'preact/hooks'
import { fix, followPosition } from '../field/geo/position'
import { direction, distance, way } from '../field/geo/way'
import { useLive } from '../field/live'
import { useHands } from './context'
import type { Job } from './domain'
import { belongs, stateOf, stepsFrom } from './rules'
import { Link, Notice, Screen } from './screen'
import { lang, t } from './words'

/** A plate as it should look, large enough to be compared at arm's length. */
export function Face({ job }: { job: Job }) {
  return (
    <div class="plate" role="group" aria-label={t.plate.says}>
      <div class="small">{t.plate.says}</div>
      {job.name && <div class="name">{job.name}</div>}
      {job.number && <div class="number">{job.number}</div>}
      {job.pinyin && <div class="small">{job.pinyin}</div>}
    </div>
  )
}

/** Where the plate belongs, and how far that is from here. */
export function Where({ job }: { job: Job }) {
  useEffect(followPosition, [])
  const here = useLive(fix)
  const to = belongs(job)
  const leg = here && to && way(here, to)
  return (
    <>
      <p><strong>{t.plate.where}</strong> {job.where}</p>
      {!to && <p class="quiet">{t.plate.unknownPlace}</p>}
      {leg && <p class="middle">{t.plate.belongs(distance(leg.metres, lang), direction(leg.azimuth, lang))}</p>}
    </>
  )
}

/** One plate: what it should say, where, and what there is to do. */
export function PlateScreen({ id }: { id: string }) {
  const hands = useHands()
  const queue = useLive(hands.queue)
  useLive(hands.work)
  const job = hands.job(id)
  if (!job) return <Screen title={t.list.title} back="/install"><Notice kind="warn">{t.plate.gone}</Notice><Link class="button" to="/install/scan">{t.list.scan}</Link></Screen>
  const state = stateOf(job, queue)
  const steps = stepsFrom(state)
  const mine = queue.filter((item) => item.job.id === id && item.fate !== 'sent')
  return (
    <Screen title={job.number ?? job.name ?? ''} back="/install" actions={steps.map((step) => <Link key={step} class="button primary" to={`/install/p/${id}/${step}`}>{t.plate.start[step]}</Link>)}>
      <Face job={job} />
      <Where job={job} />
      {state === 'faulty' && job.state === 'faulty' && job.fault && <Notice kind="warn">{t.plate.fault(t.faults[job.fault], job.said ?? '')} {job.due && t.plate.due(job.due)}</Notice>}
      <dl class="pairs">
        <dt>{t.plate.state}</dt><dd>{t.states[state]}</dd>
        <dt>{t.plate.token}</dt><dd class="token">{job.token}</dd>
      </dl>
      {mine.map((item) => <Notice key={item.id} kind={item.fate === 'ready' ? 'good' : 'bad'}>{t.steps[item.act.step]}：{t.queue.fates[item.fate]} {item.said} <Link to="/install/queue">{t.queue.title}</Link></Notice>)}
      {!steps.length && <p>{t.plate.nothing(t.states[state])}</p>}
    </Screen>
  )
}
