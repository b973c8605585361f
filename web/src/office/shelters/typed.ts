// A shelter as it is typed into the form, and what is sent of it.

import type { Shelter } from './api'
import type { Words } from './words'

const blank = {
  name: '', division: '', divisionCode: '', lon: '', lat: '', address: '', level: 'village', duration: 'short', space: 'indoor', suits: [] as string[], unfit: [] as string[],
  capacity: '', capacity_night: '', total_m2: '', effective_m2: '', indoor_m2: '', water: false, power: false, toilet: false, medical: false, accessible: 'unknown',
  keeper: '', duty_phone: '', visibility: 'public', code: '', source: '', from: '', reason: '',
}
export type Typed = typeof blank

const numbers = ['capacity', 'capacity_night', 'total_m2', 'effective_m2', 'indoor_m2'] as const

export function typed(s: Shelter | null): Typed {
  if (!s) return blank
  const of = s as unknown as Record<string, unknown>
  const texts = Object.fromEntries(Object.entries(blank).map(([name, value]) => [name, typeof value === 'string' ? String(of[name] ?? '') : of[name] ?? value]))
  return { ...blank, ...(texts as Partial<Typed>), divisionCode: s.division_code ?? '', visibility: s.visibility ?? 'internal', from: '', reason: '' }
}

/** What cannot be sent yet, by field. */
export function wrongIn(f: Typed, w: Words): Partial<Record<keyof Typed, string>> {
  const wrong: Partial<Record<keyof Typed, string>> = {}
  for (const name of ['name', 'source', 'reason'] as const) if (!f[name].trim()) wrong[name] = w.missing
  for (const name of ['lon', 'lat'] as const) if (!f[name].trim() || !Number.isFinite(Number(f[name]))) wrong[name] = w.wrongNumber
  for (const name of numbers) if (f[name].trim() && !/^\d{1,9}$/.test(f[name].trim())) wrong[name] = w.wrongNumber
  if (!f.capacity.trim()) wrong.capacity = w.wrongNumber
  if (!f.division) wrong.division = w.pickDivision
  if (!f.suits.length) wrong.suits = w.missing
  return wrong
}

export function bodyOf(f: Typed, area: unknown): object {
  const { divisionCode: _code, from, ...rest } = f
  const counts = Object.fromEntries(numbers.filter((name) => f[name].trim()).map((name) => [name, Number(f[name])]))
  const texts = Object.fromEntries(Object.entries(rest).filter(([name]) => !(numbers as readonly string[]).includes(name)))
  return { ...texts, ...counts, lon: Number(f.lon), lat: Number(f.lat), ...(from && { from }), ...(area !== undefined && { area }) }
}
