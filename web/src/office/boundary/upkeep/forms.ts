import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { newKey } from '../../http'
import { guardLeaving } from '../../route'

/** What a form that records something has in common: it is sent once, keeps what was typed when it fails, and asks before it is left. */
export function useRecording(dirty: boolean, leave: string) {
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const unsaved = useRef(false)
  unsaved.current = dirty
  useEffect(() => guardLeaving(() => !unsaved.current || confirm(leave)), [leave])
  const send = async (wrong: boolean, run: (key: string) => Promise<void>) => {
    setTried(true)
    if (busy || wrong) return
    setBusy(true)
    setProblem(null)
    try {
      await run(key.current)
    } catch (err) {
      const refused = asProblem(err)
      // Without an answer it may have been recorded: the same key asks about the same deed.
      if (refused.status !== 0 && refused.status < 500) key.current = newKey()
      setProblem(refused)
    }
    setBusy(false)
  }
  return { tried, busy, problem, send, kept: () => { unsaved.current = false } }
}

/** What is filled in, without what is empty. */
export const filled = <T extends Record<string, string>>(form: T): Partial<T> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value)) as Partial<T>

/** Now, as a field of date and time writes it, on the reader's clock. */
export function nowField(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T${two(now.getHours())}:${two(now.getMinutes())}`
}
