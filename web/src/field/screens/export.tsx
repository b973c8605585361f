import { useState } from 'preact/hooks'
import { blank, recordOf, sideIn } from '../draft'
import { gpx, kml } from '../geo/export'
import { fix, recorded } from '../geo/position'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept } from '../parts/task'
import { atTask } from '../route'
import { t } from '../words'

/** The task for other devices; that it was taken out is itself a record. */
export function ExportScreen({ task, line }: { task: string; line: string }) {
  const field = useField()
  const kept = useKept(task)!
  const name = useLive(field.tasks).find((one) => one.task === task)?.line_name ?? kept.pack.line_name ?? t.pack.title
  const [said, setSaid] = useState('')
  const give = async (kind: 'gpx' | 'kml') => {
    const side = sideIn(field, task)
    if (!side) return setSaid(t.home.sideFirst)
    const now = Date.now()
    const about = { task, kind: 'note', object: { kind: 'line', id: line } } as const
    const note = { ...recordOf(blank, [], about, { me: field.me.value!, side, position: recorded(fix.value, now), now }), answers: { export: kind } }
    if (!(await field.outbox.add(note, []))) return
    save(`${name}.${kind}`, kind === 'gpx' ? gpx({ name, pack: kept.pack }) : kml({ name, pack: kept.pack }), kind === 'gpx' ? 'application/gpx+xml' : 'application/vnd.google-earth.kml+xml')
    setSaid(t.exports.done(`${name}.${kind}`))
  }
  return (
    <Screen title={t.exports.title} back={atTask(task)} actions={
      <><button onClick={() => void give('kml')}>{t.exports.kml}</button><button class="primary" onClick={() => void give('gpx')}>{t.exports.gpx}</button></>
    }>
      <p>{t.exports.hint}</p>
      <SideChoice task={task} />
      {said && <Notice kind="good">{said}</Notice>}
    </Screen>
  )
}

function save(name: string, text: string, type: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
