import { useState } from 'preact/hooks'
import { sha256 } from '../bits'
import type { FileNote, Position } from '../domain'
import { blank, recordOf, sideIn } from '../draft'
import { trackGpx } from '../geo/export'
import { fix, recorded } from '../geo/position'
import { distance, way } from '../geo/way'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { PositionLine } from '../parts/position'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { atTask } from '../route'
import { trackKey } from '../track'
import { utf8 } from '../vault/seal'
import { lang, t } from '../words'

/** The way walked: kept point by point, one file and one record in the end. */
export function TrackScreen({ task, line }: { task: string; line: string }) {
  const field = useField()
  const points = useLive(field.tracks.running).get(task)
  const [said, setSaid] = useState<{ kind: 'good' | 'bad'; text: string } | null>(null)
  const stop = async (walked: readonly Position[]) => {
    const side = sideIn(field, task)
    if (!side) return setSaid({ kind: 'bad', text: t.home.sideFirst })
    const gone = { in: 'things', key: trackKey(task), value: null } as const
    if (!walked.length) {
      if (await field.save([gone])) field.tracks.end(task)
      return
    }
    const bytes = utf8(trackGpx(walked))
    const now = Date.now()
    const file: FileNote = { sha256: await sha256(bytes), bytes: bytes.length, type: 'application/gpx+xml', role: 'track', face: null, original_sha256: null, original_bytes: null, taken: walked[0]!.at, position: null }
    const about = { task, kind: 'track', object: { kind: 'line', id: line } } as const
    const record = recordOf({ ...blank, files: [file] }, [], about, { me: field.me.value!, side, position: recorded(fix.value, now), now })
    if (!(await field.outbox.add(record, [{ in: 'files', key: file.sha256, value: bytes }, gone]))) return
    field.tracks.end(task)
    setSaid({ kind: 'good', text: t.track.saved })
  }
  return (
    <Screen title={t.track.title} back={atTask(task)} actions={
      points ? <button class="danger" onClick={() => void stop(points)}>{t.track.stop}</button> : <button class="primary" onClick={() => { setSaid(null); void field.tracks.start(task) }}>{t.track.start}</button>
    }>
      <p>{t.track.hint}</p>
      <SideChoice task={task} />
      {points && <p class="middle" role="status">{points.length ? t.track.points(points.length, distance(lengthOf(points), lang)) : t.track.none}</p>}
      {said && <Notice kind={said.kind}>{said.text}</Notice>}
      <PositionLine />
    </Screen>
  )
}

const lengthOf = (points: readonly Position[]) => points.slice(1).reduce((sum, to, i) => sum + way(point(points[i]!), point(to)).metres, 0)
const point = ({ lon, lat }: Position) => ({ lon: Number(lon), lat: Number(lat) })
