// What the members of a text must be that was read.

import type { Value } from './canonical'

export type Is = (value: Value | undefined) => boolean

export const oneOf = (...allowed: Value[]): Is => (v) => v !== undefined && allowed.includes(v)
export const orNull = (is: Is): Is => (v) => v === null || is(v)
export const isText = (least: number, most: number): Is => (v) => typeof v === 'string' && [...v].length >= least && [...v].length <= most
export const isDigest: Is = (v) => typeof v === 'string' && /^[0-9a-f]{64}$/.test(v)
export const isCount: Is = (v) => typeof v === 'number' && v >= 1 && v <= 10_000
export const isId: Is = (v) =>
  typeof v === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(v) && v !== '00000000-0000-0000-0000-000000000000'

/** A moment of UTC to the millisecond, as Date writes it. */
export const isMoment: Is = (v) => {
  if (typeof v !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(v)) return false
  const at = new Date(v)
  return !Number.isNaN(at.getTime()) && at.toISOString() === v
}

/** Whether a value is an object with these members, each as it must be, and no other. */
export function fits(value: Value, shape: Readonly<Record<string, Is>>): value is { readonly [name: string]: Value } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const members = value as { readonly [name: string]: Value }
  return Object.keys(members).length === Object.keys(shape).length && Object.entries(shape).every(([name, is]) => Object.hasOwn(members, name) && is(members[name]))
}
