import { useLive } from '../live'
import { Notice } from '../parts/screen'
import { useField } from '../parts/context'
import { useMarkers } from '../parts/task'
import { checksOf, naming } from '../patrol'
import { atTask } from '../route'
import { t } from '../words'
import { CheckScreen } from './check'

/** The end of a patrol: what was seen, why the rest was not reached, and anything else along the line. */
export function PatrolScreen({ task, line }: { task: string; line: string }) {
  const checks = checksOf(useLive(useField().outbox.made).values(), task)
  const markers = useMarkers(task)
  const missed = markers.filter(({ checked }) => !checked).map(({ marker }) => marker.number)
  return (
    <CheckScreen about={{ task, kind: 'patrol', object: { kind: 'line', id: line } }} title={t.patrol.end} back={atTask(task)} answers={naming(checks)} saves={t.patrol.end} needs={missed.length ? t.patrol.why : undefined} intro={
      <>
        <p>{t.patrol.seen(markers.length - missed.length, markers.length)}</p>
        {missed.length > 0 && <Notice kind="warn">{t.patrol.notReached(missed.join('、'))}</Notice>}
        <p class="quiet">{t.patrol.counts}</p>
      </>
    } />
  )
}
