// The fields of a place that are edited, as texts.

import type { Fields } from '../diff'
import type { OfficePlace } from './api'

export const longTexts = ['meaning', 'origin', 'history', 'description', 'heritage'] as const

export const fieldsOf = (place: OfficePlace): Fields => ({
  ...Object.fromEntries(longTexts.map((key) => [key, place[key] ?? ''])),
  class: place.class, visibility: place.visibility ?? '', lon: place.lon == null ? '' : String(place.lon), lat: place.lat == null ? '' : String(place.lat),
})

/** What is wrong with a position as typed: a key of the words, or null. */
export function wrongPosition(lon: string, lat: string): 'badNumber' | 'badRange' | null {
  if (lon === '' && lat === '') return null
  const [x, y] = [Number(lon), Number(lat)]
  if (lon.trim() === '' || lat.trim() === '' || Number.isNaN(x) || Number.isNaN(y)) return 'badNumber'
  return x < 73 || x > 136 || y < 3 || y > 54 ? 'badRange' : null
}

/** Changed texts as the server takes them: a position is one value. */
export function sent(changes: Fields, all: Fields): Record<string, unknown> {
  const { lon, lat, ...rest } = changes
  if (lon === undefined && lat === undefined) return rest
  return { ...rest, location: { lon: Number(all.lon), lat: Number(all.lat) } }
}
