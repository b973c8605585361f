// Drafts of edits: kept on this computer at once and on the server when it can be reached.

import type { Fields } from '../diff'

export interface EditDraft {
  base: Fields // the fields when the edit began
  mine: Fields // those that were changed
  valid_from: string
  reason: string
  etag: string // of the version the edit began with
  at: string // RFC 3339, when last typed
}

/** The draft typed last; one that says nothing is none. */
export function newest(...drafts: (EditDraft | null)[]): EditDraft | null {
  const found = drafts.filter((draft): draft is EditDraft => draft !== null && !isBlank(draft))
  return found.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null
}

export const isBlank = ({ mine, reason, valid_from }: EditDraft) => !Object.keys(mine).length && !reason.trim() && !valid_from

/** A stored value as a draft; null where it is none of ours. */
export function draftOf(value: unknown): EditDraft | null {
  if (typeof value !== 'object' || value === null) return null
  const { base, mine, valid_from, reason, etag, at } = value as Record<string, unknown>
  if (!isFields(base) || !isFields(mine) || typeof at !== 'string') return null
  return { base, mine, at, valid_from: String(valid_from ?? ''), reason: String(reason ?? ''), etag: String(etag ?? '') }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.values(value).every((part) => typeof part === 'string')

const keyOf = (account: string, object: string) => `draft:${account}:place:${object}`

export function readLocal(account: string, object: string): EditDraft | null {
  try { return draftOf(JSON.parse(localStorage.getItem(keyOf(account, object)) ?? 'null')) } catch { return null }
}

/** Whether it could be kept: a private window may refuse. */
export function keepLocal(account: string, object: string, draft: EditDraft): boolean {
  try { localStorage.setItem(keyOf(account, object), JSON.stringify(draft)); return true } catch { return false }
}

export function dropLocal(account: string, object: string): void {
  try { localStorage.removeItem(keyOf(account, object)) } catch { /* nothing was kept */ }
}

/** The objects of which this account has drafts on this computer. */
export function localObjects(account: string): string[] {
  const prefix = keyOf(account, '')
  try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)) } catch { return [] }
}
