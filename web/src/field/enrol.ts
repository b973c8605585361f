// How this phone gets its key, its token and its person.

import { ed25519 } from '@noble/curves/ed25519.js'
import { toBase64url } from './bits'
import type { Me } from './domain'
import { ask, type Answer } from './net/http'

interface Enrolled {
  token: string
  expires: string
  server_key: string
  server: string
  person: { id: string; name: string; guest?: boolean }
}

export interface Refused { sentence: string; kind: string }

/** A device without a person yet: an earlier one of this phone keeps its key, so that its signatures stay its own. */
export function device(name: string, before: Me | null): Pick<Me, 'device' | 'name' | 'seed' | 'publicKey'> {
  if (before) return { device: before.device, name, seed: before.seed, publicKey: before.publicKey }
  const seed = crypto.getRandomValues(new Uint8Array(32))
  return { device: crypto.randomUUID(), name, seed: toBase64url(seed), publicKey: toBase64url(ed25519.getPublicKey(seed)) }
}

/** Logs in, enrols the device, and logs out again: the phone keeps its own token only. */
export async function byAccount(login: string, password: string, name: string, before: Me | null): Promise<Me | Refused> {
  const json = 'application/json'
  const session = await ask('/v1/session', { method: 'POST', body: JSON.stringify({ login, password }), type: json })
  if (session.status !== 200 && session.status !== 201) return refused(session)
  const got = await enrolledAs('/v1/field/devices', {}, name, before)
  await ask('/v1/session', { method: 'DELETE' })
  return got
}

/** Enrols the device of a guest. */
export function byInvitation(invitation: string, name: string, before: Me | null): Promise<Me | Refused> {
  return enrolledAs('/v1/field/guests', { invitation }, name, before)
}

/** A phone that was another person's gets a number and a key of its own for this one. */
async function enrolledAs(path: string, more: { invitation?: string }, name: string, before: Me | null): Promise<Me | Refused> {
  const mine = device(name, before)
  const body = JSON.stringify({ ...more, id: mine.device, public_key: mine.publicKey, name })
  const answer = await ask(path, { method: 'POST', body, type: 'application/json' })
  return answer.kind === 'device-taken' && before ? enrolledAs(path, more, name, null) : enrolled(answer, mine)
}

/** The invitation in a pasted link, or by itself; null where there is none. */
export function invitationIn(pasted: string): string | null {
  const text = pasted.trim()
  const token = text.slice(text.indexOf('#') + 1).replace(/^invitation=/, '')
  return /^[\w-]{16,}$/.test(token) ? token : null
}

export const isRefused = (got: Me | Refused): got is Refused => 'sentence' in got

function enrolled(answer: Answer, mine: ReturnType<typeof device>): Me | Refused {
  if (answer.status !== 200 && answer.status !== 201) return refused(answer)
  const { token, expires, server_key, server, person } = answer.body as Enrolled
  return { ...mine, token, expires, serverKey: server_key, server, person: { id: person.id, name: person.name, guest: person.guest ?? false } }
}

const refused = ({ sentence, kind, status }: Answer): Refused => ({ sentence, kind: status === 0 ? 'offline' : kind })
