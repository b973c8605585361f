// When an idle session ends, as far as this browser knows, shared by its tabs.

const place = 'office-idle-ends'
let length = 30 * 60_000 // ms; what the server grants, learnt from each session it tells

/** The server said when the session ends. */
export function learn(endsAt: string, now = Date.now()): void {
  const ends = Date.parse(endsAt)
  if (Number.isNaN(ends)) return
  length = Math.max(ends - now, 60_000)
  keep(ends)
}

/** The server answered: the session's time begins anew. */
export const touch = (now = Date.now()) => keep(now + length)

/** Seconds until the session ends; a large number where nothing is known. */
export function secondsLeft(now = Date.now()): number {
  const ends = Number(read())
  return ends ? Math.round((ends - now) / 1000) : Infinity
}

function keep(ends: number): void {
  try { localStorage.setItem(place, String(ends)) } catch { fallback = ends }
}

let fallback = 0

function read(): string | number {
  try { return localStorage.getItem(place) ?? fallback } catch { return fallback }
}
