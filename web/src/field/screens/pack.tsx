import { useEffect, useState } from 'preact/hooks'
import { useLive } from '../live'
import { Live } from '../live'
import { progress, Taking, type Ended, type Progress } from '../net/pack'
import { useField } from '../parts/context'
import { Link, Notice, Screen } from '../parts/screen'
import { atTask } from '../route'
import { t } from '../words'

const nothing = new Live<Progress | null>(null)

/** What of a pack is here, and taking the rest of it. */
export function PackScreen({ task }: { task: string }) {
  const field = useField()
  const kept = useLive(field.packs).get(task)
  const about = useLive(field.tasks).find((one) => one.task === task)
  const [taking, setTaking] = useState<Taking | null>(null)
  const [here, setHere] = useState<Progress | null>(null)
  const [ended, setEnded] = useState<Ended | null>(null)
  const running = useLive(taking?.progress ?? nothing)
  useEffect(() => void (kept && progress(field, kept.pack).then(setHere)), [kept, taking])
  const take = async (whole: boolean) => {
    const one = new Taking(field)
    setEnded(null)
    setTaking(one)
    setEnded(await (whole || !kept ? one.run({ task }) : one.fetchAll(task, kept)))
    setTaking(null)
  }
  const now = running ?? here
  const whole = !!now && now.done === now.all
  return (
    <Screen title={about?.line_name ?? kept?.pack.line_name ?? t.pack.title} back="/field" actions={
      taking ? <button onClick={taking.stop}>{t.pack.stop}</button> : (
        <>
          {kept && (whole || field.expired(kept) || kept.behind) && <button onClick={() => void take(true)}>{t.pack.update}</button>}
          {!whole && <button class={kept ? '' : 'primary'} onClick={() => void take(!kept)}>{kept ? t.pack.resume : t.pack.take}</button>}
          {kept && kept.state !== 'withdrawn' && <Link class="button primary" to={atTask(task)}>{t.tasks.open}</Link>}
        </>
      )}>
      {about && <p>{t.tasks.with(about.own_name, about.other_name)}</p>}
      {!kept && !taking && about?.pack_bytes && <p class="middle">{t.pack.size(t.megabytes(about.pack_bytes))}</p>}
      {now && (
        <section aria-live="polite">
          <p class="middle">{t.megabytes(now.doneBytes)} / {t.megabytes(now.allBytes)}</p>
          <progress aria-label={t.pack.title} value={now.done} max={Math.max(1, now.all)} />
          {whole ? <Notice kind="good">{t.pack.done}</Notice> : !taking && <p>{t.pack.partly(now.all - now.done)}</p>}
        </section>
      )}
      {ended && ended !== 'done' && ended !== 'stopped' && <Notice kind="bad">{why(ended, now)}</Notice>}
      {kept && field.expired(kept) && <Notice kind="bad">{t.pack.expired}</Notice>}
      {kept?.state === 'withdrawn' && <Notice kind="bad">{t.pack.withdrawn}</Notice>}
      {kept?.state === 'moved' && <Notice kind="bad">{t.pack.moved}</Notice>}
      {kept?.behind && <Notice kind="warn">{t.pack.stale}</Notice>}
      {kept && <p class="quiet">{t.pack.expires(kept.pack.expires)}</p>}
    </Screen>
  )
}

function why(ended: Exclude<Ended, 'done' | 'stopped'>, now: Progress | null): string {
  if (ended === 'offline') return `${t.pack.failed}${t.trouble.offline}`
  if (ended === 'no-room') return t.pack.noRoom(t.megabytes(now ? now.allBytes - now.doneBytes : 0))
  return `${t.pack.failed}${ended.sentence || t.trouble.server}`
}
