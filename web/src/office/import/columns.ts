// What stands in the way of a check, told from the columns as they are chosen.

import type { Column, Field, Kind, Plan, Suspicion } from './api'

/** Columns as a plan for each: what the person chose stands over what was guessed. */
export function chosen(columns: readonly Column[], mapping: Record<string, string>): Map<string, string> {
  return new Map(columns.map(({ heading, field }) => [heading, mapping[heading] ?? field]))
}

/** A field that two columns fill; null where none is. */
export function twice(fields: ReadonlyMap<string, string>): string | null {
  const seen = new Set<string>()
  for (const field of fields.values()) {
    if (field && seen.has(field)) return field
    seen.add(field)
  }
  return null
}

// Each row needs one of each group.
const needs: Record<Kind, readonly string[][]> = {
  places: [['name', 'names_zh'], ['class', 'class_name', 'feature_code']],
  divisions: [['code', 'village_code', 'town_code', 'county_code'], ['name', 'village_name', 'town_name', 'county_name']],
  shelters: [['name'], ['capacity'], ['village_name', 'village_code', 'town_name']],
  officers: [['village_name', 'village_code', 'town_name'], ['duty_phone', 'phone', 'private_phone']],
  policies: [['name'], ['plain'], ['basis'], ['village_name', 'village_code', 'town_name']],
}

/** The first fields of the groups that no column fills. */
export function lacking(kind: Kind, fields: ReadonlyMap<string, string>, defaultClass: string): string[] {
  const filled = new Set(fields.values())
  return needs[kind].filter((group) => !group.some((field) => filled.has(field)) && !(group[0] === 'class' && defaultClass)).map(([first = '']) => first)
}

/** The mapping that says of every column what the person has seen of it, so that nothing is guessed anew. */
export const wholeMapping = (fields: ReadonlyMap<string, string>) => Object.fromEntries(fields)

/** A saved mapping laid over the columns of a file: what fits, and the headings that the file lacks. */
export function lay(saved: Record<string, string>, columns: readonly Column[]): { fits: Record<string, string>; missing: string[] } {
  const have = new Set(columns.map(({ heading }) => heading.trim()))
  const entries = Object.entries(saved)
  return {
    fits: Object.fromEntries(entries.filter(([heading]) => have.has(heading.trim()))),
    missing: entries.filter(([heading, field]) => field && !have.has(heading.trim())).map(([heading]) => heading),
  }
}

export const labelOf = (fields: readonly Field[], code: string, lang: string) => {
  const field = fields.find((one) => one.field === code)
  return field ? (lang === 'en' ? field.label_en : field.label) : code
}

/** How a plan is mended where positions are suspicious: what the remedy names as options of the command. */
export function remedied(plan: Plan, { remedy = '' }: Suspicion): { plan: Plan; act: 'gcj02' | 'bd09' | 'swap' | 'crs' | 'repair'; crs: string } | null {
  const crs = /--crs (\w+)/.exec(remedy)?.[1] ?? ''
  if (crs === 'gcj02' || crs === 'bd09') return { plan: { ...plan, crs }, act: crs, crs }
  if (crs) return { plan: { ...plan, crs, mapping: withoutAxes(plan.mapping) }, act: 'crs', crs }
  if (remedy.includes('--swap-axes')) return { plan: { ...plan, swap_axes: !plan.swap_axes }, act: 'swap', crs }
  if (remedy.includes('--repair')) return { plan: { ...plan, repair: true }, act: 'repair', crs }
  return null
}

/** The part of a text in both languages that the reader reads. */
export function ownWords(text: string, lang: string): string {
  const [zh = '', en] = text.split(' / ')
  return lang === 'en' ? en ?? zh : zh
}

/** A mapping without X坐标 and Y坐标: which is the northing depends on the reference system, and the server knows. */
export const withoutAxes = (mapping: Record<string, string>) =>
  Object.fromEntries(Object.entries(mapping).filter(([heading]) => !/^[xy]坐标/i.test(heading.trim())))
