// Who is at work, and what they may do.

import { newKey, read, write } from './http'

export interface Grant { role: string; division: string | null; code?: string | null; division_name?: string | null }

export interface Session {
  account: { id: string; login: string; name: string }
  roles: Grant[]
  can: string[]
  last_login: { at: string; address: string } | null
  failed_since: number
  must_change_password: boolean
  second_factor: 'none' | 'needed' | 'done'
  idle_ends_at: string
}

export interface Methods { password: boolean; oidc: { name: string } | null }

export const session = (signal?: AbortSignal) => read<Session>('/v1/session', signal)
export const methods = (signal?: AbortSignal) => read<Methods>('/v1/session/methods', signal)
export const logIn = (login: string, password: string) => write<Session>('POST', '/v1/session', { login, password }, newKey())
export const logOut = () => write<null>('DELETE', '/v1/session')
export const changePassword = (old: string, next: string) => write<null>('POST', '/v1/session/password', { old, new: next })

/** Whether a page that needs any of these actions is for this person; none needed is for all. */
export const mayDo = ({ can }: Pick<Session, 'can'>, needs: readonly string[]) =>
  needs.length === 0 || needs.some((action) => can.includes(action))
