// Where the phone is, and how well it knows that.

import type { Position } from '../domain'
import { Live } from '../live'

export interface Fix { lon: number; lat: number; accuracy: number; at: number } // degrees CGCS2000, metres (95 % by the browser's own word), phone time

/** Why there is no position. */
export type NoFix = 'asking' | 'denied' | 'none'

export const fix = new Live<Fix | null>(null)
export const noFix = new Live<NoFix>('asking')

let watch: number | null = null

/** Follows the phone's position until stop is called; many may follow. */
export function followPosition(): void {
  if (watch !== null) return
  if (!navigator.geolocation) return noFix.set('none')
  watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => fix.set({ lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at: timestamp }),
    (err) => {
      noFix.set(err.code === err.PERMISSION_DENIED ? 'denied' : 'none')
      if (err.code !== err.PERMISSION_DENIED) return
      fix.set(null)
      stop()
    },
    { enableHighAccuracy: true, maximumAge: 5000, timeout: 30_000 },
  )
}

function stop(): void {
  if (watch !== null) navigator.geolocation.clearWatch(watch)
  watch = null
}

const oldest = 120_000 // milliseconds after which a position says nothing of here

/** The position to write down at now; null where there is none or it is too old. */
export function recorded(fix: Fix | null, now: number): Position | null {
  if (!fix || now - fix.at > oldest) return null
  return { lon: fix.lon.toFixed(7), lat: fix.lat.toFixed(7), accuracy_m: fix.accuracy.toFixed(1), at: new Date(fix.at).toISOString() }
}

/** How far a position can be trusted: to find a marker, to see roughly where one is, or for nothing. */
export const trust = ({ accuracy }: Pick<Fix, 'accuracy'>): 'good' | 'rough' | 'useless' => (accuracy <= 30 ? 'good' : accuracy <= 500 ? 'rough' : 'useless')
