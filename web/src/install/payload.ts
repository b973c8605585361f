// What a large code is found to be, checked without a network by the keys and the void list that are on the phone.

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesOf, holds, said, utf8, type KeysFile, type Payload } from '../code/format'
import { tokenIn } from './token'

const voidPurpose = 'diming void list 1\n'
export type { KeysFile, Payload, Shelter } from '../code/format'
export interface VoidFile { origin: string; at: string; count: number; complete_since: string | null; bits: number; set: string; key?: string; signature?: string }

/** What a code is found to be. "plain" is an address alone; "forged" was not signed by the register; "unknown" means that the key is not on the phone. */
export type Verdict =
  | { is: 'plain' | 'strange' | 'forged' }
  | { is: 'unknown' | 'ended'; payload: Payload }
  | { is: 'good' | 'void'; payload: Payload; voidAt: string | null } // null: no void list that the register signed is on the phone

/** Whether a void list names a plate. A damaged list throws: it is no all-clear. */
export function voidNames(list: VoidFile, token: string): boolean {
  const set = bytesOf(list.set)
  const hash = sha256(utf8('diming void plate\n' + token))
  let high = 0n
  for (const b of hash.slice(0, 8)) high = high * 256n + BigInt(b)
  const want = (high * (BigInt(list.count) << BigInt(list.bits))) >> 64n
  let n = 0
  const bit = () => {
    if (n >= 8 * set.length) throw new Error('the void list is damaged')
    const b = (set[n >> 3]! >> (7 - (n & 7))) & 1
    n++
    return BigInt(b)
  }
  let at = 0n
  for (let i = 0; i < list.count; i++) {
    let step = 0n
    while (bit() === 1n) step++
    for (let j = 0; j < list.bits; j++) step = step * 2n + bit()
    at += step
    if (at >= want) return at === want
  }
  return false
}

/** Whether the register signed a void list, under a key that nobody took back: only such a list counts. */
export function voidSigned(list: VoidFile, keys: KeysFile | null): boolean {
  const key = keys?.keys.find((one) => one.key === list.key)
  if (!key || key.withdrawn || !list.signature) return false
  const text = voidPurpose + [list.key, list.origin, list.at, list.count, list.complete_since ?? '-', list.bits, list.set].join('\n')
  try {
    return ed25519.verify(bytesOf(list.signature), utf8(text), bytesOf(key.ed25519), { zip215: false })
  } catch {
    return false // a signature of another length
  }
}

/** What the text of a code is, by the keys and the void list that are on the phone. */
export function verdictOf(code: string, keys: KeysFile | null, list: VoidFile | null): Verdict {
  const cut = code.indexOf('#')
  const address = cut < 0 ? code : code.slice(0, cut)
  const token = tokenIn(address)
  if (!token || cut < 0) return { is: token ? 'plain' : 'strange' }
  const found = address === address.toUpperCase() && address.endsWith('/Q/' + token) ? said(address, token, code.slice(cut + 1)) : null
  if (!found) return { is: 'strange' }
  const { payload } = found
  const key = keys?.keys.find((one) => one.key === payload.key)
  if (!key) return { is: 'unknown', payload }
  if (!ed25519.verify(found.signature, found.signed, bytesOf(key.ed25519), { zip215: false })) return { is: 'forged' }
  if (!holds(key, payload)) return { is: 'ended', payload }
  const sure = list && voidSigned(list, keys) ? list : null
  return { is: sure && voidNames(sure, token) ? 'void' : 'good', payload, voidAt: sure?.at ?? null }
}
