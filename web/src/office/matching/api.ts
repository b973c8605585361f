// What the server says that texts mean, and how it is asked.

import { query } from '../../http'
import { call, fetched } from '../http'

export interface Component { part: string; verdict: string; registered?: string; text?: string; former?: string; said?: string }
export interface Candidate { id: string; is_address: boolean; text: string; score: number; precision: string; components: Component[] }
export interface Answer { text: string; candidates: Candidate[]; reason?: string; reason_text?: string }

/** How a table is read; '' is told by the table itself. */
export interface Reading { column: string; encoding: string }

export const candidates = (texts: string[], signal?: AbortSignal) =>
  call<{ items: Answer[] }>('/v1/addresses/match', { method: 'POST', body: { texts, limit: 5 }, signal })

/** Sends a table and gives the answer as it begins; fromRow is the first row of data that is answered, from 1. */
export function matchTable(file: File, { column, encoding }: Reading, fromRow: number, signal: AbortSignal): Promise<Response> {
  const form = new FormData()
  form.append('file', file)
  return fetched('/v1/addresses/match.csv' + query({ column, encoding, from_row: fromRow > 1 ? fromRow : null }), { method: 'POST', body: form, signal })
}
