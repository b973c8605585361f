import { useEffect } from 'preact/hooks'
import type { Field, Kept } from './field'
import { useLive } from './live'
import { readNews } from './net/news'
import { counts } from './outbox'
import { FieldContext, useField } from './parts/context'
import { Notice } from './parts/screen'
import { Status } from './parts/status'
import { atMarker, atTask, go, path, placeOf, type Place } from './route'
import { CheckScreen } from './screens/check'
import { CosignScreen } from './screens/cosign'
import { DayScreen } from './screens/day'
import { EnrolScreen, invited } from './screens/enrol'
import { ExportScreen } from './screens/export'
import { HomeScreen } from './screens/home'
import { MapScreen } from './screens/map'
import { MarkerScreen } from './screens/marker'
import { MarkersScreen } from './screens/markers'
import { PackScreen } from './screens/pack'
import { RecordScreen } from './screens/record'
import { RelocateScreen } from './screens/relocate'
import { PatrolScreen } from './screens/patrol'
import { SegmentScreen } from './screens/segment'
import { SignScreen } from './screens/sign'
import { TasksScreen } from './screens/tasks'
import { TrackScreen } from './screens/track'
import { pressure } from './vault/space'
import { t } from './words'

/** The unlocked app: status at the top, what went wrong under it, one screen. */
export function Shell({ field, onLock }: { field: Field; onLock: () => void }) {
  const trouble = useLive(field.trouble)
  const space = useLive(field.space)
  const phone = useLive(field.outbox.phone)
  useLive(field.clock)
  const place = placeOf(useLive(path))
  useEffect(() => {
    const read = () => void (field.network.value === 'on' && readNews(field))
    read()
    const timer = setInterval(read, 300_000)
    return () => clearInterval(timer)
  }, [field])
  const off = field.clockOff()
  return (
    <FieldContext.Provider value={field}>
      <Status counts={counts(phone)} />
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

function At({ place: { task, marker, record, screen, rest }, onLock }: { place: Place; onLock: () => void }) {
  const kept = useLive(useField().packs).get(task ?? '')
  if (record) return <RecordScreen id={record} />
  if (screen === 'day') return <DayScreen />
  if (screen === 'enrol' || (!task && invited())) return <EnrolScreen />
  if (!task) return <TasksScreen onLock={onLock} />
  if (screen === 'pack') return <PackScreen task={task} />
  if (!kept || kept.state === 'withdrawn') return <Elsewhere to={atTask(task, 'pack')} />
  return marker ? <AtMarker task={task} marker={marker} screen={screen} kept={kept} /> : <AtTask task={task} screen={screen} rest={rest} kept={kept} />
}

/** What stands here needs the pack first. */
function Elsewhere({ to }: { to: string }) {
  useEffect(() => go(to, true), [to])
  return null
}

function AtMarker({ task, marker, screen, kept }: { task: string; marker: string; screen: string; kept: Kept }) {
  const number = kept.pack.markers.find(({ id }) => id === marker)?.number ?? ''
  if (screen === 'check') return <CheckScreen about={{ task, kind: kept.pack.kind === 'patrol' ? 'patrol' : 'marker_check', object: { kind: 'marker', id: marker } }} title={`${t.check.title} ${t.marker.name(number)}`} back={atMarker(task, marker)} />
  if (screen === 'problem') return <CheckScreen about={{ task, kind: 'problem', object: { kind: 'marker', id: marker } }} title={`${t.home.problem} ${t.marker.name(number)}`} back={atMarker(task, marker)} />
  return screen === 'relocate' ? <RelocateScreen task={task} id={marker} /> : <MarkerScreen task={task} id={marker} />
}

function AtTask({ task, screen, rest: [of, kind, object], kept }: { task: string; screen: string; rest: string[]; kept: Kept }) {
  const line = useLive(useField().tasks).find((one) => one.task === task)?.line ?? kept.pack.line_id ?? task
  const onLine = (kind: 'problem' | 'note', title: string) => <CheckScreen about={{ task, kind, object: { kind: 'line', id: line } }} title={title} back={atTask(task)} />
  switch (screen) {
    case 'map': return <MapScreen task={task} />
    case 'markers': return <MarkersScreen task={task} />
    case 'segment': return <SegmentScreen task={task} line={line} />
    case 'problem': return onLine('problem', t.home.problem)
    case 'note': return onLine('note', t.home.note)
    case 'patrol': return <PatrolScreen task={task} line={line} />
    case 'track': return <TrackScreen task={task} line={line} />
    case 'sign': return <SignScreen task={task} />
    case 'cosign': return <CosignScreen task={task} />
    case 'disagree':
      if (!of || !object) return <CosignScreen task={task} />
      return <CheckScreen about={{ task, kind: 'disagreement', object: { kind: kind as 'marker' | 'segment' | 'line', id: object }, of }} title={t.sign.disagreeTitle} saves={t.sign.disagreeSave} back={atTask(task, 'sign')} />
    case 'export': return <ExportScreen task={task} line={line} />
    default: return <HomeScreen task={task} />
  }
}
