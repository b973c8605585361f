// The server's receipts. Twin of boundaries/inspection/receipt.go; both follow testdata/vectors/receipts.json.

import { ed25519 } from '@noble/curves/ed25519.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64url } from './bytes'
import { readCanonical } from './canonical'
import { fits, isDigest, isId, isMoment, isText, oneOf, orNull } from './shape'

export type ItemKind = 'record' | 'file' | 'sheet' | 'signature'

/** That a server has stored an item, for good. */
export interface Receipt {
  v: 1
  kind: ItemKind
  id: string
  digest: string
  task: string | null
  standing: 'accepted' | 'proposal' | 'withdrawn'
  stored: string // by the server's clock
  server: string
}

const shape = {
  v: oneOf(1),
  kind: oneOf('record', 'file', 'sheet', 'signature'),
  id: isText(1, 64),
  digest: isDigest,
  task: orNull(isId),
  standing: oneOf('accepted', 'proposal', 'withdrawn'),
  stored: isMoment,
  server: isText(1, 200),
}

/** The receipt that verifies under a server's public key; null for anything else. */
export function receiptStands(receipt: string, signature: string, key: string): Receipt | null {
  if (!verifies(key, 'diming-receipt-1\n', receipt, signature)) return null
  try {
    const value = readCanonical(receipt)
    return fits(value, shape) ? (value as unknown as Receipt) : null
  } catch {
    return null
  }
}

/** Whether a signature is one of a key (both base64url) over a purpose and a text. */
export function verifies(key: string, purpose: string, text: string, signature: string): boolean {
  const publicKey = fromBase64url(key)
  const bytes = fromBase64url(signature)
  if (publicKey?.length !== 32 || bytes?.length !== 64) return false
  try {
    return ed25519.verify(bytes, utf8ToBytes(purpose + text), publicKey, { zip215: false })
  } catch {
    return false // no point of the curve
  }
}
