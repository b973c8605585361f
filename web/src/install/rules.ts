// Rules of the wall, the same as those of the server, so that they are told where the plate hangs and not in the evening.

import { chinaDay } from '../china'
import type { Position } from '../field/domain'
import { way, type Point } from '../field/geo/way'
import type { Act, Item, Job, State, Step } from './domain'

/** Where a plate should hang; null where the register does not know. */
export const belongs = ({ belongs_lon: lon, belongs_lat: lat }: Job): Point | null => (lon === undefined || lat === undefined ? null : { lon, lat })

/** Why a reason is asked for: too far, or a position that is not known well enough; null where none is. */
export function reasonFor(job: Job, here: Position | null): { away: number } | { accuracy: number } | null {
  const to = belongs(job)
  if (!here || !to) return null
  const away = way({ lon: Number(here.lon), lat: Number(here.lat) }, to).metres
  if (away > job.tolerance_m) return { away }
  return Number(here.accuracy_m) > job.tolerance_m ? { accuracy: Number(here.accuracy_m) } : null
}

const after: Record<Step, State> = { install: 'installed', report: 'faulty', repair: 'in_use' }

/** The state of a plate once what the phone still holds of it is sent. */
export const stateOf = (job: Job, queue: readonly Item[]): State =>
  queue.filter((item) => item.job.id === job.id && (item.fate === 'ready' || item.fate === 'clash' || item.fate === 'refused')).reduce((_, item) => after[item.act.step], job.state)

/** The steps at the wall that lead on from a state. */
export function stepsFrom(state: State): Step[] {
  if (state === 'received') return ['install']
  if (state === 'installed' || state === 'in_use') return ['report']
  return state === 'faulty' ? ['repair'] : []
}

/** Whether a job answers to what was typed: its number, its street, its token. */
export function answers(job: Job, typed: string): boolean {
  const words = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${job.where} ${job.name ?? ''}${job.number ?? ''} ${job.token} ${job.token.replaceAll('-', '')}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** The day in China, on which a step is taken. */
export const dayOf = (ms: number): string => chinaDay(ms)

/** The day so many days later. */
export const later = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

export function actOf(step: Step, draft: { note: string; fault: Act['fault'] | '' }, here: Position | null, now: number): Act {
  return {
    step, on: dayOf(now), ...(draft.note.trim() && { note: draft.note.trim() }), ...(step === 'report' && draft.fault && { fault: draft.fault }),
    ...(here && { lon: Number(here.lon), lat: Number(here.lat), accuracy_m: Number(here.accuracy_m) }),
  }
}
