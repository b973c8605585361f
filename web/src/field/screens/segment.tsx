import { useState } from 'preact/hooks'
import { useHalfDone } from '../draft'
import { useLive } from '../live'
import { Chips } from '../parts/chips'
import { useField } from '../parts/context'
import { Screen } from '../parts/screen'
import { useKept } from '../parts/task'
import { atTask } from '../route'
import { t } from '../words'
import { CheckScreen } from './check'

/** A stretch of the line, walked; or all of it where the task has no stretches. */
export function SegmentScreen({ task, line }: { task: string; line: string }) {
  const kept = useKept(task)!
  const segments = kept.pack.segments ?? []
  const [picked, setPicked] = useState('')
  const half = useHalfDone(task)
  const { made, phone } = useField().outbox
  const items = useLive(phone).items
  const done = new Set([...useLive(made).values()].flatMap(({ record }) => (record.task === task && record.kind === 'segment_check' && !items[record.id]?.withdrawn ? [record.object.id] : [])))
  const told = (id: string) => (half.has(id) ? ` · ${t.check.notYet}` : done.has(id) ? ` · ✓ ${t.check.doneOnce}` : '')
  if (!segments.length) return <CheckScreen about={{ task, kind: 'segment_check', object: { kind: 'line', id: line } }} title={t.check.whole} back={atTask(task)} />
  const segment = segments.find(({ id }) => id === picked)
  if (segment) return <CheckScreen about={{ task, kind: 'segment_check', object: { kind: 'segment', id: segment.id } }} title={segment.name} back={atTask(task)} />
  return (
    <Screen title={t.home.segment} back={atTask(task)}>
      <Chips legend={t.check.segment} choices={segments.map(({ id, name }) => [id, name + told(id)])} value="" onPick={setPicked} />
    </Screen>
  )
}
