import { Arrow } from '../parts/arrow'
import { Picture } from '../parts/picture'
import { PositionLine } from '../parts/position'
import { Link, Screen } from '../parts/screen'
import { useKept, useMarkers } from '../parts/task'
import type { Reference } from '../domain'
import { direction, distance } from '../geo/way'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { checksOf } from '../patrol'
import { atMarker, atRecord, atTask } from '../route'
import { lang, t } from '../words'

/** One marker: the way to it, how it looked, and what stands around it. */
export function MarkerScreen({ task, id }: { task: string; id: string }) {
  const kept = useKept(task)!
  const made = useLive(useField().outbox.made)
  const found = useMarkers(task).find(({ marker }) => marker.id === id)
  if (!found) return <Screen title={t.home.markers} back={atTask(task, 'markers')}><p>{t.pack.stale}</p></Screen>
  const { marker, metres, azimuth, checked } = found
  const last = marker.last_check
  const ours = checksOf(made.values(), task).filter(({ object }) => object.id === id).at(-1)
  return (
    <Screen title={t.marker.name(marker.number)} back={atTask(task, 'markers')} actions={
      <>
        <div class="row"><Link class="button" to={atMarker(task, id, 'relocate')}>{t.marker.relocate}</Link><Link class="button" to={atMarker(task, id, 'problem')}>{t.home.problem}</Link></div>
        <Link class="button primary" to={atMarker(task, id, 'check')}>{checked ? t.marker.checkAgain : t.marker.check}</Link>
      </>
    }>
      <p class="big center">{metres === null ? t.marker.unknownWay : t.marker.far(direction(azimuth, lang), distance(metres, lang))}</p>
      {metres !== null && <Arrow azimuth={azimuth} />}
      <PositionLine />
      <h2>{t.marker.lastPhoto}</h2>
      {marker.last_photo ? <Picture where="tiles" id={'photo/' + marker.last_photo.sha256} type={marker.last_photo.type} alt={`${t.marker.lastPhoto} ${marker.last_photo.taken ? t.date(marker.last_photo.taken) : ''}`} /> : <p class="quiet">{t.marker.noPhoto}</p>}
      <dl class="pairs">
        <dt>{t.marker.last}</dt>
        <dd>{last ? [t.date(last.at), last.condition && (t.check.conditions[last.condition] ?? last.condition), last.text].filter(Boolean).join(' · ') : t.marker.never}</dd>
        {ours && <><dt>{t.marker.today}</dt><dd><Link to={atRecord(ours.id)}>{[new Date(ours.phone_time).toLocaleString(), ours.condition && t.check.conditions[ours.condition]].filter(Boolean).join(' · ')}</Link></dd></>}
        {marker.elevation_m !== null && <><dt>{t.marker.elevation}</dt><dd>{marker.elevation_m} m</dd></>}
        {marker.keeper && <><dt>{t.marker.keeper}</dt><dd>{kept.pack.owners?.[marker.keeper].name ?? marker.keeper.toUpperCase()}</dd></>}
      </dl>
      <h2>{t.marker.references}</h2>
      <ul>{marker.references.map((reference) => <li key={reference.id}>{reference.name}{sightOf(reference)}</li>)}</ul>
    </Screen>
  )
}

/** "：方位角 42.5°（真北），18.3 米", or nothing where neither was ever measured. */
function sightOf({ azimuth_deg, azimuth_north, distance_m }: Reference): string {
  if (azimuth_deg === null) return distance_m === null ? '' : ` · ${Number(distance_m)} m`
  return ' · ' + t.marker.azimuth(String(Number(azimuth_deg)), t.marker.norths[azimuth_north] ?? azimuth_north, distance_m === null ? '' : String(Number(distance_m)))
}
