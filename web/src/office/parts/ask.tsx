import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { newKey } from '../http'
import { Button } from './button'
import { Dialog } from './dialog'
import { AreaField } from './field'
import { Notice } from './notice'

interface Props<T> {
  title: string
  hint?: string
  verb: string // on the button
  danger?: boolean
  wide?: boolean
  reason?: boolean // whether why must be said
  reasonWord?: string // what is asked for instead of why
  ready?: boolean // false while something else is missing
  onRefuse?: () => void // it was asked for while something is missing: show what
  children?: ComponentChildren
  run: (reason: string, key: string) => Promise<T>
  onDone: (result: T) => void
  onClose: () => void
}

/** A dialog that does one thing, with its reason; what was typed stays when it fails. */
export function Ask<T>({ title, hint, verb, danger, wide, reason: wantsReason = true, reasonWord, ready = true, onRefuse, children, run, onDone, onClose }: Props<T>) {
  const { t } = useOffice()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const tried = useRef({ reason: '', key: newKey() })
  const missing = wantsReason && !reason.trim()
  const submit = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (!ready) onRefuse?.()
    if (missing || !ready || busy) return
    setBusy(true)
    setProblem(null)
    try {
      onDone(await run(reason.trim(), tried.current.key))
    } catch (err) {
      const refused = asProblem(err)
      // Without an answer it may have been done: the same key asks about the same deed.
      if (refused.status !== 0 && refused.status < 500) tried.current.key = newKey()
      setProblem(refused)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      {hint && <p class="hint">{hint}</p>}
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {children}
        {wantsReason && <AreaField label={reasonWord ?? t.reason} hint={reasonWord ? undefined : t.reasonHint} rows={2} value={reason} onInput={setReason} error={asked && missing ? (reasonWord ? t.wanted : t.reasonMissing) : undefined} />}
        {problem && <Refusal problem={problem} />}
        <div class="dialog-foot">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button submit kind={danger ? 'danger' : 'primary'} busy={busy}>{verb}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What the server refused, with what it says of each field. */
export function Refusal({ problem }: { problem: Problem }) {
  return (
    <Notice kind="bad" live title={problem.title}>
      <p>{[problem.detail, ...problem.fields.map((field) => field.message)].filter(Boolean).join(' ')}</p>
    </Notice>
  )
}
