import { useLive } from '../live'
import { Arrow } from '../parts/arrow'
import { useField } from '../parts/context'
import { PositionLine } from '../parts/position'
import { Link, Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept, useMarkers } from '../parts/task'
import { direction, distance } from '../geo/way'
import { atMarker, atTask } from '../route'
import { lang, t } from '../words'

/** A task on the way: the next marker first, everything else under it. */
export function HomeScreen({ task }: { task: string }) {
  const field = useField()
  const kept = useKept(task)!
  const about = useLive(field.tasks).find((one) => one.task === task)
  const markers = useMarkers(task)
  const next = markers.find(({ checked }) => !checked)
  const tracking = useLive(field.tracks.running).has(task)
  const done = markers.filter(({ checked }) => checked).length
  const patrol = kept.pack.kind === 'patrol'
  const to = (screen: string, label: string) => <Link class="button" to={atTask(task, screen)}>{label}</Link>
  return (
    <Screen title={about?.line_name ?? kept.pack.line_name ?? t.tasks.title} back="/field" actions={next ? <Link class="button primary" to={atMarker(task, next.marker.id, 'check')}>{t.marker.check}</Link> : patrol && <Link class="button primary" to={atTask(task, 'patrol')}>{t.patrol.end}</Link>}>
      {field.expired(kept) && <Notice kind="bad">{t.pack.expired} <Link to={atTask(task, 'pack')}>{t.pack.update}</Link></Notice>}
      {kept.state !== 'good' && <Notice kind="bad">{kept.state === 'moved' ? t.pack.moved : t.pack.withdrawn}</Notice>}
      {kept.behind && <Notice kind="warn">{t.pack.stale} <Link to={atTask(task, 'pack')}>{t.pack.update}</Link></Notice>}
      <SideChoice task={task} always />
      {next ? (
        <Link class="card" to={atMarker(task, next.marker.id)}>
          <span class="quiet">{t.home.next}</span>
          <span class="middle" style={{ display: 'block' }}>{t.marker.name(next.marker.number)}</span>
          <span class="big">{next.metres === null ? t.marker.unknownWay : t.marker.far(direction(next.azimuth, lang), distance(next.metres, lang))}</span>
        </Link>
      ) : markers.length ? <Notice kind="good">{t.home.allDone}</Notice> : <Notice kind="warn">{t.home.noMarkers}</Notice>}
      {next && next.metres !== null && <Arrow azimuth={next.azimuth} />}
      <PositionLine />
      {markers.length > 0 && <p>{t.home.checked(done, markers.length)}</p>}
      <nav class="tiles" aria-label={t.home.more}>
        {patrol && to('patrol', t.patrol.end)}{to('map', t.home.map)}{to('markers', t.home.markers)}{!patrol && to('segment', t.home.segment)}{to('problem', t.home.problem)}
        {to('track', tracking ? t.track.running : t.home.track)}{to('note', t.home.note)}{!patrol && to('sign', t.home.sign)}{to('export', t.home.exports)}{to('pack', t.home.pack)}
      </nav>
    </Screen>
  )
}
