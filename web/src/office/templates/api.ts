import { query } from '../../http'
import { call, fetched, read } from '../http'

export interface Template { id: string; name: string; sha256: string; size: number; basis: string; by: string; at: string; ended_by?: string; ended_at?: string; ended_why?: string }
export interface Placeholder { name: string; list?: string; meaning: string; sample: string; required: boolean }
export interface Kind { kind: string; title: string; etag: string; current: Template | null; fields: Placeholder[] }
export interface Checked { name: string; lines: string[]; missing: Placeholder[] }

const at = (kind: string, more = '') => '/v1/paper-templates/' + encodeURIComponent(kind) + more

export const kinds = (signal: AbortSignal) => read<{ items: Kind[] }>('/v1/paper-templates', signal)
export const history = (kind: string, signal: AbortSignal) => read<{ items: Template[] }>(at(kind, '/history'), signal)

/** The address of a template's file: which is current, built-in or an id; filled with the sample or as it is. */
export const fileAddress = (kind: string, which: string, filled = false) => at(kind, `/files/${which}.docx` + query({ filled: filled ? '1' : null }))

const form = (file: File) => {
  const body = new FormData()
  body.set('file', file)
  return body
}

/** Tries a file; nothing is kept. */
export const check = (kind: string, file: File) => call<Checked>(at(kind, '/check'), { method: 'POST', body: form(file) })

/** The letter that a file, not kept yet, makes of the sample. */
export const sampleOf = async (kind: string, file: File) => (await fetched(at(kind, '/check?filled=1'), { method: 'POST', body: form(file) })).blob()

export const adopt = (kind: Kind, file: File, basis: string) =>
  call<{ id: string }>(at(kind.kind, query({ basis })), { method: 'PUT', body: form(file), headers: { 'If-Match': kind.etag } })

export const reset = (kind: Kind, reason: string) => call<unknown>(at(kind.kind, query({ reason })), { method: 'DELETE', headers: { 'If-Match': kind.etag } })
