import type { ComponentChildren } from 'preact'

/** A sentence that is told at once. */
export function Notice({ kind, children }: { kind: 'bad' | 'warn' | 'good'; children: ComponentChildren }) {
  return <p class={'notice ' + kind} role={kind === 'bad' ? 'alert' : 'status'}>{children}</p>
}
