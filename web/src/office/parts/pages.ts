import { useEffect, useRef, useState } from 'preact/hooks'
import { isAbort, type Problem } from '../../http'
import { asProblem } from '../../load'

interface Page<T> { items: T[]; next?: string | null; total?: number }

export interface Paged<T> {
  items: T[]
  next: string | null
  total: number | null
  busy: boolean
  problem: Problem | null
  more: () => void // the next page, or the one that failed once more
}

/** A list read page by page; a key that changes begins anew. */
export function usePaged<T>(load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>, keys: unknown[]): Paged<T> {
  const blank = { items: [] as T[], next: null as string | null, total: null as number | null, busy: true, problem: null as Problem | null }
  const [state, setState] = useState(blank)
  const abort = useRef(new AbortController())
  const ask = (cursor: string | null, had: T[]) => {
    const { signal } = abort.current
    setState((was) => ({ ...was, items: had, busy: true, problem: null }))
    load(cursor, signal).then(
      (page) => { if (!signal.aborted) setState((was) => ({ items: [...had, ...page.items], next: page.next || null, total: page.total ?? was.total, busy: false, problem: null })) },
      (err: unknown) => { if (!signal.aborted && !isAbort(err)) setState((was) => ({ ...was, items: had, next: cursor, busy: false, problem: asProblem(err) })) },
    )
  }
  useEffect(() => {
    abort.current = new AbortController()
    setState(blank)
    ask(null, [])
    return () => abort.current.abort()
  }, keys)
  return { ...state, more: () => ask(state.next, state.items) }
}
