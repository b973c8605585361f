// What of a place's record a citizen asks about: its names in time, and when it came and went.

import type { Change } from './api'
import { chinaDay } from './china'

export interface Line {
  what: 'registered' | 'established' | 'renamed' | 'gone'
  text: string // the name, or the former name → the name
  on: string | null // since or until when, ISO; null is not known
  why: string
}

const bookkeeping = /载入|示例文字/ // reasons that speak of the record, not of the place

/** The public lines, the oldest first; what the register corrected, and how it came to hold this, is left out. */
export function publicLines(changes: readonly Change[]): Line[] {
  const valid = changes.filter((change) => !change.corrected)
  const names = valid.filter(({ kind, text }) => text && (kind === 'standard' || kind === 'former'))
  const lines = names.flatMap((name): Line[] => {
    const before = names.find((other) => other.valid_to && other.valid_to === name.valid_from)
    const after = names.some((other) => other.valid_from && other.valid_from === name.valid_to)
    const why = bookkeeping.test(name.reason ?? '') ? '' : name.reason ?? ''
    const came: Line[] = name.valid_from && name.text !== before?.text
      ? [before
        ? { what: 'renamed', text: `${before.text} → ${name.text}`, on: name.valid_from, why }
        : { what: 'established', text: name.text!, on: name.valid_from, why }]
      : []
    const went: Line[] = name.valid_to && !after && !acted(valid, 'place.withdraw')
      ? [{ what: 'gone', text: name.text!, on: name.valid_to, why }] : []
    return [...came, ...went]
  })
  const acts = valid.filter(({ action, kind }) => kind === 'place' && (action === 'place.add' || action === 'place.withdraw'))
    .map(({ action, at, valid_from, reason }): Line => ({
      what: action === 'place.add' ? 'registered' : 'gone', text: '', on: (action === 'place.add' && valid_from) || chinaDay(at), why: reason ?? '',
    }))
  return unique([...lines, ...acts]).sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? -1 : 1))
}

const acted = (changes: readonly Change[], action: string) => changes.some((change) => change.action === action)

const unique = (lines: Line[]) => [...new Map(lines.map((line) => [line.what + line.text + line.on, line])).values()]

/** One act writes several versions (the place, each name): they read as one line. */
export function acts(changes: readonly Change[]): Change[] {
  const found = new Map<string, Change>()
  for (const change of changes.filter((change) => !change.corrected)) {
    const key = [change.at.slice(0, 19), change.action, change.reason].join('|')
    const had = found.get(key)
    const texts = [had?.text, change.text].filter((text, i, all) => text && all.indexOf(text) === i)
    found.set(key, { ...change, ...had, text: texts.join('、') })
  }
  return [...found.values()]
}
