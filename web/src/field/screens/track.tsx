import { useEffect, useRef, useState } from 'preact/hooks'
import { sha256 } from '../bits'
import type { FileNote, Position } from '../domain'
import { blank, recordOf, sideIn } from '../draft'
import { trackGpx } from '../geo/export'
import { fix, recorded } from '../geo/position'
import { distance, way } from '../geo/way'
import { useField } from '../parts/context'
import { PositionLine } from '../parts/position'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { atTask } from '../route'
import { utf8 } from '../vault/seal'
import { lang, t } from '../words'

const every = 10_000 // milliseconds between two points

/** The way walked: kept point by point, one file and one record in the end. */
export function TrackScreen({ task, line }: { task: string; line: string }) {
  const field = useField()
  const key = 'track/' + task
  const [points, setPoints] = useState<Position[] | null>(null) // null: none is begun
  const [said, setSaid] = useState('')
  const latest = useRef<Position[]>([])
  const keep = (next: Position[]) => { latest.current = next; setPoints(next); return field.save([{ in: 'things', key, value: next }]) }
  useEffect(() => void field.vault.get<Position[]>(key).then((kept) => kept && (latest.current = kept, setPoints(kept))), [key])
  const running = points !== null
  useEffect(() => {
    if (!running) return
    const add = () => {
      const now = recorded(fix.value, Date.now())
      if (now && now.at !== latest.current.at(-1)?.at) void keep([...latest.current, now])
    }
    add()
    const timer = setInterval(add, every)
    return () => clearInterval(timer)
  }, [running, key])
  const stop = async () => {
    const side = sideIn(field, task)
    if (!side) return setSaid(t.home.sideFirst)
    if (!latest.current.length) return setPoints(null)
    const bytes = utf8(trackGpx(latest.current))
    const now = Date.now()
    const file: FileNote = { sha256: await sha256(bytes), bytes: bytes.length, type: 'application/gpx+xml', role: 'track', face: null, original_sha256: null, original_bytes: null, taken: latest.current[0]!.at, position: null }
    const about = { task, kind: 'track', object: { kind: 'line', id: line } } as const
    const record = recordOf({ ...blank, files: [file] }, [], about, { me: field.me.value!, side, position: recorded(fix.value, now), now })
    if (!(await field.outbox.add(record, [{ in: 'files', key: file.sha256, value: bytes }, { in: 'things', key, value: null }]))) return
    latest.current = []
    setPoints(null)
    setSaid(t.track.saved)
  }
  return (
    <Screen title={t.track.title} back={atTask(task)} actions={
      running ? <button class="danger" onClick={() => void stop()}>{t.track.stop}</button> : <button class="primary" onClick={() => { setSaid(''); void keep([]) }}>{t.track.start}</button>
    }>
      <p>{t.track.hint}</p>
      <SideChoice task={task} />
      {running && <p class="middle" role="status">{points.length ? t.track.points(points.length, distance(lengthOf(points), lang)) : t.track.none}</p>}
      {said && <Notice kind="good">{said}</Notice>}
      <PositionLine />
    </Screen>
  )
}

const lengthOf = (points: Position[]) => points.slice(1).reduce((sum, to, i) => sum + way(point(points[i]!), point(to)).metres, 0)
const point = ({ lon, lat }: Position) => ({ lon: Number(lon), lat: Number(lat) })
