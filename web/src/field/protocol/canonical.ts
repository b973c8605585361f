// JSON in its one form, RFC 8785 of strings, integers, true, false, null, lists and objects: what is digested and signed. Twin of
// internal/canonical; both follow boundaries/inspection/testdata/vectors/canonical.json.

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const maxDepth = 16

/** The canonical text of a value; throws where there is none: fractions, undefined, half of a surrogate pair, U+0000. */
export function canonical(value: unknown): string {
  return text(value, 0)
}

function text(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new TypeError('no canonical form: too deep')
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`no canonical form: ${value} is no integer that every reader has exactly`)
      return String(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return '[' + value.map((member) => text(member, depth + 1)).join(',') + ']'
      return '{' + Object.keys(value).sort().map((name) => quoted(name) + ':' + text((value as Record<string, unknown>)[name], depth + 1)).join(',') + '}'
  }
  throw new TypeError('no canonical form: ' + typeof value)
}

function quoted(s: string): string {
  if (/\p{Surrogate}|\0/u.test(s)) throw new TypeError('no canonical form: half of a surrogate pair, or U+0000')
  return JSON.stringify(s)
}

/** The value of a canonical text; throws for every other text, also for one that says the same in other bytes. */
export function readCanonical(written: string): Value {
  const value = JSON.parse(written) as Value
  if (canonical(value) !== written) throw new TypeError('not canonical')
  return value
}

/** SHA-256 in lower-case hex. */
export function digest(bytes: string | Uint8Array): string {
  return bytesToHex(sha256(typeof bytes === 'string' ? utf8ToBytes(bytes) : bytes))
}
