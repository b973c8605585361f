// A place's versions on both axes of time: across the days on which something was so,
// down the moments from which the register said so.

import type { Change } from '../../api'

export interface Span { from: string | null; to: string | null } // to is the first moment after; null is open

export interface Cell {
  name: string // the standard name held
  what: string // the last action that touched what is held there; '' where nothing is held
  isNew: boolean // differs from what was said before
  asOf: string // a day within
  recorded: string // a moment within
}

export interface Axes {
  across: Span[] // days
  down: Span[] // moments
  cells: Cell[][] // by row, then column
}

const together = 2000 // ms; one act writes several versions

/** The grid of what was said when about when, the latest row first; null where nothing is recorded. */
export function axesOf(changes: readonly Change[], today: string): Axes | null {
  if (!changes.length) return null
  const across = spans(unique(changes.flatMap((change) => [change.valid_from, change.valid_to])))
  const moments = groups(unique(changes.flatMap((change) => [change.at, change.recorded_to])))
  const down = moments.map(([from], i): Span => ({ from, to: moments[i + 1]?.[0] ?? null }))
  const said = moments.map(([, last]) => across.map((span) => held(changes, dayIn(span, today), last)))
  const cells = said.map((row, i) => row.map((cell, j): Cell => {
    const before = said[i - 1]?.[j]
    return {
      ...cell, isNew: !!cell.what && (before?.key ?? '') !== cell.key, asOf: dayIn(across[j]!, today), recorded: moments[i]![1],
    }
  }))
  return { across, down: down.reverse(), cells: cells.reverse() }
}

const unique = (days: (string | null | undefined)[]) => [...new Set(days.filter((day): day is string => !!day))].sort()

const spans = (days: string[]): Span[] => [null, ...days].map((from, i) => ({ from, to: days[i] ?? null }))

/** A day within a span: its first, or the eve of its end; an endless one is asked about today. */
function dayIn({ from, to }: Span, today: string): string {
  if (from) return from <= today && !to ? today : from
  if (!to) return today
  const eve = new Date(to + 'T00:00:00Z')
  eve.setUTCDate(eve.getUTCDate() - 1)
  return eve.toISOString().slice(0, 10)
}

/** First and last of each run of moments that are close together, in order. */
function groups(moments: string[]): [string, string][] {
  const found: [string, string][] = []
  for (const at of [...moments].sort((a, b) => Date.parse(a) - Date.parse(b))) {
    const last = found.at(-1)
    if (last && Date.parse(at) - Date.parse(last[1]) < together) last[1] = at
    else found.push([at, at])
  }
  return found
}

/** What was said at a moment about a day: of each kind the version that covers both; of several, the latest. */
function held(changes: readonly Change[], day: string, at: string): { name: string; what: string; key: string } {
  const moment = Date.parse(at)
  const covers = (change: Change) => Date.parse(change.at) <= moment && !(change.recorded_to && Date.parse(change.recorded_to) <= moment)
    && (!change.valid_from || change.valid_from <= day) && (!change.valid_to || day < change.valid_to)
  const latest = (kinds: (change: Change) => boolean) =>
    changes.filter((change) => kinds(change) && covers(change)).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1)
  const name = latest((change) => change.kind === 'standard' || change.kind === 'former')
  const place = latest((change) => change.kind === 'place')
  const last = [name, place].filter((change) => change !== undefined).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1)
  return { name: name?.text ?? '', what: last?.action ?? '', key: [name?.at, name?.text, place?.at].join('|') }
}
