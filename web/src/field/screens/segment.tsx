import { useState } from 'preact/hooks'
import { Chips } from '../parts/chips'
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
  if (!segments.length) return <CheckScreen about={{ task, kind: 'segment_check', object: { kind: 'line', id: line } }} title={t.check.whole} back={atTask(task)} />
  const segment = segments.find(({ id }) => id === picked)
  if (segment) return <CheckScreen about={{ task, kind: 'segment_check', object: { kind: 'segment', id: segment.id } }} title={segment.name} back={atTask(task)} />
  return (
    <Screen title={t.home.segment} back={atTask(task)}>
      <Chips legend={t.check.segment} choices={segments.map(({ id, name }) => [id, name])} value="" onPick={setPicked} />
    </Screen>
  )
}
