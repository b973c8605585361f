// The office's requests: a lost session is mended over the page, a write is sent once.

import { json, Problem, send, type Sending } from '../http'

/** Waits until the person has logged in again; rejects where they would not. */
type Mend = () => Promise<void>

let mend: Mend | null = null
let answered: () => void = () => undefined

/** What to do when the server no longer knows the session, and whenever it answered. */
export function onSession(again: Mend | null, everyAnswer: () => void): void {
  mend = again
  answered = everyAnswer
}

/** Reads path as JSON. */
export const read = <T>(path: string, signal?: AbortSignal) => call<T>(path, { signal })

/** Sends a request and gives its JSON, null where there is none; rejects with a Problem or an AbortError. */
export async function call<T>(path: string, sending: Sending = {}): Promise<T> {
  return (await json(await fetched(path, sending))) as T
}

/** The answer itself, for its headers or its bytes. */
export async function fetched(path: string, sending: Sending = {}): Promise<Response> {
  try {
    const answer = await send(path, sending)
    answered()
    return answer
  } catch (err) {
    if (!(err instanceof Problem) || err.status !== 401 || err.kind !== 'not-signed-in' || !mend) throw err
    await mend()
    return send(path, sending)
  }
}

/** A key for one intent to write: kept for every try of it, so that the server does it once. */
export const newKey = (): string => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join('-')

/** A write under key; etag is that of the version it changes. */
export const write = <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, key = newKey(), etag?: string) =>
  call<T>(path, { method, body, headers: { 'Idempotency-Key': key, ...(etag && { 'If-Match': etag }) } })

/** Saves what path answers as a file. */
export async function download(path: string, name: string): Promise<void> {
  const blob = await (await fetched(path)).blob()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
