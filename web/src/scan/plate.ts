// What a large code says of itself, checked on the phone that opened it: without a network by the keys that are on it.

import { bytesOf, holds, said, type KeysFile, type Payload } from '../code/format'

/** "unknown" means that the key is not on the phone, "unable" that its browser knows no Ed25519. */
export type Verdict = { is: 'strange' } | { is: 'good' | 'forged' | 'ended' | 'unknown' | 'unable'; payload: Payload }

/** What stands behind the "#" of a page; address is that under which the register printed its code. */
export async function verdictOf(address: string, fragment: string, keys: KeysFile | null): Promise<Verdict> {
  const signed = address.toUpperCase()
  const found = said(signed, signed.slice(-10), fragment)
  if (!found) return { is: 'strange' }
  const { payload } = found
  const key = keys?.keys.find((one) => one.key === payload.key)
  if (!key) return { is: 'unknown', payload }
  try {
    const key25519 = await crypto.subtle.importKey('raw', bytesOf(key.ed25519), 'Ed25519', false, ['verify'])
    if (!await crypto.subtle.verify('Ed25519', key25519, found.signature, found.signed)) return { is: 'forged', payload }
  } catch {
    return { is: 'unable', payload }
  }
  return { is: holds(key, payload) ? 'good' : 'ended', payload }
}
