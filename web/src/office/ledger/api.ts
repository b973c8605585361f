import { query } from '../../http'
import { download, read, write } from '../http'

export interface Entry {
  seq: number
  at: string
  actor?: string | null
  actor_name?: string | null
  action: string
  kind?: string
  object?: string | null
  reason?: string
  before?: unknown
  after?: unknown
  hash?: string
}

export interface Verdict { holds: boolean; sealed: number; pending: number; head: string; broken?: { seq: number; why: string } | null }

export const filters = ['actor', 'action', 'object', 'kind', 'from', 'to'] as const

const filtered = (param: URLSearchParams) => Object.fromEntries(filters.map((name) => [name, param.get(name)]))

export const ledger = (param: URLSearchParams, cursor: string | null, signal?: AbortSignal) =>
  read<{ items: Entry[]; next?: string | null }>('/v1/ledger' + query({ ...filtered(param), limit: 50, cursor }), signal)

export const exportLedger = (param: URLSearchParams) => download('/v1/ledger.csv' + query(filtered(param)), 'ledger.csv')

export const verify = (head: string) => write<Verdict>('POST', '/v1/ledger/verify', head ? { head } : {})
