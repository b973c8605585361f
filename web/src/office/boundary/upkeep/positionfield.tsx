import { useState } from 'preact/hooks'
import { useOffice } from '../../context'
import { Button } from '../../parts/button'
import { TextField } from '../../parts/field'
import type { Position } from './api'
import { upkeepWords } from './words'

export interface Typed { lon: string; lat: string; accuracy_m?: number }

/** What was typed, as a position; undefined for nothing, null for what is none. */
export function positionOf({ lon, lat, accuracy_m }: Typed): Position | undefined | null {
  if (!lon.trim() && !lat.trim()) return undefined
  const [x, y] = [Number(lon), Number(lat)]
  if (!lon.trim() || !lat.trim() || !(Math.abs(x) <= 180) || !(Math.abs(y) <= 90)) return null
  return { lon: x, lat: y, ...(accuracy_m && { accuracy_m }) }
}

/** Where one stands, taken from the device or typed. */
export function PositionField({ value, wrong, onPick }: { value: Typed; wrong?: string; onPick: (typed: Typed) => void }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const locate = () => {
    setBusy(true)
    setFailed(false)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { setBusy(false); onPick({ lon: coords.longitude.toFixed(7), lat: coords.latitude.toFixed(7), accuracy_m: Math.round(coords.accuracy * 10) / 10 }) },
      () => { setBusy(false); setFailed(true) }, { enableHighAccuracy: true, timeout: 20_000 })
  }
  return (
    <fieldset class="field-wide upkeep-position">
      <legend class="legend">{w.position} <span class="small">{w.positionHint}</span></legend>
      <div class="row-of">
        {'geolocation' in navigator && <Button busy={busy} onClick={locate}>{w.locate}</Button>}
        <TextField label={w.lon} inputMode="decimal" value={value.lon} onInput={(lon) => onPick({ lon, lat: value.lat })} />
        <TextField label={w.lat} inputMode="decimal" value={value.lat} onInput={(lat) => onPick({ lon: value.lon, lat })} />
      </div>
      <p class="small" role="status">{failed ? w.locateFailed : value.accuracy_m ? w.located(value.accuracy_m) : ''}</p>
      {wrong && <p class="wrong">{wrong}</p>}
    </fieldset>
  )
}
