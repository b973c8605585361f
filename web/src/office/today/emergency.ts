// What waits for who keeps shelters: in a disaster the villages that nobody has told, before one what is due.

import type { Lang } from '../../words'
import { events, lookAt, type Event, type Look } from '../events/api'
import { list as papers, type Papers } from '../papers/api'
import { href } from '../route'
import { coverage, type Row } from '../safety/api'
import { safetyWords } from '../safety/words'
import { keptShelters, type Shelter } from '../shelters/api'
import type { Waiting } from './waiting'
import { todayWords } from './words'

/** Asks for all of it at once; it fails where one part does. */
export async function emergency(lang: Lang, signal: AbortSignal): Promise<Waiting[]> {
  const parts = await Promise.all([
    events(null, signal).then(({ items }) => Promise.all(items.filter(open).map(async (event) => waitingOf(event, event.state === 'going' ? await lookAt(event.id, signal) : null, lang)))),
    keptShelters(signal).then(({ items }) => dueShelters(items, lang)),
    coverage(signal).then(({ items }) => urgentGaps(items, lang)),
    papers({ division: '', standing: '' }, signal).then(({ counts }) => stalePapers(counts, lang)),
  ])
  return parts.flat(2)
}

/** Whether somebody still has something to do in an event: to tell villages, or to write its report. */
export const open = ({ state, report, mine }: Pick<Event, 'state' | 'report' | 'mine'>): boolean => mine && (state === 'going' || state === 'coming' || !report)

/** What an open event waits for; look is absent where nobody is told of it now. */
export function waitingOf(event: Pick<Event, 'id' | 'title' | 'state'>, look: Pick<Look, 'count'> | null, lang: Lang): Waiting[] {
  const w = todayWords(lang)
  const to = href('events', [event.id])
  if (event.state === 'coming') return [{ text: w.eventComing(event.title), kind: 'warn', to, first: true }]
  if (!look) return [{ text: w.eventReport(event.title), kind: 'plain', to }]
  const { villages, told, without } = look.count
  const left = villages - told
  return [{ text: left ? w.eventUntold(event.title, left, villages) : w.eventGoing(event.title), kind: left || without ? 'bad' : 'warn', to, first: true, ...(without && { note: w.eventWithout(without) }) }]
}

/** The shelters of which something is due, the urgent ones apart. */
export function dueShelters(all: readonly Pick<Shelter, 'findings'>[], lang: Lang): Waiting[] {
  const due = all.filter(({ findings }) => findings?.length)
  const urgent = due.filter(({ findings }) => findings?.some((one) => one.urgent)).length
  return due.length ? [{ text: todayWords(lang).shelters(due.length, urgent), kind: urgent ? 'bad' : 'warn', to: href('shelters', [], { due: '1' }) }] : []
}

/** The things that a card must not lack, each with the villages that lack it. */
export function urgentGaps(rows: readonly Pick<Row, 'gaps'>[], lang: Lang): Waiting[] {
  const { urgent, gap } = safetyWords(lang)
  return urgent.flatMap((key) => {
    const n = rows.filter(({ gaps }) => gaps.includes(key)).length
    return n ? [{ text: todayWords(lang).villages(n, gap[key] ?? key), kind: 'bad' as const, to: href('safety', [], { gap: key }) }] : []
  })
}

/** The papers on walls that no longer say what the card says. */
export function stalePapers(counts: Papers['counts'], lang: Lang): Waiting[] {
  const n = counts.out_of_date ?? 0
  return n ? [{ text: todayWords(lang).papers(n), kind: 'warn', to: href('papers', [], { standing: 'out_of_date' }) }] : []
}
