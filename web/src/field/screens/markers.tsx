import { useHalfDone } from '../draft'
import { PositionLine } from '../parts/position'
import { Link, Screen } from '../parts/screen'
import { useMarkers } from '../parts/task'
import { direction, distance } from '../geo/way'
import { atMarker, atTask } from '../route'
import { lang, t } from '../words'

/** All markers of a task, those to check first and the nearest before the others. */
export function MarkersScreen({ task }: { task: string }) {
  const markers = useMarkers(task)
  const half = useHalfDone(task)
  return (
    <Screen title={t.home.markers} back={atTask(task)}>
      <PositionLine />
      {!markers.length && <p>{t.home.noMarkers}</p>}
      <ul class="plain">
        {markers.map(({ marker, checked, metres, azimuth }) => (
          <li key={marker.id}>
            <Link class="card" to={atMarker(task, marker.id)}>
              <strong>{t.marker.name(marker.number)}</strong>
              {metres !== null && <span class="middle" style={{ display: 'block' }}>{t.marker.far(direction(azimuth, lang), distance(metres, lang))}</span>}
              <span class="quiet">{checked ? '✓ ' + t.marker.seen : '○ ' + t.marker.notSeen}{half.has(marker.id) && ` · ${t.check.notYet}`}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
