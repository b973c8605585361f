/** The next id after from that is not done, round the end; null where all are. */
export function nextOpen(ids: readonly string[], from: string | null, done: ReadonlySet<string>): string | null {
  const at = from === null ? -1 : ids.indexOf(from)
  for (let i = 1; i <= ids.length; i++) {
    const id = ids[(at + i + ids.length) % ids.length]!
    if (!done.has(id)) return id
  }
  return null
}

/** The neighbour of from, which stays at the ends. */
export function neighbour(ids: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (!ids.length) return null
  const at = from === null ? -1 : ids.indexOf(from)
  return ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]!
}

/** Whose confirmation u takes back: the chosen name's, else that of the last confirmed; null where none was. */
export function toUndo(id: string | null, confirmed: readonly string[]): string | null {
  return id && confirmed.includes(id) ? id : confirmed.at(-1) ?? null
}
