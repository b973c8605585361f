import { read } from '../../http'
import type { Contract, Due, Matter, Patrol, Report } from '../upkeep/api'

export interface Problem { text: string; object: string; handler: string; due: string; solved: string; solution: string }
export interface Task { id: string; ordinal: number; year: number; lead: string; state: string; due: string; completed: string; reason: string; problems: Problem[] }
export interface Marker { id: string; number: string; kind: string; state: string; keeper: string; lon: number; lat: number; seen_at: string | null; seen_side: string; seen_way: string; condition: string }
export interface Dossier {
  at: string; sides: string[]; markers: Marker[]; tasks: Task[]; contracts: Contract[]; patrols: Patrol[]; reports: Report[]; matters: Matter[]; due: Due[]; inspected_on: string; next_inspection_on: string
  line: { id: string; number: string; name: string; level: number; owners: [string, string]; length_m: number; length_stated: string; approved_by: string; approval_no: string; approved_on: string; agreement: string; description: string; source: string; geometry: { coordinates: [number, number][][] } }
  documents: { id: string; kind: string; title: string; at: string }[]
  field_patrols: { id: string; marker: string; side: string; at: string; standing: string; condition: string; text: string; uncounted: string; uncounted_why: string }[]
}

export const dossier = (line: string, signal: AbortSignal) => read<Dossier>(`/v1/upkeep/lines/${encodeURIComponent(line)}/dossier`, signal)
