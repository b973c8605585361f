import { query } from '../../http'
import { call, read, write } from '../http'
import type { Grant } from '../session'

export interface Account {
  id: string
  login: string
  name: string
  disabled: boolean
  disabled_at?: string | null
  must_change_password?: boolean
  created_at?: string
  last_login_at?: string | null
  keys?: number
  roles: Grant[]
}

/** An account and a password that is told this once. */
export interface OneTime { account: Account; password: string }

const path = (id: string) => '/v1/accounts/' + encodeURIComponent(id)

export const accounts = (cursor: string | null, signal?: AbortSignal) =>
  read<{ items: Account[]; next?: string | null }>('/v1/accounts' + query({ cursor }), signal)
export const account = (id: string, signal?: AbortSignal) => read<Account>(path(id), signal)
export const addAccount = (login: string, name: string, key: string) => write<OneTime>('POST', '/v1/accounts', { login, name }, key)
export const setDisabled = (id: string, disabled: boolean, reason: string, key: string) => write<Account>('PATCH', path(id), { disabled, reason }, key)
/** division is a code; all is the whole register. */
export const grant = (id: string, role: string, division: string, reason: string, key: string) =>
  write<Account>('POST', path(id) + '/roles', { role, division, reason }, key)
export const revoke = (id: string, { role, division }: Grant, reason: string) =>
  call<Account>(`${path(id)}/roles/${encodeURIComponent(role)}/${encodeURIComponent(division || 'all')}` + query({ reason }), { method: 'DELETE' })
export const resetPassword = (id: string, reason: string, key: string) => write<OneTime>('POST', path(id) + '/password', { reason }, key)
