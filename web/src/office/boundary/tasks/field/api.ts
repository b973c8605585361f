import { query } from '../../../../http'
import { call, newKey, read, write } from '../../../http'
import type { Side } from '../api'

export interface Invitation { id: string; side: Side; name: string; made_at: string; ends_at: string; ended_at?: string; over: boolean; phone?: string; mine: boolean }
export interface RecordFile { sha256: string; type: string; role: 'photo' | 'voice' | 'track' | 'drawn'; face?: string; bytes: number; here: boolean }
export interface FieldRecord {
  id: string; kind: string; side: Side; observer: string; phone: string; object: { kind: string; id: string; name?: string }; condition?: string; answers: { item: string; label: string; words: string }[]; text?: string
  references: { reference: string; name?: string; state: string; azimuth_deg?: string; distance_m?: string }[]; position?: { lon: string; lat: string; accuracy_m: string }
  phone_time: string; made_at: string; stored_at: string; standing: 'accepted' | 'proposal' | 'withdrawn'; withdrawn: boolean; about?: string; amended: number; disputed: number; files: RecordFile[]
}
export interface Sheet { digest: string; words: string[]; text: string; count: number; state: string; reasons: { code: string; text: string }[]; scans: { id: string; name: string; filed_at: string }[] }
export interface Signature { id: string; sheet: string; side: Side; name: string; phone: string; standing: string; counts: boolean; signed_at: string; made_at: string; stored: string; drawn?: string }
export interface Signed { state: string; sheet: string; sheets: Sheet[]; signatures: Signature[]; uncovered: number; disagreements: string[]; server_key: string; fingerprint: string }
export interface Pack { id: string; phone: string; person: string; sides: Side[]; made_at: string; expires: string; ended_at?: string; over: boolean; bytes: number; older: boolean }
interface Finding { member: string; code: string; text: string }
export interface TaskFile {
  task: string; line: string; key: string; fingerprint: string; key_known: boolean; own: boolean; records: number; files: number; state: string; broken: Finding[]; not_arrived: Finding[]
  taken: { records: number; files: number; sheets: number; signatures: number; known: number; refused: Finding[] } | null
}

export const at = (task: string, more: string) => '/v1/tasks/' + encodeURIComponent(task) + more
export const fileAt = (task: string, file: { sha256: string }) => at(task, '/field-files/' + file.sha256 + '?inline=1')
export const invitationsOf = (task: string, signal: AbortSignal) => read<{ items: Invitation[] }>(at(task, '/invitations'), signal)
export const invite = (task: string, body: { name: string; side: Side; until: string }, key: string) => write<{ id: string; link: string }>('POST', at(task, '/invitations'), body, key)
export const uninvite = (task: string, id: string, key: string) => write<null>('POST', at(task, '/invitations/' + id + '/withdraw'), undefined, key)
export const recordsOf = (task: string, cursor: string | null, signal: AbortSignal) => read<{ items: FieldRecord[]; next?: string }>(at(task, '/field-records' + query({ cursor })), signal)
export const signedOf = (task: string, signal: AbortSignal) => read<Signed>(at(task, '/signatures'), signal)
export const packsOf = (task: string, signal: AbortSignal) => read<{ items: Pack[] }>(at(task, '/packs'), signal)
export const withdrawPack = (task: string, id: string, reason: string, key: string) => write<{ withdrawn: number }>('POST', at(task, '/packs/' + id + '/withdraw'), { reason }, key)

const form = (file: File) => {
  const body = new FormData()
  body.set('file', file)
  return body
}
export const fileScan = (task: string, sheet: string, file: File, key = newKey()) => call<{ id: string }>(at(task, '/sheets/' + sheet + '/scan'), { method: 'PUT', body: form(file), headers: { 'Idempotency-Key': key } })

/** Looks at the other side's file; with the key that was compared it is taken in. */
export const sendTaskFile = (file: File, key = '') => call<TaskFile>('/v1/task-files' + query({ key }), { method: 'POST', body: form(file) })
