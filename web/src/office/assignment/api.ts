import { query } from '../../http'
import { read, write } from '../http'

export interface Row { village: string; shelter: string; places: number; distance_m: number; byhand: boolean }
export interface Short { village: string; people: number; why: string }
export interface Village { id: string; code: string; name: string; people?: number; lon?: number; lat?: number }
export interface Shelter { id: string; name: string; lon: number; lat: number; capacity: number }
export interface Plan { plan: string | null; made?: string; by?: string; county: string; hazard: string; mine: boolean; rows: Row[]; shorts: Short[]; villages: Village[]; shelters: Shelter[] }
export interface Change { village: string; before: Row[]; after: Row[]; short_before: Short[]; short_after: Short[] }
export interface Trial extends Plan { digest: string; reach_m: number; basis: string; night: boolean; dropped: { village: string; shelter: string; places: number; why: string }[]; changes: Change[] }
export interface Barrier { id: string; etag: string; kind: string; name: string; hazards: string[]; line: GeoJSON.LineString; mine: boolean }

const path = '/v1/shelter-assignments'
export const planOf = (hazard: string, signal: AbortSignal) => read<Plan>(path + query({ hazard }), signal)
export const tryPlan = (hazard: string, signal: AbortSignal) => read<Trial>(path + '/trial' + query({ hazard }), signal)
export const accept = (hazard: string, digest: string, reason: string, key: string) => write<Plan>('POST', path, { hazard, digest, reason }, key)
export const setVillage = (plan: Plan, village: string, shelters: { shelter: string; places: number }[], reason: string) =>
  write<Plan>('PUT', `${path}/villages/${village}`, { hazard: plan.hazard, seen: plan.plan, shelters, reason })
export const release = (plan: Plan, village: string) => write<Plan>('DELETE', `${path}/villages/${village}` + query({ hazard: plan.hazard, seen: plan.plan }))
export const barriers = (signal: AbortSignal) => read<{ items: Barrier[] }>('/v1/barriers', signal)
export const draw = (body: { kind: string; name: string; hazards: string[]; line: GeoJSON.LineString }, key: string) => write<{ id: string }>('POST', '/v1/barriers', body, key)
export const endBarrier = (one: Barrier, reason: string) => write('DELETE', '/v1/barriers/' + one.id + query({ reason }), undefined, undefined, one.etag)
