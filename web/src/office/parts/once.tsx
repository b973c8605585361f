import { useState } from 'preact/hooks'
import { useOffice } from '../context'
import { Button } from './button'

/** A secret that is shown this once, and a way to take it along. */
export function Once({ label, secret, hint }: { label: string; secret: string; hint: string }) {
  const { t } = useOffice()
  const [said, setSaid] = useState('')
  const copy = () => {
    const done = navigator.clipboard?.writeText(secret) ?? Promise.reject(new Error('no clipboard'))
    done.then(() => setSaid(t.copied), () => setSaid(t.copyFailed))
  }
  return (
    <div class="once">
      <p class="legend">{label}</p>
      <p class="once-line"><output class="mono once-secret" tabIndex={0}>{secret}</output> <Button small onClick={copy}>{t.copy}</Button> <span class="small" role="status">{said}</span></p>
      <p class="hint">{hint}</p>
    </div>
  )
}
