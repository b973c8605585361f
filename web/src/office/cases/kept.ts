import { useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../context'
import { asProblem } from '../../load'
import { newKey } from '../http'

/**
 * What is typed, kept in this window under a name until it is sent, each account's apart: a page that
 * is loaded again shows it again. The contact of who applies must not be kept so.
 */
export function useKept<T extends object>(name: string, blank: T): [T, (next: T) => void, () => void] {
  const { session } = useSession()
  const key = `${session.account.id}:${name}`
  const [value, setValue] = useState<T>(() => ({ ...blank, ...held(key) }))
  const text = JSON.stringify(value)
  useEffect(() => {
    try {
      if (text === JSON.stringify(blank)) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, text)
    } catch { /* a private window keeps nothing */ }
  }, [key, text])
  return [value, setValue, () => setValue(blank)]
}

function held(key: string): object {
  try { return JSON.parse(sessionStorage.getItem(key) ?? '{}') as object } catch { return {} }
}

/**
 * Keys for what is sent: the same intent keeps its key while nobody answered, so that the server does
 * once what may have reached it although no answer came back.
 */
export function useOnce(): <T>(intent: string, run: (key: string) => Promise<T>) => Promise<T> {
  const keys = useRef(new Map<string, string>())
  return async (intent, run) => {
    const key = keys.current.get(intent) ?? newKey()
    keys.current.set(intent, key)
    try {
      const answer = await run(key)
      keys.current.delete(intent)
      return answer
    } catch (err) {
      const { status } = asProblem(err)
      if (status !== 0 && status < 500) keys.current.delete(intent)
      throw err
    }
  }
}
