import { useEffect } from 'preact/hooks'
import type { Field } from './field'
import { useLive } from './live'
import { FieldContext } from './parts/context'
import { Notice } from './parts/screen'
import { Status } from './parts/status'
import { path, placeOf } from './route'
import { EnrolScreen, invited } from './screens/enrol'
import { PackScreen } from './screens/pack'
import { TasksScreen } from './screens/tasks'
import { pressure } from './vault/space'
import { t } from './words'

/** The unlocked app: status at the top, what went wrong under it, one screen. */
export function Shell({ field, onLock }: { field: Field; onLock: () => void }) {
  const trouble = useLive(field.trouble)
  const space = useLive(field.space)
  useLive(field.clock)
  const place = placeOf(useLive(path))
  useEffect(() => {
    const online = () => field.network.set('on')
    const offline = () => field.network.set('off')
    addEventListener('online', online)
    addEventListener('offline', offline)
    return () => { removeEventListener('online', online); removeEventListener('offline', offline) }
  }, [field])
  const off = field.clockOff()
  return (
    <FieldContext.Provider value={field}>
      <Status counts={{ unsent: 0, stored: 0, verified: 0 }} />
      {(trouble || off || (space && pressure(space) === 'low')) && (
        <div style={{ padding: '0 16px' }}>
          {trouble && <Notice kind="bad">{trouble} <button onClick={() => field.trouble.set('')}>{t.close}</button></Notice>}
          {off && <Notice kind="warn">{t.trouble.clock(off)}</Notice>}
          {space && pressure(space) === 'low' && <Notice kind="warn">{t.trouble.low(t.megabytes(space.quota - space.used))}</Notice>}
        </div>
      )}
      <At key={path.value} place={place} onLock={onLock} />
    </FieldContext.Provider>
  )
}

function At({ place, onLock }: { place: ReturnType<typeof placeOf>; onLock: () => void }) {
  if (place.screen === 'enrol' || (!place.task && invited())) return <EnrolScreen />
  if (place.task) return <PackScreen task={place.task} />
  return <TasksScreen onLock={onLock} />
}
