// A setting's value as a person reads and writes it.

import type { Setting, Value } from './api'
import type { settingWords } from './words'

type Words = ReturnType<typeof settingWords>

export function valueWords(value: Value, unit: string | undefined, w: Words): string {
  if (value === null || value === undefined || value === '') return w.unset
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (typeof value === 'object') return Array.isArray(value) ? value.join('、') : JSON.stringify(value)
  return unit ? `${value} ${unit}` : String(value)
}

/** As text to edit. */
export const valueText = (value: Value): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** The text as a value of the same kind as the one before; null where it cannot be. */
export function valueOf(text: string, kind: string | undefined, before: Value): Value | null {
  const trimmed = text.trim()
  if (kind === 'number' || kind === 'integer' || kind === 'int' || typeof before === 'number') {
    return trimmed === '' || Number.isNaN(Number(trimmed)) ? null : Number(trimmed)
  }
  if (isSwitch({ kind, value: before })) return trimmed === 'true'
  if (kind === 'json' || (typeof before === 'object' && before !== null)) {
    try { return JSON.parse(trimmed) as Value } catch { return null }
  }
  return trimmed === '' ? null : trimmed
}

export const isSwitch = ({ kind, value }: { kind?: string; value: Value }) => kind === 'bool' || kind === 'boolean' || typeof value === 'boolean'

/** Whether nobody set it: the value is what the program holds. */
export const isDefault = (setting: Setting): boolean => setting.is_default ?? (setting.default === true && !setting.valid_from)

export function originOf({ inherited_from: from }: Setting): string {
  return typeof from === 'string' ? from : from?.name ?? from?.code ?? ''
}
