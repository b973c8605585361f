import type { Row } from '../safety/api'

/** How many villages of some areas there are, and people in them, by codes that begin with their area's. */
export function reachedBy(rows: readonly Pick<Row, 'village' | 'people'>[], codes: readonly string[]): { villages: number; people: number; unknown: number } {
  const inside = rows.filter(({ village }) => codes.some((code) => village.code.startsWith(code)))
  return { villages: inside.length, people: inside.reduce((sum, { people }) => sum + (people ?? 0), 0), unknown: inside.filter(({ people }) => people === null).length }
}
