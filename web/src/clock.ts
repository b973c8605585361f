// The days that the time slider can show: the last of each year held, then today.

/** ISO dates from first to last and before today, one a year; the last entry null is today. */
export function stops(first: string, last: string, today: string): (string | null)[] {
  const from = Number(first.slice(0, 4))
  const to = Number(last.slice(0, 4))
  const days: (string | null)[] = []
  for (let year = from; year <= to; year++) {
    const end = `${year}-12-31`
    const day = end < last ? end : last
    if (day < today) days.push(day)
  }
  return [...days, null]
}

/** The stops with a day of its own among them, where it is none of them; the day's place is where it belongs. */
export function stopsWith(days: readonly (string | null)[], asOf: string | null, today: string): (string | null)[] {
  if (days.includes(asOf)) return [...days]
  return [...days, asOf].sort((a, b) => ((a ?? today) < (b ?? today) ? -1 : 1))
}

/** The next stop strictly after (by 1) or before (by -1) a day; the day itself at either end. */
export function step(days: readonly (string | null)[], asOf: string | null, today: string, by: 1 | -1): string | null {
  const all = stopsWith(days, asOf, today)
  return all[Math.min(Math.max(all.indexOf(asOf) + by, 0), all.length - 1)] ?? null
}

/** How many changes of each kind took effect in the year of a day, up to that day; [] where none did. */
export function changesOf(events: readonly { kind: string; effective: string }[], day: string): [kind: string, n: number][] {
  const counts = new Map<string, number>()
  for (const { kind, effective } of events) {
    if (effective.slice(0, 4) === day.slice(0, 4) && effective <= day) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts]
}

/** Which of n stops are labelled: at most ten of them, the last always. */
export const labelled = (index: number, n: number) => (n - 1 - index) % Math.ceil(n / 10) === 0

/** The date on the reader's calendar, ISO. */
export function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
