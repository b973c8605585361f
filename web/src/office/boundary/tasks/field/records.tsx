import { useMemo, useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../../../notice'
import { useOffice } from '../../../context'
import { PointMap } from '../../../map/pointmap'
import type { Point } from '../../../map/points'
import { Button } from '../../../parts/button'
import { Badge } from '../../../parts/notice'
import { usePaged } from '../../../parts/pages'
import { fileAt, recordsOf, type FieldRecord, type RecordFile } from './api'
import type { FieldGiven } from './field'
import { moment } from './words'

/** What phones of both sides brought, the last that came first. */
export function Records(given: FieldGiven) {
  const { task, f, round } = given
  const { lang } = useOffice()
  const found = usePaged<FieldRecord>((cursor, signal) => recordsOf(task.id, cursor, signal), [task.id, round, lang])
  const [map, setMap] = useState(false)
  const [lit, setLit] = useState<string | null>(null)
  const points = useMemo(() => found.items.flatMap((one) => pointOf(one, f)), [found.items, f])
  return (
    <div><h3>{f.records} {found.items.length > 0 && <span class="small">{found.items.length}{found.next ? '+' : ''}</span>}</h3>
      {points.length > 0 && <p class="screen"><Button small aria-expanded={map} onClick={() => setMap(!map)}>{map ? f.hideMap : f.map}</Button></p>}
      {map && points[0] && <div class="task-map"><PointMap points={points} lit={lit} focus={points[0]} zoom={13} onHover={setLit} onPick={(id) => document.getElementById('record-' + id)?.scrollIntoView({ block: 'center' })} /></div>}
      {!found.busy && !found.problem && !found.items.length && <p class="hint">{f.noRecords} {f.noRecordsHint}</p>}
      <ul class="plain-list">{found.items.map((one) => <One key={one.id} {...given} one={one} hover={setLit} />)}</ul>
      {found.busy && <Skeleton rows={3} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && found.next && <p class="screen"><Button onClick={found.more}>{f.more}</Button></p>}
    </div>
  )
}

function pointOf(one: FieldRecord, f: FieldGiven['f']): Point[] {
  if (!one.position) return []
  const kind = one.withdrawn ? 'ended' : one.disputed ? 'bad' : one.condition && one.condition !== 'normal' ? 'warn' : 'plain'
  return [{ id: one.id, name: one.object.name || f.kinds[one.kind] || one.kind, lon: Number(one.position.lon), lat: Number(one.position.lat), kind }]
}

function One({ task, f, w, one, hover }: FieldGiven & { one: FieldRecord; hover: (id: string | null) => void }) {
  const { lang } = useOffice()
  const { answers } = one
  return (
    <li id={'record-' + one.id} onMouseEnter={() => hover(one.id)} onMouseLeave={() => hover(null)} class={one.withdrawn ? 'task-withdrawn' : ''}>
      <p><b>{f.kinds[one.kind] ?? one.kind}</b> {f.objects[one.object.kind]} {one.object.name} {one.condition && <Badge kind={one.condition === 'normal' ? 'good' : 'warn'}>{f.conditions[one.condition] ?? one.condition}</Badge>}
        {' '}{one.standing === 'proposal' && <Badge kind="warn">{f.proposal}</Badge>} {one.withdrawn && <Badge>{f.withdrawn}</Badge>} {one.amended > 0 && <Badge>{f.amended(one.amended)}</Badge>} {one.disputed > 0 && <Badge kind="bad">{f.disputed(one.disputed)}</Badge>}</p>
      <p class="small">{w.sides[one.side]} {f.by(one.observer, one.phone)} · {moment(one.made_at, lang)} <span title={f.phoneTime(moment(one.phone_time, lang))}>({f.phoneTime(moment(one.phone_time, lang))})</span>{one.position && <> · {one.position.lon}, {one.position.lat} {f.accuracy(one.position.accuracy_m)}</>}</p>
      {one.about && <p class="small"><a href={'#record-' + one.about} onClick={(event) => { event.preventDefault(); document.getElementById('record-' + one.about)?.scrollIntoView({ block: 'center' }) }}>{f.about}</a></p>}
      {one.standing === 'proposal' && <p class="hint">{f.proposalHint}</p>}
      {one.text && <p class="written">{one.text}</p>}
      {(answers.length > 0 || one.references.length > 0) && <details class="task-minutes"><summary>{f.answers}{one.references.length > 0 && ` · ${f.references} ${one.references.length}`}</summary>
        <dl class="facts">{answers.map(({ item, label, words }) => [<dt key={item}>{label}</dt>, <dd key={item + 'd'}>{words}</dd>])}{one.references.map((seen) => [<dt key={seen.reference}>{seen.name || f.references}</dt>, <dd key={seen.reference + 'd'}>{f.refStates[seen.state] ?? seen.state} {seen.azimuth_deg && seen.azimuth_deg + '°'} {seen.distance_m && seen.distance_m + ' m'}</dd>])}</dl></details>}
      {one.files.length > 0 && <p class="task-files">{one.files.map((file) => <Brought key={file.sha256} task={task.id} file={file} f={f} name={one.object.name ?? ''} />)}</p>}
    </li>
  )
}

function Brought({ task, file, f, name }: { task: string; file: RecordFile; f: FieldGiven['f']; name: string }) {
  if (!file.here) return <span class="small">{f[file.role]}：{f.notHere}</span>
  const at = fileAt(task, file)
  if (file.role === 'voice') return <audio controls preload="none" src={at} aria-label={`${f.voice} ${name}`} />
  if (file.type === 'image/jpeg' || file.type === 'image/png') return <a href={at} target="_blank" rel="noopener"><img src={at} loading="lazy" alt={`${f[file.role]} ${name}`} /></a>
  return <a href={at}>{f[file.role]}</a>
}
