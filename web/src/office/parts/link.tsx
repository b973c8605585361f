import type { ComponentChildren, HTMLAttributes } from 'preact'
import { go } from '../route'

interface Props extends Omit<HTMLAttributes<HTMLAnchorElement>, 'href' | 'role'> {
  to: string
  children: ComponentChildren
}

/** A link inside the office: opens without a new page, and as any link in a new tab. */
export function Link({ to, children, ...rest }: Props) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={to} onClick={onClick}>{children}</a>
}
