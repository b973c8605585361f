// What waits at the counter for addresses and at the walls.

import type { Lang } from '../../words'
import { applications, type Application } from '../addresses/api'
import { list as plates, type Plate } from '../plates/api'
import { list as reports, type Report } from '../reports/api'
import { href } from '../route'
import { daysUntil } from '../supervision/api'
import type { Waiting } from './waiting'
import { todayWords } from './words'

const limit = '500' // what one request gives at most: more are said as so many and more

/** A number of rows, and whether there are more than were asked for. */
interface Some<T> { items: T[]; next?: string }

const counted = ({ items, next }: Some<unknown>) => items.length + (next ? '+' : '')

export const counter = async (lang: Lang, signal: AbortSignal): Promise<Waiting[]> => dueApplications(await applications({ open: 'true', limit }, null, signal), lang)
export const wall = async (lang: Lang, signal: AbortSignal): Promise<Waiting[]> => dueReports(await reports('open', null, signal), lang)
export const faults = async (lang: Lang, signal: AbortSignal): Promise<Waiting[]> => dueFaults(await plates({ state: 'faulty', limit }, null, signal), lang)

/** Applications that are not decided: how many, and how many are overdue. */
export function dueApplications(found: Some<Pick<Application, 'overdue'>>, lang: Lang): Waiting[] {
  const late = found.items.filter(({ overdue }) => overdue).length
  if (!found.items.length) return []
  return [{ text: todayWords(lang).counter(counted(found), late), kind: late ? 'bad' : 'warn', to: href('addresses', ['applications'], late ? { overdue: '1' } : { open: '1' }) }]
}

/** Reports from the wall that nobody has closed; what may be a false code is told first. */
export function dueReports(found: Some<Pick<Report, 'overdue' | 'kind'>>, lang: Lang): Waiting[] {
  const w = todayWords(lang)
  const late = found.items.filter(({ overdue }) => overdue).length
  const falseCodes = found.items.filter(({ kind }) => kind === 'false_code').length
  if (!found.items.length) return []
  return [{ text: w.wall(counted(found), late), kind: late || falseCodes ? 'bad' : 'warn', to: href('reports'), ...(falseCodes && { note: w.falseCodes(falseCodes) }) }]
}

/** Plates that are broken and were to be mended by today. */
export function dueFaults(found: Some<Pick<Plate, 'due'>>, lang: Lang): Waiting[] {
  const late = found.items.filter(({ due }) => due && daysUntil(due) < 0).length
  return late ? [{ text: todayWords(lang).faults(late + (found.next ? '+' : '')), kind: 'bad', to: href('plates', [], { state: 'faulty' }) }] : []
}
