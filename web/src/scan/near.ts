// Which shelter is the nearest from where the phone is. The page's data holds only shelters to which its village may be sent; here those are left out besides that lie beyond a barrier from the phone.

import { way, type Point } from '../field/geo/way'

export interface Goal { id: string; name: string; state: 'standby' | 'open'; places_left: number | null; lon: number; lat: number }
type At = [lon: number, lat: number]
export interface Around { within_m: number; shelters: Goal[]; barriers: At[][] }

export interface Near extends Goal { metres: number; azimuth: number }
export type Found = { far: number } | { goals: Near[]; beyond: number } // beyond: how many were left out for a barrier

const shown = 3
const walkM = 5000 // as the card has it: what is open and farther comes after what is near

/** The shelters in the order in which one goes to them from here, or how far away the village is. */
export function nearest(around: Around, village: Point, here: Point): Found {
  const away = way(here, village).metres
  if (away > around.within_m) return { far: away }
  const reached = around.shelters.filter((goal) => !around.barriers.some((line) => crosses(line, [here.lon, here.lat], [goal.lon, goal.lat])))
  const goals = reached.map((goal) => ({ ...goal, ...way(here, goal) }))
  goals.sort((a, b) => tier(a) - tier(b) || a.metres - b.metres || (a.id < b.id ? -1 : 1))
  return { goals: goals.slice(0, shown), beyond: around.shelters.length - reached.length }
}

const tier = ({ state, metres }: Near) => (state === 'open' ? 0 : 1) + (metres > walkM ? 2 : 0)

/** Whether the straight way from a to b touches a line. */
export const crosses = (line: At[], a: At, b: At): boolean => line.some((to, i) => i > 0 && meet(a, b, line[i - 1]!, to))

/** Whether two stretches share a point. */
function meet(a: At, b: At, c: At, d: At): boolean {
  const apart = (i: 0 | 1) => Math.max(a[i], b[i]) < Math.min(c[i], d[i]) || Math.max(c[i], d[i]) < Math.min(a[i], b[i])
  return !apart(0) && !apart(1) && side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0
}

/** Positive where p lies left of the line from a to b, negative right. */
const side = (a: At, b: At, p: At) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
