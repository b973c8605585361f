import type { ComponentChildren } from 'preact'

interface Props {
  kind?: 'good' | 'warn' | 'bad' | 'plain'
  title?: string
  live?: boolean // said aloud when it appears
  children?: ComponentChildren
}

const marks = { good: '✓', warn: '!', bad: '✕', plain: 'i' }

/** Something to know: its state by colour, word and shape. */
export function Notice({ kind = 'plain', title, live, children }: Props) {
  return (
    <div class={`note note-${kind}`} role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
      <span class="note-mark" aria-hidden="true">{marks[kind]}</span>
      <div>
        {title && <p><strong>{title}</strong></p>}
        {children}
      </div>
    </div>
  )
}

/** What this page is when there is nothing yet, and the first step. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="blank"><p class="blank-title">{title}</p>{children}</div>
}

/** A state in a word, with colour and shape. */
export function Badge({ kind = 'plain', children }: { kind?: 'good' | 'warn' | 'bad' | 'plain'; children: ComponentChildren }) {
  return <span class={`badge badge-${kind}`}>{children}</span>
}
