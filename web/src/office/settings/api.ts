import { query } from '../../http'
import { read, write } from '../http'

export type Value = string | number | boolean | null | unknown[] | object

export interface Setting {
  key: string
  label?: string
  value: Value
  basis?: string
  valid_from?: string | null
  valid_to?: string | null
  inherited_from?: string | { code?: string; name?: string } | null
  default?: Value | boolean
  is_default?: boolean
  unit?: string
  kind?: string
  editable?: boolean
  coming?: { value: Value; valid_from: string; basis?: string }[]
}

export const settings = (division: string | null, asOf: string | null, signal?: AbortSignal) =>
  read<{ items: Setting[] }>('/v1/settings' + query({ division, as_of: asOf }), signal)

export interface NewValue { division?: string; key: string; value: Value; basis: string; valid_from: string; valid_to?: string; reason: string }

export const setValue = (body: NewValue, key: string) => write<unknown>('PUT', '/v1/settings', body, key)
