import { read, write } from '../../http'
import type { Line, Side, TaskRow } from '../tasks/api'

export interface RoundRow { id: string; division_name: string; ordinal: number; from: number; to: number; basis: string; tasks: number; done: number; overdue: number }
export interface RoundYear { year: number; tasks: number; done: number; length_m: number; deadlines: { kind: string; due: string; basis: string; met: boolean }[] }
export interface Round extends RoundRow { years: RoundYear[]; items: TaskRow[]; can: string[] }
export interface Slot { line: Line; year: number; lead: Side; last?: string; next?: string }
export interface Proposal { items: Slot[]; years: RoundYear[] }
export interface Plan { division: string; ordinal: number; from: number; to: number }

export const rounds = (signal: AbortSignal) => read<{ items: RoundRow[] }>('/v1/rounds', signal)
export const roundOf = (id: string, signal: AbortSignal) => read<Round>('/v1/rounds/' + encodeURIComponent(id), signal)
export const propose = (plan: Plan & { level: number }) => write<Proposal>('POST', '/v1/rounds/proposal', plan)
export const create = (plan: Plan & { basis: string; lines: { line: string; year: number; lead: Side }[] }, key: string) => write<{ id: string }>('POST', '/v1/rounds', plan, key)

export interface Label { zh: string; en: string }
export interface Choice { value: string; label: Label }
export interface CheckItem { id: string; label: Label; kind: string; choices: Choice[] | null; required: boolean; when: { item: string; value: string } | null }
export interface Form { marker: CheckItem[]; segment: CheckItem[]; patrol: CheckItem[] }
export interface HeldForm { form: Form; division?: string; own: boolean; basis: string; can: boolean }
const formAt = (division: string) => '/v1/check-forms/' + encodeURIComponent(division)
export const checkForm = (division: string, signal: AbortSignal) => read<HeldForm>(formAt(division), signal)
export const setCheckForm = (division: string, form: Form | null, basis: string, key: string) => write<HeldForm>('PUT', formAt(division), { form, basis }, key)
