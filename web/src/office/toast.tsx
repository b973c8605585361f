import { useCallback, useEffect, useState } from 'preact/hooks'
import { useOffice } from './context'

export interface ToastText { text: string; act?: { word: string; run: () => void } }

/** One line said at the foot of the page, and a way to put it away. */
export function useToast() {
  const [toast, setToast] = useState<ToastText | null>(null)
  const say = useCallback((text: string, act?: ToastText['act']) => setToast({ text, act }), [])
  const hush = useCallback(() => setToast(null), [])
  return { toast, say, hush }
}

export function Toast({ toast, onClose }: { toast: ToastText; onClose: () => void }) {
  const { t } = useOffice()
  // What can be undone stays long enough to be thought about.
  useEffect(() => {
    const timer = setTimeout(onClose, toast.act ? 20_000 : 6_000)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div class="toast" role="status">
      <span>{toast.text}</span>
      {toast.act && <button type="button" class="link" onClick={() => { onClose(); toast.act!.run() }}>{toast.act.word}</button>}
      <button type="button" class="plain" aria-label={t.close} onClick={onClose}>×</button>
    </div>
  )
}
