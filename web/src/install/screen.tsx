import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { go } from '../field/route'
import { useLive } from '../field/live'
import { useHands } from './context'
import { counts } from './fate'
import { t } from './words'

export { Notice } from '../field/parts/notice'

/** One screen: its name, its content, and what the thumb does next. */
export function Screen({ title, back, children, actions }: { title: string; back?: string; children: ComponentChildren; actions?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <main>
      <div class="bar">
        {back && <Link class="button" to={back} label={t.back}>←</Link>}
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

/** The line at the top of every screen: network, what is not yet sent, what waits for a person. */
export function Status() {
  const hands = useHands()
  const network = useLive(hands.network)
  const logIn = useLive(hands.logIn)
  const demo = useLive(hands.work)?.demo
  const { unsent, stuck } = counts(useLive(hands.queue))
  return (
    <Link class="status" to="/install/queue">
      <span class={network === 'off' ? 'bad' : ''}>{t.status[network]}</span>
      <span class={unsent ? 'bad' : ''}>{t.status.unsent(unsent)}</span>
      <span class={stuck ? 'bad' : ''}>{t.status.stuck(stuck)}</span>
      {demo && <span>{t.demo}</span>}
      {logIn && <span class="bad">{t.status.login}</span>}
    </Link>
  )
}
