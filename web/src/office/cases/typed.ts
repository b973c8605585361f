// What is typed into the form of a case, what is wrong with it, and what is sent.

import type { Case, Item } from './api'
import type { Words } from './words'

export interface Typed { kind: string; channel: string; class: string; division: string; reason: string; body: string; applicant: string; opened_on: string; names: Name[] }
/** One name; held is what the case says of it already and the form does not ask. */
export interface Name { text: string; alternatives: string; starts_at: string; ends_at: string; direction: string; length_m: string; width_m: string; meaning: string; lon: string; lat: string; place: string; correct: string; held?: Item }
export type Key = Exclude<keyof Name, 'held'>

export const name: Name = { text: '', alternatives: '', starts_at: '', ends_at: '', direction: '', length_m: '', width_m: '', meaning: '', lon: '', lat: '', place: '', correct: '' }
export const blank: Typed = { kind: 'naming', channel: 'counter', class: '23514', division: '', reason: '', body: '', applicant: '', opened_on: '', names: [name] }

/** A number as people type it, in the digits of numbers: full-width ones, and without the unit behind it. */
export const tidy = (text: string): string => {
  const plain = text.normalize('NFKC').trim()
  return /^[-+]?[\d.,]*\d\s*(米|m|°|度)$/i.test(plain) ? plain.replace(/\s*(米|m|°|度)$/i, '') : plain
}

/** The number; undefined where none was typed, NaN where it is none. Metres or degrees. */
export const numberOf = (text: string): number | undefined => (text.trim() ? (/^[-+]?\d+(\.\d+)?$/.test(tidy(text)) ? Number(tidy(text)) : NaN) : undefined)

const within = (n: number | undefined, least: number, most: number) => n !== undefined && n >= least && n <= most

/** What is wrong with the numbers of a name, field by field. Positions lie in China, CGCS2000. */
export function wrongs(one: Name, w: Words): Partial<Record<Key, string>> {
  const wrong: Partial<Record<Key, string>> = {}
  for (const key of ['length_m', 'width_m'] as const) {
    const n = numberOf(one[key])
    if (n !== undefined && !(n > 0)) wrong[key] = w.wrongLength
  }
  const [lon, lat] = [numberOf(one.lon), numberOf(one.lat)]
  if (lon === undefined && lat === undefined) return wrong
  if (within(lon, 3, 54) && within(lat, 73, 135)) return { ...wrong, lon: w.exchanged, lat: w.exchanged }
  if (lon === undefined) wrong.lon = w.bothNeeded
  else if (!within(lon, 73, 135)) wrong.lon = w.wrongLon
  if (lat === undefined) wrong.lat = w.bothNeeded
  else if (!within(lat, 3, 54)) wrong.lat = w.wrongLat
  return wrong
}

/** A name as it is sent. What the form does not ask stays as it was held. */
export function asItem(one: Name, kind: string): Item {
  const { id: _, ordinal: __, draft_reading: ___, aside: ____, ...held } = one.held ?? {}
  const said = (text: string) => text.trim() || undefined
  const alternatives = one.alternatives.split(/[、,，]/).map((text) => text.trim()).filter(Boolean)
  return {
    ...held,
    ...(kind === 'naming' || kind === 'renaming' ? { text: one.text.trim() } : {}), ...(kind !== 'naming' ? { place: one.place.trim() } : {}),
    ...(kind === 'correction' ? { changes: { ...held.changes, text: one.correct.trim() } } : {}),
    alternatives: alternatives.length ? alternatives : undefined,
    starts_at: said(one.starts_at), ends_at: said(one.ends_at), direction: said(one.direction), meaning: said(one.meaning),
    length_m: numberOf(one.length_m), width_m: numberOf(one.width_m), lon: numberOf(one.lon), lat: numberOf(one.lat),
  }
}

/** A case as its form shows it. */
export const typedOf = (c: Case): Typed => ({
  kind: c.kind, channel: c.channel, class: c.class, division: c.division_code, reason: c.reason, body: c.body ?? '', applicant: c.applicant ?? '', opened_on: c.opened_on,
  names: c.items.map((item) => ({
    text: item.text ?? '', alternatives: (item.alternatives ?? []).join('、'), starts_at: item.starts_at ?? '', ends_at: item.ends_at ?? '', direction: item.direction ?? '',
    length_m: item.length_m ? String(item.length_m) : '', width_m: item.width_m ? String(item.width_m) : '', meaning: item.meaning ?? '',
    lon: item.lon === undefined ? '' : String(item.lon), lat: item.lat === undefined ? '' : String(item.lat), place: item.place ?? '', correct: item.changes?.text ?? '', held: item,
  })),
})

/** What a change of the application sends: all names, and the contact only where it was typed anew. */
export function amendmentOf(f: Typed, c: Case) {
  const named = (texts: (string | undefined)[]) => (texts.length > 1 ? `${texts[0]}等 ${texts.length} 处` : texts[0])
  const items = f.names.map((one) => asItem(one, c.kind))
  const titled = (c.kind === 'naming' || c.kind === 'renaming') && c.title === named(c.items.map((item) => item.text))
  return {
    ...(titled && { title: named(items.map((item) => item.text)) }), reason: f.reason, body: f.body,
    ...(f.applicant.trim() && f.applicant !== c.applicant && { applicant: f.applicant }), items,
  }
}
