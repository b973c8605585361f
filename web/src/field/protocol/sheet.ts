// What both sides sign, and how it goes from phone to phone. Twin of boundaries/inspection/sheet.go, signature.go and code.go; both
// follow testdata/vectors/sheet.json and signatures.json.

import { ed25519 } from '@noble/curves/ed25519.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64url, toBase64url } from './bytes'
import { canonical, digest, readCanonical, type Value } from './canonical'
import { verifies } from './receipt'
import { fits, isCount, isDigest, isId, isMoment, isText, oneOf, orNull } from './shape'

export type Side = 'a' | 'b'

export interface SheetRecord { id: string; digest: string }

/** The canonical text of a sheet and its digest: what is shown as four words and signed. */
export function sheet(task: string, records: readonly SheetRecord[]): { text: string; digest: string } {
  const sorted = records.map(({ id, digest }) => ({ id, digest })).sort((a, b) => (a.id < b.id ? -1 : 1))
  const text = canonical({ v: 1, task, records: sorted })
  return { text, digest: digest(text) }
}

/** Asks another phone to compare and sign a sheet. */
export interface SignCode { task: string; sheet: string; count: number; device: string; side: Side }

const signPrefix = 'DIMING:SIGN:1:'
const signedPrefix = 'DIMING:SIGNED:1:'
const signShape = { v: oneOf(1), task: isId, sheet: isDigest, count: isCount, device: isId, side: oneOf('a', 'b') }

export function signCode({ task, sheet, count, device, side }: SignCode): string {
  return signPrefix + coded(canonical({ v: 1, task, sheet, count, device, side }))
}

/** What signCode gave; null for any other text. */
export function readSignCode(text: string): SignCode | null {
  const value = uncoded(text, signPrefix)
  if (value === null || !fits(value, signShape)) return null
  const { v: _, ...code } = value as unknown as SignCode & { v: 1 }
  return code
}

/** What one side signs about a sheet. */
export interface Statement {
  id: string
  task: string
  sheet: string
  count: number
  side: Side
  signer: string // account or invitation
  device: string // whose key signs
  drawn: string | null // SHA-256 of the drawn signature
  signed_at: string // by the phone's clock
}

const statementShape = {
  v: oneOf(1), id: isId, task: isId, sheet: isDigest, count: isCount, side: oneOf('a', 'b'), signer: isId, device: isId, drawn: orNull(isDigest), signed_at: isMoment,
}

/** The canonical text of a statement. */
export function statement(s: Statement): string {
  const { id, task, sheet, count, side, signer, device, drawn, signed_at } = s
  return canonical({ v: 1, id, task, sheet, count, side, signer, device, drawn, signed_at })
}

/** What statement gave; null for any other text. */
export function readStatement(text: string): Statement | null {
  try {
    const value = readCanonical(text)
    if (!fits(value, statementShape)) return null
    const { v: _, ...s } = value as unknown as Statement & { v: 1 }
    return s
  } catch {
    return null
  }
}

const purpose = 'diming-sign-1\n'

/** The signature (base64url) of a device's private key over a statement. */
export function signed(statement: string, privateKey: Uint8Array): string {
  return toBase64url(ed25519.sign(utf8ToBytes(purpose + statement), privateKey))
}

export function signatureStands(statement: string, signature: string, publicKey: string): boolean {
  return readStatement(statement) !== null && verifies(publicKey, purpose, statement, signature)
}

/** The bytes of a signature that travel to the server; their digest is the item's. */
export function signatureBody(statement: string, signature: string): string {
  return canonical({ signature, statement })
}

/** A signature as a code, for the other phone to carry to the server. */
export function signedCode(statement: string, signature: string): string {
  return signedPrefix + coded(signatureBody(statement, signature))
}

/** What signedCode gave, with the statement read; null for any other text. Whether it stands is asked of signatureStands. */
export function readSignedCode(text: string): { statement: string; signature: string; read: Statement } | null {
  const value = uncoded(text, signedPrefix)
  if (value === null || !fits(value, { signature: isText(86, 86), statement: isText(1, 4000) })) return null
  const { statement, signature } = value as { statement: string; signature: string }
  const read = readStatement(statement)
  return read && fromBase64url(signature)?.length === 64 ? { statement, signature, read } : null
}

function coded(text: string): string {
  return toBase64url(utf8ToBytes(text))
}

function uncoded(text: string, prefix: string): Value {
  const bytes = text.startsWith(prefix) ? fromBase64url(text.slice(prefix.length)) : null
  if (!bytes) return null
  try {
    return readCanonical(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return null
  }
}
