import { query } from '../../http'
import { read, write } from '../http'

export type Standing = 'out_of_date' | 'never_made' | 'not_posted' | 'in_order'

/** How the paper of a village stands; fresh says that the version made last can be printed and posted as it is. */
export interface Paper { id: string; code: string; name: string; township: string; standing: Standing; fresh: boolean; number?: number; made?: string; posted?: number; posted_on?: string; places?: string; shelters: number; hints: number; contacts: number }
export interface Papers { items: Paper[]; counts: Partial<Record<Standing, number>> }

/** How many villages one request or one file takes. */
export const atOnce = 100

export const list = (filters: { division: string; standing: string }, signal: AbortSignal) => read<Papers>('/v1/village-papers' + query(filters), signal)
export const make = (villages: string[], key: string) => write<{ items: Paper[] }>('POST', '/v1/village-papers/make', { villages }, key)
export const post = (papers: Paper[], on: string, places: string, key: string) =>
  write<{ items: Paper[] }>('POST', '/v1/village-papers/post', { villages: papers.map(({ code, number }) => ({ code, number })), on, ...(places && { places }) }, key)

/** The address of the file to print. */
export const printed = (villages: string[], size: 'a4' | 'a3') =>
  '/v1/village-papers/print.pdf?' + villages.map((code) => 'village=' + encodeURIComponent(code)).join('&') + '&size=' + size
