import { useEffect, useRef } from 'preact/hooks'
import { guardLeaving } from '../route'

/** While something is unsaved, leaving the page or closing it asks first, in these words. */
export function useUnsaved(unsaved: boolean, words: string): void {
  const latest = useRef(unsaved)
  latest.current = unsaved
  useEffect(() => guardLeaving(() => !latest.current || confirm(words)), [words])
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => { if (latest.current) event.preventDefault() }
    addEventListener('beforeunload', stay)
    return () => removeEventListener('beforeunload', stay)
  }, [])
}
