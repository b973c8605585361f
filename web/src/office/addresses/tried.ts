// What a typed number is worth before it is sent: plain functions of what the server said.

import type { Drawn, Point } from '../map/points'
import type { NumberTrial } from './api'

export type Standing =
  | 'empty' // nothing is typed
  | 'waiting' // the server has not said anything of it yet
  | 'unread' // it is no number
  | 'fits' // the scheme gives it
  | 'against' // it needs a reason
  | 'never' // it stands already

/** How a typed number stands; asked is what the trial was asked about. */
export function standingOf(typed: string, asked: string, trial: NumberTrial | null, unread: boolean): Standing {
  if (!typed.trim()) return 'empty'
  if (typed.trim() !== asked.trim()) return 'waiting'
  if (unread) return 'unread'
  if (!trial?.given) return 'waiting'
  if (trial.against.some((one) => one.kind === 'duplicate')) return 'never'
  return trial.against.length ? 'against' : 'fits'
}

/** Whether a number may be sent: against the scheme with a reason alone. */
export const mayGive = (standing: Standing, reason: string) => standing === 'fits' || (standing === 'against' && !!reason.trim())

/** The gate, its neighbours and the street, to be looked at. */
export function seenOn(trial: NumberTrial | null, gate: { lon: number; lat: number } | null, gateWord: string): { points: Point[]; drawn: Drawn[] } {
  const side = trial?.side
  const other = side === 'left' ? 'right' : side === 'right' ? 'left' : 'plain'
  const near = (one: NumberTrial['before'], kind: Point['kind']): Point[] =>
    one?.lon === undefined || one.lat === undefined ? [] : [{ id: `near ${one.text}`, name: one.text, label: one.text, lon: one.lon, lat: one.lat, kind }]
  const points = [...near(trial?.before, side ?? 'plain'), ...near(trial?.after, side ?? 'plain'), ...(trial?.across ?? []).flatMap((one) => near(one, other))]
  if (gate) points.push({ id: 'gate', name: gateWord, label: trial?.given?.text ?? trial?.proposed?.text ?? gateWord, ...gate, kind: trial?.far ? 'warn' : 'good', fresh: true, drag: true })
  return { points, drawn: trial?.course ? [{ id: 'street', kind: 'good', geometry: trial.course }] : [] }
}
