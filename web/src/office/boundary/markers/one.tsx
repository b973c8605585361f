import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { convergence } from '../../../field/relocation'
import { useOffice, useSession } from '../../context'
import { PointMap } from '../../map/pointmap'
import type { Drawn, Point } from '../../map/points'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Field, SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { go } from '../../route'
import { addPhoto, formAddress, history, marker, photoAddress, removePhoto, withdraw, type Held, type Marker, type Reference } from './api'
import { markerAddress, Save } from './list'
import { Steps } from './steps'
import { markerWords, standing, type Words } from './words'

/** One marker, from what it is to what was done with it. */
export function MarkerPage({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = markerWords(lang)
  const { say } = useSession()
  const [round, setRound] = useState(0)
  const [withdrawing, setWithdrawing] = useState(false)
  const { value, problem, retry } = useLoad((signal) => marker(id, signal), [id, lang, round])
  const again = () => setRound((n) => n + 1)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={12} />
  const m = value.marker
  return (
    <>
      <p class="screen"><Link to={markerAddress()}>← {w.back}</Link></p>
      <div class="page-head">
        <h1>{m.number} <Badge kind={standing(m.state)}>{w.states[m.state] ?? m.state}</Badge></h1>
        <div class="row-of screen">
          <Save path={formAddress(id, 'pdf')} name={`${m.number}.pdf`} word={`${w.form} PDF`} />
          <Save path={formAddress(id, 'xlsx')} name={`${m.number}.xlsx`} word={`${w.form} XLSX`} />
          {m.sides_work.length > 0 && <Button onClick={() => go(markerAddress(id, 'edit'))}>{w.edit}</Button>}
          {m.sides_work.length > 0 && <Button onClick={() => setWithdrawing(true)}>{w.withdraw}</Button>}
        </div>
      </div>
      <div class="split split-place">
        <div>
          <Steps held={value} w={w} onDone={again} />
          <Facts m={m} w={w} />
          <References m={m} w={w} />
          <Photos held={value} w={w} onChange={again} />
          <Past key={round} id={id} m={m} w={w} />
        </div>
        <div class="split-map"><Around m={m} /></div>
      </div>
      {withdrawing && (
        <Ask title={`${w.withdraw} · ${m.number}`} hint={w.withdrawHint} verb={w.withdraw} danger run={(reason, key) => withdraw(value, reason, key)}
          onDone={() => { say(w.withdrawn); go(markerAddress()) }} onClose={() => setWithdrawing(false)} />
      )}
    </>
  )
}

function Facts({ m, w }: { m: Marker; w: Words }) {
  const { lang } = useOffice()
  const rows: [string, string | undefined][] = [
    [w.line, m.line_name], [w.kind, `${w.kinds[m.kind]}，${w.faces[m.faces]}`], [w.material, m.material], [w.keeper, m.keeper ? w.side(m.keeper, m.keeper === 'a' ? m.name_a : m.name_b) : w.noKeeper],
    [w.placeA, m.place_a || m.name_a], [w.placeB, m.place_b || m.name_b], [w.placeC, m.place_c], [w.lon, m.lon.toFixed(7)], [w.lat, m.lat.toFixed(7)], [w.elevation, m.elevation_m],
    [w.original, m.original], [w.crs, m.crs], [w.setOn, m.set_on && dateWords(m.set_on, lang)], [w.note, m.note], [w.source, m.source],
  ]
  return <dl class="facts marker-part">{rows.map(([head, value]) => value && <><dt key={head}>{head}</dt><dd>{value}</dd></>)}</dl>
}

function References({ m, w }: { m: Marker; w: Words }) {
  return (
    <section class="marker-part">
      <h2>{w.references} <span class="small">{m.references.length}</span></h2>
      {!m.references.length && <p>{w.noReferences}</p>}
      {m.references.length > 0 && (
        <table class="table">
          <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.refKind}</th><th scope="col" class="number">{w.azimuth}</th><th scope="col">{w.north}</th><th scope="col" class="number">{w.distance}</th></tr></thead>
          <tbody>{m.references.map((one) => (
            <tr key={one.id}><td>{one.name}</td><td>{one.kind}</td><td class="number">{one.azimuth_deg}</td><td>{one.azimuth_north && w.norths[one.azimuth_north]}</td><td class="number">{one.distance_m}</td></tr>
          ))}</tbody>
        </table>
      )}
    </section>
  )
}

function Photos({ held, w, onChange }: { held: Held; w: Words; onChange: () => void }) {
  const m = held.marker
  const { say } = useSession()
  const [face, setFace] = useState('a')
  const [busy, setBusy] = useState(false)
  const run = async (what: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await what()
      onChange()
    } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  return (
    <section class="marker-part">
      <h2>{w.photos}</h2>
      {!m.photos.length && <p>{w.noPhotos}</p>}
      <ul class="marker-photos">
        {m.photos.map((photo) => (
          <li key={photo.id}>
            <a href={photoAddress(m.id, photo.id)} target="_blank" rel="noopener"><img src={photoAddress(m.id, photo.id)} loading="lazy" alt={w.photoOf(w.facesOf[photo.face] ?? photo.face, m.number)} /></a>
            <span class="small">{w.facesOf[photo.face]} {photo.taken_on}</span>
            {m.sides_work.length > 0 && <Button small class="screen" busy={busy} aria-label={`${w.remove} ${w.facesOf[photo.face]}`} onClick={() => void run(() => removePhoto(m.id, photo.id))}>{w.remove}</Button>}
          </li>
        ))}
      </ul>
      {m.sides_work.length > 0 && (
        <div class="row-of screen">
          <SelectField label={w.face} value={face} onPick={setFace} choices={Object.entries(w.facesOf).map(([value, word]) => ({ value, word }))} />
          <Field label={w.addPhoto} hint={w.photoHint}>
            {(given) => <input {...given} type="file" accept="image/jpeg,image/png" disabled={busy} onChange={(event) => { const [file] = event.currentTarget.files ?? []; event.currentTarget.value = ''; if (file) void run(() => addPhoto(m.id, face, file)) }} />}
          </Field>
        </div>
      )}
    </section>
  )
}

function Past({ id, m, w }: { id: string; m: Marker; w: Words }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => history(id, signal), [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={4} />
  const name = (side: string) => w.side(side, side === 'a' ? m.name_a : m.name_b)
  return (
    <>
      <section class="marker-part">
        <h2>{w.history}</h2>
        {!value.steps.length && <p>{w.noHistory}</p>}
        <ol class="marker-steps">
          {[...value.steps].reverse().map((one) => (
            <li key={one.n}>
              <strong>{w.steps[one.step]}</strong> → {w.states[one.to]} · {dateWords(one.on, lang)} · {name(one.side)}
              {(one.present_a || one.present_b) && <div class="small">{w.present}：{[one.present_a, one.present_b].filter(Boolean).join('、')}</div>}
              {one.apart_m && <div class="small">{w.apart(one.apart_m, one.tolerance_m ?? '')}</div>}
              {[one.meeting, one.document_a, one.document_b, one.note].filter(Boolean).map((text, i) => <div key={i} class="small">{text}</div>)}
            </li>
          ))}
        </ol>
      </section>
      {value.sightings.length > 0 && (
        <section class="marker-part">
          <h2>{w.sightings}</h2>
          <ul class="marker-steps">{value.sightings.map((one) => <li key={one.id}>{dateWords(one.at, lang)} · {name(one.side)} · {w.states[one.condition]} {one.accuracy_m && w.accuracy(one.accuracy_m)} {one.note}</li>)}</ul>
        </section>
      )}
      {value.versions.length > 1 && (
        <details class="marker-part">
          <summary>{w.versions} <span class="small">{value.versions.length}</span></summary>
          <ul class="marker-steps">{value.versions.map((one, i) => <li key={i}>{w.since} {one.from && dateWords(one.from, lang)} · {one.number} · {one.lon.toFixed(6)}, {one.lat.toFixed(6)} · {w.recorded} {dateWords(one.recorded, lang)}</li>)}</ul>
        </details>
      )}
    </>
  )
}

/** The marker among its reference objects. */
function Around({ m }: { m: Marker }) {
  const seen = m.references.map((one) => ({ one, at: placeOf(m, one) })).filter((r): r is { one: Reference; at: [number, number] } => r.at !== null)
  const points: Point[] = [{ id: m.id, name: m.number, lon: m.lon, lat: m.lat, kind: m.state === 'retired' ? 'ended' : standing(m.state) },
    ...seen.map(({ one, at }) => ({ id: one.id ?? one.name, name: one.name, lon: at[0], lat: at[1] }))]
  const drawn: Drawn[] = seen.map(({ one, at }) => ({ id: one.id ?? one.name, kind: 'scope', geometry: { type: 'LineString', coordinates: [[m.lon, m.lat], at] } }))
  return <PointMap points={points} drawn={drawn} selected={m.id} focus={m} zoom={16.5} />
}

/** Where an object lies: as registered, or by azimuth and distance; null where the declination would have to be known. */
export function placeOf(m: Pick<Marker, 'lon' | 'lat'>, one: Reference): [number, number] | null {
  if (one.lon !== undefined && one.lat !== undefined) return [one.lon, one.lat]
  if (!one.azimuth_deg || !one.distance_m || one.azimuth_north === 'magnetic') return null
  const azimuth = (Number(one.azimuth_deg) + (one.azimuth_north === 'grid' ? convergence(m, 0) : 0)) * Math.PI / 180
  const north = Number(one.distance_m) * Math.cos(azimuth) / 110_860 // metres of a degree of latitude
  const east = Number(one.distance_m) * Math.sin(azimuth) / (111_320 * Math.cos(m.lat * Math.PI / 180))
  return [m.lon + east, m.lat + north]
}
