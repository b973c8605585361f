// What differs: between two texts, two records, and three versions of one.

/** A stretch of text that both have, or one of them. */
export interface Piece { text: string; in: 'both' | 'before' | 'after' }

const longest = 400 // characters; beyond them texts are compared as wholes

/** How before became after, character by character: Chinese has no spaces to cut at. */
export function textDiff(before: string, after: string): Piece[] {
  const [a, b] = [[...before], [...after]]
  if (before === after) return before ? [{ text: before, in: 'both' }] : []
  if (a.length > longest || b.length > longest || !a.length || !b.length) return joined([{ text: before, in: 'before' }, { text: after, in: 'after' }])
  const common = lengths(a, b)
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { pieces.push({ text: a[i]!, in: 'both' }); i++; j++ }
    else if (i < a.length && (j === b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) pieces.push({ text: a[i++]!, in: 'before' })
    else pieces.push({ text: b[j++]!, in: 'after' })
  }
  return joined(pieces)
}

/** common[i][j] is the length of the longest common subsequence of a from i and b from j. */
function lengths(a: string[], b: string[]): number[][] {
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  return common
}

function joined(pieces: Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (!piece.text) continue
    if (last?.in === piece.in) last.text += piece.text
    else whole.push({ ...piece })
  }
  return whole
}

export interface FieldChange { key: string; before: string; after: string }

/** The fields in which two records differ, as text; nested ones under key.key. */
export function recordDiff(before: unknown, after: unknown): FieldChange[] {
  const [a, b] = [flat(before), flat(after)]
  const keys = [...new Set([...a.keys(), ...b.keys()])]
  return keys.map((key) => ({ key, before: a.get(key) ?? '', after: b.get(key) ?? '' })).filter(({ before, after }) => before !== after)
}

function flat(value: unknown, key = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into
  if (typeof value === 'object' && !(Array.isArray(value) && value.every((part) => typeof part !== 'object'))) {
    for (const [name, part] of Object.entries(value)) flat(part, key ? `${key}.${name}` : name, into)
  } else into.set(key, Array.isArray(value) ? value.join(', ') : String(value))
  return into
}

export type Fields = Record<string, string>

export interface Clash { key: string; base: string; mine: string; theirs: string }

/**
 * Brings my changes of base onto theirs. What only one side changed is taken; where both
 * changed a field to different words it is a clash, in merged as theirs until chosen.
 */
export function merge(base: Fields, mine: Fields, theirs: Fields): { merged: Fields; clashes: Clash[] } {
  const merged: Fields = {}
  const clashes: Clash[] = []
  for (const key of Object.keys({ ...base, ...theirs, ...mine })) {
    const [b, m, t] = [base[key] ?? '', mine[key] ?? base[key] ?? '', theirs[key] ?? '']
    merged[key] = m === b || m === t ? t : t === b ? m : t
    if (m !== b && t !== b && m !== t) clashes.push({ key, base: b, mine: m, theirs: t })
  }
  return { merged, clashes }
}

/** The fields of mine that differ from base. */
export const changed = (base: Fields, mine: Fields): Fields =>
  Object.fromEntries(Object.entries(mine).filter(([key, value]) => value !== (base[key] ?? '')))
