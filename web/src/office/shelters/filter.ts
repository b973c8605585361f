import type { Shelter } from './api'

export interface Wanted { division: string; state: string; hazard: string; due: boolean } // division is a code

/** Whether a shelter is among those that are wanted. */
export const fits = (one: Pick<Shelter, 'division_code' | 'state' | 'suits' | 'findings'>, { division, state, hazard, due }: Wanted): boolean =>
  (!division || (one.division_code ?? '').startsWith(division)) && (!state || one.state === state) && (!hazard || one.suits.includes(hazard)) && (!due || (one.findings?.length ?? 0) > 0)

/** Reads stock as it is typed, one item a line; a string is the line that cannot be read. */
export function stockOf(text: string): { item: string; amount: number; unit: string; best_before?: string }[] | string {
  const all = []
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const found = /^(\S+)\s+(\d{1,8})\s+(\S+)(?:\s+(\d{4}-\d{2}-\d{2}))?$/.exec(line)
    if (!found) return line
    const [, item = '', amount = '', unit = '', best] = found
    all.push({ item, amount: Number(amount), unit, ...(best && { best_before: best }) })
  }
  return all
}
