import { read } from '../http'

export interface Paper { approver: string; reply_no: string; on: string }
export interface Name { text: string; kind: string; lang: string; reading?: string; reading_state?: string; from?: string; to?: string; source?: string; decided?: Paper; ended?: Paper }
export interface Document { id: string; kind: string; title: string; name: string; bytes: number; sha256: string; added_at: string }
export interface Event { at: string; by: string; action: string; reason?: string }
export interface CaseFile {
  id: string; number: string; title: string; state: string; opened_on: string; applicant?: string; reason?: string
  notices: { id: string; title: string; from: string; to: string; summary?: string }[]; documents: Document[]; timeline: Event[]
}
export interface Decision {
  kind: string; name: string; outcome: string; approver?: string; reply_no?: string; replied_on?: string; filed_on?: string; announced_on?: string
  announcement?: { year: number; number: number; title: string }; case?: CaseFile
}
export interface Archive {
  place: { id: string; name: string; reading: string; state: string; reason?: string; code?: string; class_name: string; division?: string; meaning?: string; origin?: string; history?: string; description?: string }
  names: Name[]; decisions: Decision[]; records: { kind: string; on: string; title: string; text?: string }[]; whole: boolean
}

export const address = (id: string, more = '') => '/v1/places/' + encodeURIComponent(id) + '/archive' + more
export const archive = (id: string, signal: AbortSignal) => read<Archive>(address(id), signal)
export const documentAddress = (file: CaseFile, document: Document) => `/v1/cases/${file.id}/documents/${document.id}`
