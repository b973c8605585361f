import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Props {
  label: string
  hint?: string
  error?: string // what is wrong and what to write instead
  wide?: boolean
  children: (given: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ComponentChildren
}

/** A labelled control with its hint and its error; children draws the control with what it is given. */
export function Field({ label, hint, error, wide, children }: Props) {
  const id = useId()
  const described = [hint && id + '-hint', error && id + '-error'].filter(Boolean).join(' ')
  return (
    <div class={`field ${wide ? 'field-wide' : ''} ${error ? 'field-wrong' : ''}`}>
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={id + '-hint'}>{hint}</p>}
      {children({ id, ...(described && { 'aria-describedby': described }), ...(error && { 'aria-invalid': true as const }) })}
      {error && <p class="wrong" id={id + '-error'}>{error}</p>}
    </div>
  )
}

interface TextProps {
  label: string
  hint?: string
  error?: string
  wide?: boolean
  value: string
  type?: 'text' | 'password' | 'date' | 'number' | 'search'
  autocomplete?: string
  required?: boolean
  readOnly?: boolean
  placeholder?: string
  autoFocus?: boolean
  autocapitalize?: string
  spellcheck?: boolean
  min?: string
  max?: string
  inputMode?: 'numeric' | 'decimal'
  list?: string
  onInput: (value: string) => void
}

/** A line of text. */
export function TextField({ label, hint, error, wide, onInput, ...rest }: TextProps) {
  return (
    <Field {...{ label, hint, error, wide }}>
      {(given) => <input {...(rest as object)} {...given} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Field>
  )
}

interface AreaProps { label: string; hint?: string; error?: string; wide?: boolean; value: string; rows?: number; required?: boolean; onInput: (value: string) => void }

/** Several lines of text. */
export function AreaField({ label, hint, error, wide, onInput, rows = 3, ...rest }: AreaProps) {
  return (
    <Field {...{ label, hint, error, wide }}>
      {(given) => <textarea {...rest} {...given} rows={rows} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Field>
  )
}

export interface Choice { value: string; word: string }

interface SelectProps { label: string; hint?: string; error?: string; wide?: boolean; value: string; choices: readonly Choice[]; onPick: (value: string) => void }

/** One of a few. */
export function SelectField({ label, hint, error, wide, value, choices, onPick }: SelectProps) {
  return (
    <Field {...{ label, hint, error, wide }}>
      {(given) => (
        <select {...given} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
          {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.word}</option>)}
        </select>
      )}
    </Field>
  )
}
