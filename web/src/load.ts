import { useCallback, useEffect, useState } from 'preact/hooks'
import { isAbort, Problem } from './http'

export interface Loaded<T> {
  value: T | null
  problem: Problem | null
  retry: () => void
}

/** Runs load again whenever a key changes, and forgets the value before; null asks for nothing. */
export function useLoad<T>(load: ((signal: AbortSignal) => Promise<T>) | null, keys: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: Problem | null }>({ value: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    setState({ value: null, problem: null })
    if (!load) return
    const abort = new AbortController()
    load(abort.signal).then(
      (value) => { if (!abort.signal.aborted) setState({ value, problem: null }) },
      (err: unknown) => { if (!isAbort(err) && !abort.signal.aborted) setState({ value: null, problem: asProblem(err) }) },
    )
    return () => abort.abort()
  }, [...keys, attempt])
  const retry = useCallback(() => setAttempt((n) => n + 1), [])
  return { ...state, retry }
}

export const asProblem = (err: unknown): Problem =>
  err instanceof Problem ? err : new Problem(0, String(err), '')
