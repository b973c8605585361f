// Wrong PINs are counted on the phone, and each costs more waiting than the one before.

export interface Tries {
  wrong: number
  until: number // phone time in milliseconds before which no PIN is tried; 0 is none
}

const free = 3 // wrong ones before the waiting begins
const longest = 60 * 60_000

export const none: Tries = { wrong: 0, until: 0 }

/** After one more wrong PIN at now. */
export function wrongAt(tries: Tries, now: number): Tries {
  const wrong = tries.wrong + 1
  const wait = wrong < free ? 0 : Math.min(longest, 30_000 * 2 ** (wrong - free))
  return { wrong, until: wait && now + wait }
}

/** Milliseconds to wait at now. A clock that was put back does not lengthen it beyond its own measure. */
export const waitAt = ({ until }: Tries, now: number): number => Math.max(0, Math.min(until - now, longest))
