import { useState } from 'preact/hooks'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import type { North, Reference } from './api'
import type { Words } from './words'

/** Degrees as they are typed; NaN while they are no number, undefined where there are none. */
function DegreesField({ label, value, w, onValue }: { label: string; value: number | undefined; w: Words; onValue: (value: number | undefined) => void }) {
  const [text, setText] = useState(value === undefined ? '' : String(value))
  const take = (typed: string) => {
    setText(typed)
    onValue(typed.trim() ? Number(typed) : undefined)
  }
  return <TextField label={label} inputMode="decimal" value={text} error={Number.isNaN(value) ? w.wrongNumber : undefined} onInput={take} />
}

/** Whether what was typed of an object's position can be sent: both coordinates or none. */
export const placed = ({ lon, lat }: Reference): boolean => !Number.isNaN(lon) && !Number.isNaN(lat) && (lon === undefined) === (lat === undefined)

/** The reference objects of a marker, a line each. */
export function ReferenceFields({ all, w, onChange }: { all: Reference[]; w: Words; onChange: (all: Reference[]) => void }) {
  const set = (i: number, change: Partial<Reference>) => onChange(all.map((one, n) => (n === i ? { ...one, ...change } : one)))
  return (
    <div class="field-wide marker-references">
      {all.map((one, i) => (
        <fieldset key={one.id ?? i} class="row-of" aria-label={`${w.references} ${i + 1}`}>
          <TextField label={w.name} value={one.name} onInput={(name) => set(i, { name })} />
          <TextField label={w.refKind} value={one.kind ?? ''} onInput={(kind) => set(i, { kind })} />
          <TextField label={w.azimuth} inputMode="decimal" value={one.azimuth_deg ?? ''} onInput={(azimuth_deg) => set(i, { azimuth_deg, azimuth_north: azimuth_deg ? one.azimuth_north ?? 'grid' : undefined })} />
          <SelectField label={w.north} value={one.azimuth_north ?? 'grid'} onPick={(north) => set(i, { azimuth_north: north as North })} choices={Object.entries(w.norths).map(([value, word]) => ({ value, word }))} />
          <TextField label={w.distance} inputMode="decimal" value={one.distance_m ?? ''} onInput={(distance_m) => set(i, { distance_m })} />
          <details class="field-wide" open={one.lon !== undefined}>
            <summary>{w.refPosition}</summary>
            <p class="hint">{w.refPositionHint}</p>
            <div class="row-of">
              <DegreesField label={w.lon} value={one.lon} w={w} onValue={(lon) => set(i, { lon })} />
              <DegreesField label={w.lat} value={one.lat} w={w} onValue={(lat) => set(i, { lat })} />
              <TextField label={w.refSD} inputMode="decimal" value={one.position_sd_m ?? ''} onInput={(position_sd_m) => set(i, { position_sd_m })} />
            </div>
          </details>
          <Button small aria-label={`${w.remove} ${one.name}`} onClick={() => onChange(all.filter((_, n) => n !== i))}>{w.remove}</Button>
        </fieldset>
      ))}
      <p><Button small onClick={() => onChange([...all, { name: '', azimuth_north: 'grid' }])}>{w.addReference}</Button></p>
    </div>
  )
}
