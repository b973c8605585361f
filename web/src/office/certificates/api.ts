// Place-name certificates 地名证明, as the server tells of them.

import { query } from '../../http'
import { read, write } from '../http'

export type Kind = 'renamed' | 'standard' | 'one_place' | 'door_plate' | 'one_address'
export const kinds: readonly Kind[] = ['renamed', 'standard', 'one_place']

export interface Facts { name: string; reading: string; roman: string; class_name: string; division: string; position: string; since: string; former: { name: string; from: string; until: string }[]; basis: string }
export interface Paper { kind: string; address: string }
export interface Holder { name: string; papers: Paper[]; purpose?: string }
export interface Certificate {
  id: string
  number: string
  kind: Kind
  place?: string // of a name
  address?: string // of an address
  facts: Facts
  papers: number
  issuer: string
  issued_on: string
  revoked_on?: string
  revoked_why?: string
  name_now: string
  overtaken: boolean
  ended: boolean // the address stands no more
  proof: string // address of the page that proves it
  holder?: Holder // absent in lists, and where the personal data was erased
}

const path = (id: string) => '/v1/certificates/' + encodeURIComponent(id)

export const list = (q: string, cursor: string | null, signal: AbortSignal) => read<{ items: Certificate[]; next?: string }>('/v1/certificates' + query({ q, cursor }), signal)
export const one = (id: string, signal: AbortSignal) => read<Certificate>(path(id), signal)
export const draft = (place: string, kind: Kind, signal: AbortSignal) => read<Facts>(`/v1/places/${encodeURIComponent(place)}/certificate-draft` + query({ kind }), signal)
export const issue = (place: string, order: { kind: Kind; holder: Holder; basis?: string }, key: string) => write<{ id: string }>('POST', `/v1/places/${encodeURIComponent(place)}/certificates`, order, key)
export const revoke = (id: string, reason: string, key: string) => write('POST', path(id) + '/revoke', { reason }, key)
export const printPath = (id: string) => path(id) + '/certificate.pdf'
