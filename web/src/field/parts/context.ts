import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Field } from '../field'

export const FieldContext = createContext<Field | null>(null)

/** The unlocked app. */
export function useField(): Field {
  const field = useContext(FieldContext)
  if (!field) throw new Error('no screen stands before the PIN')
  return field
}
