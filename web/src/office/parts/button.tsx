import type { ComponentChildren, HTMLAttributes } from 'preact'

interface Props extends Omit<HTMLAttributes<HTMLButtonElement>, 'type' | 'disabled' | 'role'> {
  kind?: 'primary' | 'danger' | 'quiet'
  busy?: boolean // its work is under way: it stays, and does nothing
  submit?: boolean
  disabled?: boolean
  small?: boolean
  children: ComponentChildren
}

/** A verb to press. */
export function Button({ kind, busy, submit, small, children, onClick, disabled, class: more, ...rest }: Props) {
  const names = ['button', kind, small && 'button-small', more].filter(Boolean).join(' ')
  return (
    <button {...rest} class={names} type={submit ? 'submit' : 'button'} aria-disabled={busy || undefined} aria-busy={busy || undefined}
      disabled={disabled} onClick={busy ? (event) => event.preventDefault() : onClick}>
      {children}
    </button>
  )
}
