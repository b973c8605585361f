import { useEffect, useState } from 'preact/hooks'
import type { Task } from '../domain'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { Link, Notice, Screen } from '../parts/screen'
import { atDay, atTask, go } from '../route'
import { keep } from '../vault/space'
import { t } from '../words'

/** The tasks of this phone's person, and the room on the phone. */
export function TasksScreen({ onLock }: { onLock: () => void }) {
  const field = useField()
  const me = useLive(field.me)
  const tasks = useLive(field.tasks)
  const packs = useLive(field.packs)
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const refresh = async () => {
    setBusy(true)
    void field.readImprint()
    const answer = await field.ask('/v1/field/tasks')
    setBusy(false)
    if (answer.status === 200) await field.setTasks((answer.body as { tasks: Task[] }).tasks)
    setSaid(answer.status === 200 ? '' : answer.status === 0 ? t.tasks.offline : answer.status === 401 ? t.enrol.again : answer.sentence || t.trouble.server)
    if (answer.status === 401) go('/field/enrol')
  }
  useEffect(() => {
    if (!me) go('/field/enrol', true)
    else void refresh()
  }, [])
  return (
    <Screen title={t.tasks.title} actions={<button class="primary" disabled={busy} onClick={() => void refresh()}>{busy ? t.working : t.tasks.refresh}</button>}>
      {me && <p class="quiet">{me.person.name}{me.person.guest && ` · ${t.enrol.asGuest}`} · {me.name}</p>}
      {said && <Notice kind="warn">{said}</Notice>}
      {!tasks.length && !busy && <p>{t.tasks.none}</p>}
      <ul class="plain">
        {tasks.map((task) => (
          <li key={task.task}>
            <Link class="card" to={atTask(task.task)}>
              <strong>{task.line_name}</strong>
              <span class="quiet">{t.tasks.with(task.own_name, task.other_name)}</span>
              <span class="quiet">{[t.tasks.kinds[task.kind] ?? '', t.tasks.markers(task.markers), task.due && t.tasks.due(task.due)].filter(Boolean).join(' · ')}</span>
              <b>{packs.has(task.task) ? '✓ ' + t.tasks.taken : t.tasks.notTaken + (task.pack_bytes ? ` · ${t.megabytes(task.pack_bytes)}` : '')}</b>
            </Link>
          </li>
        ))}
      </ul>
      <Room />
      <div class="row" style={{ marginTop: '16px' }}>
        <Link class="button" to={atDay}>{t.tasks.day}</Link>
        <button onClick={onLock}>{t.pin.lock}</button>
      </div>
      <Link class="button plain" to="/field/enrol">{t.enrol.out}</Link>
    </Screen>
  )
}

/** How much room there is, and whether the browser promised to keep it. */
function Room() {
  const field = useField()
  const space = useLive(field.space)
  if (!space) return null
  const ask = async () => { await keep(); await field.measure() }
  return (
    <section>
      <h2>{t.tasks.space}</h2>
      {space.quota > 0 && <p>{t.tasks.spaceOf(t.megabytes(space.used), t.megabytes(space.quota - space.used))}</p>}
      <p class="quiet">{space.kept ? t.tasks.kept : t.tasks.notKept}</p>
      {!space.kept && <button onClick={() => void ask()}>{t.tasks.askKeep}</button>}
    </section>
  )
}
