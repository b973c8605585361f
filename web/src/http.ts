// How the server is asked, and what its refusals say: shared by every page.

/** One field that was refused, where the server names it. */
export interface FieldError {
  location?: string // "body.password"
  message: string
}

/** An answer that is not the one hoped for, in words a person can act on. */
export class Problem extends Error {
  /** kind is the stable last word of the problem's type; more is whatever else it carries. */
  constructor(
    readonly status: number, readonly title: string, readonly detail: string, readonly kind = '',
    readonly more: Record<string, unknown> = {}, readonly retryAfter = 0,
  ) {
    super(detail || title)
  }

  /** What was refused field by field; [] where the problem is none of a field. */
  get fields(): FieldError[] {
    return Array.isArray(this.more.errors) ? (this.more.errors as FieldError[]) : []
  }
}

/** How a request differs from a plain read. */
export interface Sending {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown // JSON, or FormData as it is
  headers?: Record<string, string>
  signal?: AbortSignal
}

let language = 'zh-CN'

export function speak(lang: 'zh' | 'en'): void {
  language = lang === 'en' ? 'en' : 'zh-CN'
}

/** Asks for path; rejects with a Problem (status 0: no answer at all) or an AbortError. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await send(path, { signal })
  return (await json(answer)) as T
}

/** Sends a request and gives its answer where that is a success; else rejects as ask does. */
export async function send(path: string, { method = 'GET', body, headers, signal }: Sending = {}): Promise<Response> {
  const form = body instanceof FormData
  const answer = await fetch(path, {
    method, signal, body: form ? body : body === undefined ? undefined : JSON.stringify(body),
    headers: {
      Accept: 'application/json', 'Accept-Language': language,
      ...(body !== undefined && !form && { 'Content-Type': 'application/json' }), ...headers,
    },
  }).catch((err: unknown) => {
    if (isAbort(err)) throw err
    throw new Problem(0, offline(), offlineHint())
  })
  // What was withdrawn is 410 with its last version as plain JSON.
  const last = answer.status === 410 && !/problem/.test(answer.headers.get('content-type') ?? '')
  if (!answer.ok && !last) throw await problem(answer)
  return answer
}

/** The JSON of an answer; null where it has none. */
export async function json(answer: Response): Promise<unknown> {
  if (answer.status === 204) return null
  return answer.json().catch((err: unknown) => {
    if (isAbort(err)) throw err
    throw new Problem(answer.status, garbled(), offlineHint())
  })
}

/** Whether the same question may be answered another time: not where the server understood it and said no. */
export const mayHelp = ({ status }: Problem) => status < 400 || status === 408 || status === 429 || status >= 500

export function isAbort(err: unknown): boolean {
  return err instanceof DOMException && err.name === 'AbortError'
}

async function problem(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string; type?: string } & Record<string, unknown>
  const wait = Number(answer.headers.get('retry-after') ?? 0)
  return new Problem(answer.status, body.title ?? garbled(), body.detail ?? offlineHint(), body.type?.split(/[:/]/).pop() ?? '', body, wait || 0)
}

const english = () => language === 'en'
const offline = () => (english() ? 'No connection' : '连接不上服务器')
export const garbled = () => (english() ? 'The server could not answer' : '服务器未能答复')
export const offlineHint = () =>
  english() ? 'Check the network, then try again.' : '请检查网络，然后重试。'

export const query = (params: Record<string, string | number | null | undefined>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  return search.size ? '?' + search : ''
}
