// The ten characters under a plate's code, read as signs/token.go reads them: eight that are random and two that protect them.

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32
const length = 10

/** Powers of 2 in GF(32) by x⁵+x²+1, and their logarithms. */
const exp: number[] = []
const log: number[] = []
for (let i = 0, x = 1; i < 31; i++) {
  exp[i] = x
  log[x] = i
  x <<= 1
  if (x & 32) x ^= 0b100101
}

const times = (a: number, b: number) => (a && b ? exp[(log[a]! + log[b]!) % 31]! : 0)
const place = (i: number) => exp[length - 1 - i]!

export type Read =
  | { token: string }
  | { length: number } // characters found; not ten
  | { wrong: number; meant: string } // which character, from 1, and the token with it put right; 0 and "" where more than one is wrong

/** Reads a token as people type it: any case, full-width forms, I and L for 1, O for 0, spaces and hyphens anywhere. */
export function readToken(typed: string): Read {
  const characters = [...typed.normalize('NFKC').toUpperCase().replace(/[\s\-‐‑–—]/g, '')].map((c) => ({ I: '1', L: '1', O: '0' })[c] ?? c)
  if (characters.length !== length) return { length: characters.length }
  const symbols = characters.map((c) => alphabet.indexOf(c))
  const strange = symbols.flatMap((s, i) => (s < 0 ? [i] : []))
  if (strange.length > 1) return { wrong: 0, meant: '' }
  const filled = symbols.map((s) => Math.max(s, 0))
  const sum = filled.reduce((a, s) => a ^ s, 0)
  const weighed = filled.reduce((a, s, i) => a ^ times(s, place(i)), 0)
  if (!strange.length && !sum && !weighed) return { token: text(filled) }
  if (!strange.length && (!sum || !weighed)) return { wrong: 0, meant: '' } // one wrong character disturbs both
  const at = strange[0] ?? length - 1 - ((log[weighed]! - log[sum]! + 31) % 31)
  if (at < 0 || times(sum, place(at)) !== weighed) return { wrong: 0, meant: '' }
  return { wrong: at + 1, meant: text(filled.map((s, i) => (i === at ? s ^ sum : s))) }
}

const text = (symbols: number[]) => symbols.map((s) => alphabet[s]).join('')

/** A token as people read it out: 4, 3 and 3 characters. */
export const grouped = (token: string) => `${token.slice(0, 4)}-${token.slice(4, 7)}-${token.slice(7)}`

/** The token in what a camera read, HTTPS://HOST/Q/TOKEN; null where it is no code of a plate. */
export function tokenIn(code: string): string | null {
  const read = readToken(/\/q\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(code.trim())?.[1] ?? '')
  return 'token' in read ? read.token : null
}
