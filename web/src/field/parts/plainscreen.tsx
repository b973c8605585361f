import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { go } from '../route'

interface Props { title: string; back?: string; backWord: string; children: ComponentChildren; actions?: ComponentChildren }

/** One screen: its name, its content, and what the thumb does next. */
export function Screen({ title, back, backWord, children, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <main>
      <div class="bar">
        {back && <Link class="button" to={back} label={backWord}>←</Link>}
        <h1 ref={heading} tabIndex={-1} style={{ paddingLeft: back ? 0 : '8px', outline: 'none' }}>{title}</h1>
      </div>
      {children}
      {actions && <div class="thumb">{actions}</div>}
    </main>
  )
}

/** A link within the app, which needs no network. */
export function Link({ to, children, label, ...rest }: { to: string; children: ComponentChildren; label?: string; class?: string }) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(to)
  }
  return <a href={to} aria-label={label} onClick={follow} {...rest}>{children}</a>
}
