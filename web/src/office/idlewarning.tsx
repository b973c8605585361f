import { useEffect, useState } from 'preact/hooks'
import { useOffice } from './context'
import { learn, secondsLeft } from './idle'
import { Button } from './parts/button'
import { Dialog } from './parts/dialog'
import { session } from './session'

const warnAt = 120 // seconds before the end

/** Two minutes before an idle session ends: one button to stay. At the end the next request asks to log in. */
export function IdleWarning() {
  const { t } = useOffice()
  const [left, setLeft] = useState(secondsLeft)
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft()), 1000)
    return () => clearInterval(timer)
  }, [])
  const ended = left <= 0
  // The session is asked for when it should have ended: it has, and the log-in comes up over the page.
  useEffect(() => { if (ended) void session().then(({ idle_ends_at }) => learn(idle_ends_at), () => undefined) }, [ended])
  if (left > warnAt || ended) return null
  const stay = () => void session().then(({ idle_ends_at }) => { learn(idle_ends_at); setLeft(secondsLeft()) }, () => undefined)
  return (
    <Dialog title={t.idle.title} onClose={stay}>
      <p>{t.idle.ends(t.seconds(left))}</p>
      <div class="dialog-foot"><Button kind="primary" onClick={stay}>{t.idle.stay}</Button></div>
    </Dialog>
  )
}
