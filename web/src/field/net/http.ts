// How the field app asks the server: with the device's token, its clock, and never without an end.

export interface Answer {
  status: number // 0: no answer at all
  body: unknown // JSON, or null
  kind: string // the last word of a problem's type
  sentence: string // of a problem
  time: { phone: number; server: number } | null
  retryAfter: number // seconds
}

export interface Asking {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE'
  body?: BodyInit
  type?: string
  token?: string | null
  signal?: AbortSignal
  timeout?: number // milliseconds
  digest?: string // SHA-256 of the body: what is damaged on the way is not taken
  lines?: boolean // the answer is one JSON a line
  headers?: Record<string, string>
}

export const language = { now: 'zh-CN' }

/** Sends a request; never rejects. */
export async function ask(path: string, asking: Asking = {}): Promise<Answer> {
  const got = await raw(path, asking)
  if (!got) return nothing
  const { answer, time } = got
  const body: unknown = answer.status === 204 ? null : await (asking.lines && answer.ok ? linesOf(answer) : answer.json()).catch(() => undefined)
  if (body === undefined && answer.ok) return nothing // cut off on the way
  const problem = answer.ok ? {} : ((body ?? {}) as { type?: string; title?: string; detail?: string })
  return {
    status: answer.status, body, time, kind: problem.type?.split(/[:/]/).pop() ?? '', sentence: problem.detail || problem.title || '',
    retryAfter: Number(answer.headers.get('retry-after')) || 0,
  }
}

/** The bytes of a tile or a photo; null where they could not be had, empty where there are none. */
export async function bytes(path: string, asking: Asking = {}): Promise<{ status: number; bytes: Uint8Array<ArrayBuffer> | null }> {
  const got = await raw(path, asking)
  if (!got) return { status: 0, bytes: null }
  if (!got.answer.ok) return { status: got.answer.status, bytes: null }
  const all = await got.answer.arrayBuffer().catch(() => null)
  return { status: all ? got.answer.status : 0, bytes: all && new Uint8Array(all) }
}

async function linesOf(answer: Response): Promise<unknown[]> {
  const text = await answer.text()
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as unknown)
}

const nothing: Answer = { status: 0, body: null, kind: '', sentence: '', time: null, retryAfter: 0 }

async function raw(path: string, { method = 'GET', body, type, token, signal, digest, headers, timeout = 30_000 }: Asking) {
  const sent = Date.now()
  try {
    const answer = await fetch(path, {
      method, body, cache: 'no-store', credentials: token ? 'omit' : 'same-origin',
      signal: signal ? any(signal, timeout) : after(timeout),
      headers: {
        'Accept-Language': language.now, 'Diming-Phone-Time': new Date(sent).toISOString(),
        ...(token && { Authorization: 'Bearer ' + token }), ...(type && { 'Content-Type': type }), ...(digest && { 'Diming-Digest': digest }), ...headers,
      },
    })
    const server = Date.parse(answer.headers.get('diming-time') ?? '')
    return { answer, time: Number.isNaN(server) ? null : { phone: sent, server } }
  } catch {
    return null
  }
}

function after(ms: number): AbortSignal {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), ms)
  return abort.signal
}

function any(signal: AbortSignal, ms: number): AbortSignal {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), ms)
  if (signal.aborted) abort.abort()
  signal.addEventListener('abort', () => abort.abort(), { once: true })
  return abort.signal
}
