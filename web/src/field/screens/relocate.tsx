import { useState } from 'preact/hooks'
import type { Marker, Position } from '../domain'
import { draftKey, lacking, recordOf, sideIn, useDraft, wrongSight, type Draft } from '../draft'
import { fix, recorded } from '../geo/position'
import { direction, distance } from '../geo/way'
import { Arrow } from '../parts/arrow'
import { Chips } from '../parts/chips'
import { useField } from '../parts/context'
import { Photos } from '../parts/photos'
import { PositionLine, usePosition } from '../parts/position'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept } from '../parts/task'
import { InputError, relocate, type Result, type Settings } from '../relocation'
import { atMarker, go } from '../route'
import { lang, t } from '../words'

/** Where a marker should stand by what stands around it, and whether the phone is there. */
export function RelocateScreen({ task, id }: { task: string; id: string }) {
  const field = useField()
  const kept = useKept(task)!
  const here = usePosition()
  const about = { task, kind: 'relocation', object: { kind: 'marker', id } } as const
  const { draft, change, latest } = useDraft(about)
  const [said, setSaid] = useState('')
  const marker = kept.pack.markers.find((one) => one.id === id)
  const position = recorded(here, Date.now())
  if (!draft || !marker) return <Screen title={t.relocation.title} back={atMarker(task, id)}><p>{t.loading}</p></Screen>
  const wrong = wrongSight(draft.measured, Object.fromEntries(marker.references.map((one) => [one.id, one.name])))
  const result = wrong ? null : resultOf(marker, latest.current, position, kept.pack.relocation ?? null)
  const save = async () => {
    const side = sideIn(field, task)
    const lacks = side ? wrong || lacking(latest.current, [], about) : t.home.sideFirst
    setSaid(lacks)
    if (lacks || !side) return
    const now = Date.now()
    const base = recordOf(latest.current, [], about, { me: field.me.value!, side, position: recorded(fix.value, now), now })
    const record = { ...base, answers: { ...base.answers, ...told(result), ...(draft.answers.found && { found: draft.answers.found }) } }
    if (await field.outbox.add(record, [{ in: 'things', key: draftKey(about), value: null }])) go(atMarker(task, id))
  }
  return (
    <Screen title={t.relocation.title} back={atMarker(task, id)} actions={<>{said && <Notice kind="bad">{said}</Notice>}<button class="primary" onClick={() => void save()}>{t.relocation.save}</button></>}>
      <p class="quiet">{t.relocation.how}</p>
      <SideChoice task={task} />
      {result?.expected && (
        <section aria-live="polite">
          <p class="middle center">{t.relocation.fromYou(direction(result.bearing_deg, lang), distance(result.off_m, lang))}</p>
          <Arrow azimuth={result.bearing_deg} />
        </section>
      )}
      <Notice kind={result?.verdict === 'inside' ? 'good' : wrong || result?.verdict === 'outside' ? 'bad' : 'warn'}>{wrong || (result ? result[lang] : position ? t.relocation.tooFew : t.relocation.cannot)}</Notice>
      <PositionLine />
      {marker.references.map(({ id, name }) => <Measured key={id} name={name} value={draft.measured[id] ?? { azimuth: '', distance: '' }} onInput={(value) => void change({ measured: { ...latest.current.measured, [id]: value } })} />)}
      <Chips legend={t.relocation.found} choices={Object.entries(t.relocation.foundChoices)} value={draft.answers.found ?? ''} onPick={(found) => void change({ answers: { ...latest.current.answers, found } })} />
      <Photos draft={draft} draftKey={draftKey(about)} faces={[]} latest={latest} change={change} />
      <label class="field">{t.check.text}<textarea value={draft.text} maxLength={4000} onInput={(event) => void change({ text: event.currentTarget.value })} /></label>
    </Screen>
  )
}

type Sight = Draft['measured'][string]

function Measured({ name, value, onInput }: { name: string; value: Sight; onInput: (value: Sight) => void }) {
  const number = (part: keyof Sight, label: string) => (
    <label class="field">{label}<input inputMode="decimal" value={value[part]} onInput={(event) => onInput({ ...value, [part]: event.currentTarget.value.normalize('NFKC').trim() })} /></label>
  )
  return <fieldset class="sight"><legend>{name}</legend><div class="row">{number('azimuth', t.relocation.azimuth)}{number('distance', t.relocation.distance)}</div></fieldset>
}

const numberOf = (text: string | number | null | undefined): number | null => {
  const n = text === null || text === undefined || text === '' ? NaN : Number(text)
  return Number.isFinite(n) ? n : null
}

/** null where there is no position, no settings, or a number that cannot be. */
export function resultOf(marker: Marker, { measured }: Pick<Draft, 'measured'>, position: Position | null, settings: Settings | null): Result | null {
  if (!position || !settings) return null
  const references = marker.references.map((r) => {
    const [lon, lat, sight] = [numberOf(r.lon), numberOf(r.lat), measured[r.id]]
    return {
      id: r.id, name: r.name, position: lon !== null && lat !== null ? { lon, lat } : null, position_sd_m: 0,
      azimuth_deg: numberOf(r.azimuth_deg), azimuth_north: r.azimuth_north ?? '' as const, distance_m: numberOf(r.distance_m),
      measured_azimuth_deg: numberOf(sight?.azimuth), measured_north: 'magnetic' as const, measured_distance_m: numberOf(sight?.distance),
    }
  })
  const phone = { lon: Number(position.lon), lat: Number(position.lat), accuracy_m: Math.max(0.1, Number(position.accuracy_m)), percent: 95 }
  try {
    return relocate({ phone, references, settings })
  } catch (err) {
    if (err instanceof InputError) return null
    throw err
  }
}

/** What was computed, as the record keeps it. */
function told(result: Result | null): Record<string, string> {
  if (!result?.expected) return { verdict: 'undecided' }
  return {
    verdict: result.verdict, geometry: result.geometry, off_m: result.off_m.toFixed(1), expected: `${result.expected.lon.toFixed(7)},${result.expected.lat.toFixed(7)}`,
    ellipse: `${result.ellipse.major_m.toFixed(1)},${result.ellipse.minor_m.toFixed(1)},${result.ellipse.azimuth_deg.toFixed(0)}`,
  }
}
