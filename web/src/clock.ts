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

/** Where a day stands among the stops: the first stop that is not before it. */
export function stopOf(days: readonly (string | null)[], asOf: string | null): number {
  if (!asOf) return days.length - 1
  const index = days.findIndex((day) => day === null || day >= asOf)
  return index < 0 ? days.length - 1 : index
}

/** Which of n stops are labelled: at most ten of them, the last always. */
export const labelled = (index: number, n: number) => (n - 1 - index) % Math.ceil(n / 10) === 0

/** The date on the reader's calendar, ISO. */
export function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
