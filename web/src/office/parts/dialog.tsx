import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface Props {
  title: string
  onClose?: () => void // none: it cannot be put away
  wide?: boolean
  children: ComponentChildren
}

/** A question over the page, which waits beneath it. */
export function Dialog({ title, onClose, wide, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const from = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => from?.isConnected ? from.focus({ preventScroll: true }) : undefined
  }, [])
  return (
    <dialog ref={dialog} class={wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose?.() }}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}
