// The county's clock. China keeps one time, eight hours ahead of UTC the whole year: days and times of the record are
// read on it, whatever the machine of the reader says.

const ahead = 8 * 3_600_000

const shifted = (at: string | number | Date): string => new Date(new Date(at).getTime() + ahead).toISOString()

/** The day of a moment, as an ISO date: today without one. A date is its own day. */
export const chinaDay = (at: string | number | Date = Date.now()): string => (typeof at === 'string' && at.length <= 10 ? at : shifted(at).slice(0, 10))

/** The time of day of a moment: 14:05. */
export const chinaTime = (at: string | number | Date): string => shifted(at).slice(11, 16)
