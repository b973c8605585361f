// What the server knows of imports, and how it is asked.

import { Problem } from '../../http'
import { call, download, read, write } from '../http'

export type State = 'planned' | 'running' | 'done' | 'failed' | 'undone'
export type Kind = 'places' | 'divisions' | 'shelters' | 'officers' | 'policies'
export type Guess = 'given' | 'heading' | 'sample' | 'ambiguous' | 'second' | 'unknown' | 'left'

export interface Plan {
  as: Kind
  layer?: string
  encoding?: string
  classification?: string
  crs?: string
  swap_axes?: boolean
  old_datum?: string
  repair?: boolean
  force_2d?: boolean
  pairs?: string
  source?: string
  default_class?: string
  mapping: Record<string, string>
  note?: string
}

export interface Column { heading: string; field: string; guess: Guess; note?: string; samples: string[] }
export interface Field { field: string; label: string; label_en: string; required: boolean }
export interface Layer { name: string; rows: number; geometry?: string; hidden?: boolean }
export interface Rejection { row: number; line?: number; column: string; value: string; reason: string }
export interface Remark { row: number; line?: number; column: string; what: string }
export interface Suspicion { kind: string; count: number; rows: number[]; what: string; remedy?: string }
export interface Change { field: string; old: string; new: string }
export interface Update { row: number; line?: number; key: string; place: string; changes: Change[] }
export interface Finding { row?: number; line?: number; check: string; name: string; division: string; other_name?: string; other_division?: string; distance_m: number | null }
export interface Pair { row: number; line?: number; key: string; name: string; place: string; place_name: string; division: string; source: string; distance_m: number | null; why: string; decided: boolean; same_as?: string }
export interface Progress { rows: number; bytes_read: number; bytes_total: number; rows_per_second: number; seconds_left: number | null }
export interface Changed { place: string; name: string; action: string; reason: string }

export interface Report {
  run: string
  read: number
  accepted: number
  updated: number
  unchanged: number
  rejected: number
  classified: number
  finding_count: number
  source: string
  classification: string
  updates: Update[]
  kept: Update[]
  findings: Finding[]
  rejections: Rejection[]
  remarks?: Remark[] // not in accounts from before there were any
  notes?: string[]
}

export interface Import {
  id: string
  file: string
  size_bytes: number
  created_at: string
  mine: boolean
  state: State
  waiting: boolean
  format: string
  rows: number
  layers: Layer[]
  table?: { encoding: string; encoding_given: boolean; delimiter: string }
  crs?: number
  crs_basis?: string
  notes?: string[]
  plan: Plan
  headings: Column[]
  fields?: Field[]
  suspicions: Suspicion[]
  progress: Progress
  report?: Report
  failure?: string
  undone?: { withdrawn: number; restored: number; changed_since: Changed[] | null }
  file_gone: boolean
  rejected_url?: string
}

export type Outcome = 'added' | 'changed' | 'unchanged' | 'rejected'

export interface RowProperties {
  row: number
  line?: number
  outcome: Outcome
  name: string
  class?: string
  place?: string
  changes?: Change[]
  before?: [number, number]
  suspicious?: string[]
}

export interface Preview {
  changes: GeoJSON.FeatureCollection<GeoJSON.Geometry | null, RowProperties>
  counts: Partial<Record<Outcome, number>>
  rejections: Rejection[]
  suspicions: Suspicion[]
  pairs: Pair[]
  findings: Finding[]
  kept: Update[]
  remarks: Remark[]
  notes: string[]
  crs: number
  source: string
  columns_not_used: string[] | null
  classification: string
}

export interface Mapping { name: string; as: Kind; fields: Record<string, string>; saved_at: string }

const path = (id: string) => '/v1/imports/' + encodeURIComponent(id)
const mappingPath = (name: string) => '/v1/import-mappings/' + encodeURIComponent(name)

export const imports = (cursor: string | null, signal: AbortSignal) =>
  read<{ items: Import[]; next?: string; max_bytes: number }>('/v1/imports' + (cursor ? '?cursor=' + cursor : ''), signal)
export const importOf = (id: string, signal?: AbortSignal) => read<Import>(path(id), signal)
export const setPlan = (id: string, plan: Plan) => write<Import>('PUT', path(id) + '/plan', plan)

/** What the plan would do. The server answers within seconds, if only that it is not ready: then it is asked again. */
export async function preview(id: string, signal: AbortSignal): Promise<Preview> {
  for (;;) {
    const answer = await read<Preview & { ready: boolean }>(path(id) + '/preview', signal)
    if (answer.ready) return answer
  }
}

export const decide = (id: string, pair: Pair, sameAs: string | null) =>
  write<null>('PUT', `${path(id)}/pairs/${pair.row}`, { key: pair.key, same_as: sameAs })
export const run = (id: string) => write<Import>('POST', path(id) + '/run')
export const cancel = (id: string) => write<Import>('POST', path(id) + '/cancel')
export const undo = (id: string, reason: string, whole: boolean, key: string) => write<Import>('POST', path(id) + '/undo', { reason, whole }, key)
export const remove = (id: string) => write<null>('DELETE', path(id))
export const mappings = (signal?: AbortSignal) => read<{ items: Mapping[] }>('/v1/import-mappings', signal)
export const saveMapping = (name: string, as: Kind, fields: Record<string, string>) =>
  call<Mapping>(mappingPath(name), { method: 'PUT', body: { as, fields } })
export const rejectedRows = (job: Import) => download(job.rejected_url!, job.file.replace(/\.[^.]*$/, '') + '.rejected' + (/geojson/.test(job.format) ? '.geojson' : '.csv'))

/** Brings a file whose rows are of a kind, '' for what its headings say; told tells how much of it has gone, from 0 to 1. Only XMLHttpRequest knows. */
export function bring(file: File, kind: Kind | '', lang: string, told: (part: number) => void, signal: AbortSignal): Promise<Import> {
  const form = new FormData()
  form.append('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/v1/imports' + (kind && '?kind=' + kind))
    request.setRequestHeader('Accept-Language', lang === 'en' ? 'en' : 'zh-CN')
    request.upload.onprogress = (event) => { if (event.lengthComputable) told(event.loaded / event.total) }
    request.onerror = () => reject(new Problem(0, lang === 'en' ? 'No connection' : '连接中断', lang === 'en' ? 'The file did not arrive. Check the network, then choose it again.' : '文件没有传完。请检查网络，然后重新选择文件。'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      let body: Record<string, unknown> = {}
      try { body = JSON.parse(request.responseText) as Record<string, unknown> } catch { /* no JSON: a proxy's page */ }
      if (request.status === 201) resolve(body as unknown as Import)
      else reject(new Problem(request.status, String(body.title ?? (lang === 'en' ? 'The file was not taken' : '文件没有收下')), String(body.detail ?? ''), String(body.type ?? '').split(/[:/]/).pop() ?? '', body))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
