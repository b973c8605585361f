// Everything on the phone is encrypted under one random key, and that key under the person's PIN.

import { scryptAsync } from '@noble/hashes/scrypt.js'

/** How costly a try of the PIN is: 32 MiB of memory, half a second on a phone. */
const cost = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 }

/** The key of all data as it lies on the phone. */
export interface Wrapped {
  salt: Uint8Array<ArrayBuffer>
  cost: typeof cost
  key: Uint8Array<ArrayBuffer> // sealed
}

const nonceBytes = 12

/** Encrypts bytes for one place (its name is bound in, so that nothing can be moved elsewhere). */
export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: utf8(place) }, key, bytes)
  const all = new Uint8Array(nonceBytes + sealed.byteLength)
  all.set(nonce)
  all.set(new Uint8Array(sealed), nonceBytes)
  return all
}

/** Decrypts; rejects where the bytes were changed, moved, or sealed under another key. */
export async function unseal(key: CryptoKey, sealed: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = sealed.slice(0, nonceBytes)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(place) }, key, sealed.slice(nonceBytes)))
}

/** A new key of all data, and the same under a PIN. */
export async function newKey(pin: string): Promise<{ key: CryptoKey; wrapped: Wrapped }> {
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const wrapped = { salt, cost, key: await seal(await ofPin(pin, salt, cost), raw, 'key') }
  const key = await ofBytes(raw)
  raw.fill(0)
  return { key, wrapped }
}

/** The key of all data; null where the PIN is another. */
export async function unwrap(wrapped: Wrapped, pin: string): Promise<CryptoKey | null> {
  const by = await ofPin(pin, wrapped.salt, wrapped.cost)
  const raw = await unseal(by, wrapped.key, 'key').catch(() => null)
  return raw && ofBytes(raw)
}

async function ofPin(pin: string, salt: Uint8Array, how: typeof cost): Promise<CryptoKey> {
  return ofBytes((await scryptAsync(utf8(pin.normalize('NFKC')), salt, how)) as Uint8Array<ArrayBuffer>)
}

const ofBytes = (raw: Uint8Array<ArrayBuffer>) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

export const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
