import { useMemo, useState } from 'preact/hooks'
import { geojson, idOfCode, place } from '../../api'
import { useLoad } from '../../load'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import type { Drawn, Point } from '../map/points'
import { Button } from '../parts/button'
import { AreaField, SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { href } from '../route'
import type { Item } from './api'
import type { Doing } from './case'
import { useKept } from './kept'
import { renamed } from './renamed'
import { geometryOf, lengthOf, positionsOf, readPositions, sketchOf, writePositions, type At, type Kind } from './shape'

interface Sketch { item: string; kind: Kind; text: string }
const none: Sketch = { item: '', kind: 'line', text: '' }
const drawable = ['draft', 'correction', 'returned', 'submitted', 'accepted', 'consulting', 'reviewed']

/** What is asked, name by name, beside the map: where each lies, what is like it, and the division of the case. */
export function Asked({ c, w, busy, take }: Doing) {
  const { lang } = useOffice()
  const may = c.next.some(({ step, may }) => may && ['submit', 'accept', 'return', 'withdraw', 'recheck'].includes(step))
  const mayDraw = may && drawable.includes(c.state) && c.kind === 'naming'
  const mayPutBack = c.next.some(({ step, may }) => step === 'recheck' && may)
  const [lit, setLit] = useState<string | null>(null)
  const [sketch, setSketch, forget] = useKept<Sketch>(`${c.id}:drawn`, none)
  const positions = readPositions(sketch.text)
  const scope = useScope(c.division_code)
  const points = useMemo(() => [
    ...c.items.flatMap((item): Point[] => (item.lon !== undefined && item.lat !== undefined ? [{ id: item.id ?? '', name: item.text ?? '', lon: item.lon, lat: item.lat, kind: 'good' }] : [])),
    ...c.findings.flatMap((f) => (f.conflicts ?? []).flatMap((other): Point[] => (other.lon !== undefined && other.lat !== undefined ? [{ id: other.place, name: other.name, lon: other.lon, lat: other.lat, kind: 'bad' }] : []))),
    ...(sketch.item ? positions ?? [] : []).map(([lon, lat], n): Point => ({ id: `at${n}`, name: '', lon, lat, kind: 'warn' })),
  ], [c, sketch])
  const drawn = useMemo(() => [
    ...(scope ? [{ id: 'scope', geometry: scope, kind: 'scope' } as Drawn] : []),
    ...c.items.flatMap((item): Drawn[] => (item.shape && item.id !== sketch.item ? [{ id: item.id ?? '', geometry: item.shape as GeoJSON.Geometry, kind: 'good' }] : [])),
    ...[sketch.item && positions && sketchOf(sketch.kind, positions)].flatMap((geometry): Drawn[] => (geometry ? [{ id: 'drawing', geometry, kind: 'drawing' }] : [])),
  ], [c, sketch, scope])
  const first = points[0] ?? null
  const spot = (lon: number, lat: number) => {
    if (!sketch.item || !positions) return
    const at: At = [lon, lat]
    setSketch({ ...sketch, text: writePositions(sketch.kind === 'point' ? [at] : [...positions, at]) })
  }
  const begin = (item: Item) => {
    const [kind, all] = positionsOf(item.shape as GeoJSON.Geometry | undefined, item.lon, item.lat)
    setSketch({ item: item.id ?? '', kind: all.length ? kind : 'line', text: writePositions(all) })
  }
  return (
    <section class="section"><h2>{w.asked}</h2>
      <div class={first || mayDraw ? 'case-names' : ''}>
        <div>
          {c.items.map((item) => (
            <div class="case-item" key={item.id} onMouseEnter={() => setLit(item.id ?? null)} onMouseLeave={() => setLit(null)}>
              <p><b>{renamed({ was: item.was, text: item.approved || item.text })}</b> <span class="small">{item.reading || item.draft_reading}</span> {item.outcome && item.outcome !== 'open' && <Badge kind={item.outcome === 'approved' ? 'good' : 'bad'}>{w.outcomes[item.outcome]}</Badge>} {item.result && <Link to={href('register', [item.result])}>→</Link>}</p>
              {item.place && <p class="small"><Now w={w} id={item.place} /></p>}
              {item.aside && item.outcome === 'open' && <p><Badge kind="bad">{w.aside}</Badge> {item.aside} {mayPutBack && <Button small kind="quiet" busy={busy} onClick={() => void take(`items/${item.id}/back`, {})}>{w.putBack(item.text ?? '')}</Button>}</p>}
              <p class="small">{[item.alternatives?.length ? `${w.alternatives}：${item.alternatives.join('、')}` : '', item.starts_at && `${w.starts} ${item.starts_at}`, item.ends_at && `${w.ends} ${item.ends_at}`, item.direction, item.length_m && `${w.length} ${item.length_m}`, item.width_m && `${w.width} ${item.width_m}`, item.meaning, item.changes?.text && `${w.correctText}：${item.changes.text}`, item.why].filter(Boolean).join(' · ')}</p>
              {mayDraw && sketch.item !== item.id && <p class="screen"><Button small onClick={() => begin(item)}>{w.draw(item.text ?? '', !!item.shape || item.lon !== undefined)}</Button></p>}
              {sketch.item === item.id && <DrawForm {...{ c, w, busy, take, sketch, setSketch, forget, positions }} />}
            </div>
          ))}
          {c.reason && <p>{w.reason}：{c.reason}</p>}
          <p class="small">{c.body && `${w.body}：${c.body} `}{c.applicant && `${w.applicant}：${c.applicant}`}</p>
          {c.replied_on && <p>{c.approver} {c.reply_no} {dateWords(c.replied_on, lang)} <span class="small">{w.daysGone(c.days_gone ?? 0)}</span></p>}
        </div>
        {(first || mayDraw) && <div><PointMap {...{ points, drawn, lit, focus: first, onSpot: spot }} onHover={setLit} />
          <p class="small">{w.legend(c.division_name)}</p></div>}
      </div>
    </section>
  )
}

/** The place that an item is about, by the name that it bears now. */
function Now({ w, id }: { w: Doing['w']; id: string }) {
  const { value } = useLoad((signal) => place(id, null, signal), [id])
  return <>{w.now}：<Link to={href('register', [id])}>{value?.name ?? w.placeHeld}</Link></>
}

/** The outline of a division, where one is held. */
function useScope(code: string): GeoJSON.Geometry | null {
  const { value } = useLoad(code ? async (signal) => {
    const id = await idOfCode(code, null, signal)
    return id ? geojson(id, null, signal) : null
  } : null, [code])
  const shape = value as GeoJSON.Feature | GeoJSON.Geometry | null
  const geometry = shape?.type === 'Feature' ? shape.geometry : shape
  return geometry && /Polygon$/.test((geometry as GeoJSON.Geometry).type) ? (geometry as GeoJSON.Geometry) : null
}

interface DrawProps extends Doing { sketch: Sketch; setSketch: (next: Sketch) => void; forget: () => void; positions: At[] | null }

/** Where a name lies: clicked on the map, or typed as positions. */
function DrawForm({ w, busy, take, sketch, setSketch, forget, positions }: DrawProps) {
  const geometry = positions && geometryOf(sketch.kind, positions)
  const send = () => {
    if (!geometry || busy) return
    const [lon, lat] = geometry.type === 'Point' ? geometry.coordinates : []
    void take(`items/${sketch.item}/place`, geometry.type === 'Point' ? { lon, lat } : { shape: geometry }).then((done) => done && forget())
  }
  return (
    <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); send() }}>
      <SelectField label={w.drawKind} value={sketch.kind} choices={Object.entries(w.drawKinds).map(([value, word]) => ({ value, word }))} onPick={(kind) => setSketch({ ...sketch, kind: kind as Kind })} />
      <AreaField label={w.positions} hint={w.positionsHint} rows={4} wide value={sketch.text} error={positions ? undefined : w.positionsWrong} onInput={(text) => setSketch({ ...sketch, text })} />
      {positions && sketch.kind === 'line' && positions.length > 1 && <p class="small">{w.drawnLength(Math.round(lengthOf(positions)))}</p>}
      <Button submit busy={busy} disabled={!geometry}>{w.savePlace}</Button>
      <Button kind="quiet" disabled={!positions?.length} onClick={() => setSketch({ ...sketch, text: writePositions((positions ?? []).slice(0, -1)) })}>{w.undoSpot}</Button>
      <Button kind="quiet" onClick={forget}>{w.dropPlace}</Button>
    </form>
  )
}
