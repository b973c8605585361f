// A year as weeks of days, Monday first; days are ISO dates.

/** The weeks of a month, 1 to 12; what belongs to another month is null. */
export function weeks(year: number, month: number): (string | null)[][] {
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return Array.from({ length: Math.ceil((before + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const day = week * 7 + weekday - before + 1
      return day < 1 || day > days ? null : [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
    }))
}

/** So many days after a day. */
export const plus = (day: string, days: number) => new Date(Date.parse(day + 'T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)

/** Whether a day is a Saturday or a Sunday. */
export const isWeekend = (day: string) => [0, 6].includes(new Date(day + 'T00:00:00Z').getUTCDay())

/** How far an arrow key goes; 0 for another key. */
export const stepOf = (key: string): number => ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 })[key] ?? 0
