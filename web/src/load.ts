import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isAbort, Problem } from './http'

export interface Loaded<T> {
  value: T | null
  problem: Problem | null
  retry: () => void
}

/**
 * Runs load again whenever a key changes, and forgets the value before; null asks for nothing. When only the turn
 * changes it is the same thing read anew: the value stays until the new one is there, and so does what is typed beside
 * it, also where reading fails.
 */
export function useLoad<T>(load: ((signal: AbortSignal) => Promise<T>) | null, keys: unknown[], turn = 0): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: Problem | null }>({ value: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  const read = useRef<unknown[] | null>(null)
  useEffect(() => {
    const same = read.current?.every((key, i) => Object.is(key, keys[i])) ?? false
    read.current = keys
    setState(({ value }) => ({ value: same ? value : null, problem: null }))
    if (!load) return
    const abort = new AbortController()
    load(abort.signal).then(
      (value) => { if (!abort.signal.aborted) setState({ value, problem: null }) },
      (err: unknown) => { if (!isAbort(err) && !abort.signal.aborted) setState(({ value }) => ({ value, problem: asProblem(err) })) },
    )
    return () => abort.abort()
  }, [...keys, turn, attempt])
  const retry = useCallback(() => setAttempt((n) => n + 1), [])
  return { ...state, retry }
}

export const asProblem = (err: unknown): Problem =>
  err instanceof Problem ? err : new Problem(0, String(err), '')
