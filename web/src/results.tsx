import { useEffect, useState } from 'preact/hooks'
import { places, type Item } from './api'
import type { Problem } from './http'
import { useWords } from './context'
import { ItemText } from './item'
import { asProblem } from './load'
import { Skeleton, Trouble } from './notice'
import { ShelterMatches } from './shelters'

interface Props {
  q: string
  asOf: string | null
  selected: string | null
  hidden?: boolean
  onPick: (item: Item) => void
  onShelter: (id: string) => void
}

/** Everything found for q, page by page. */
export function Results({ q, asOf, selected, hidden, onPick, onShelter }: Props) {
  const { t } = useWords()
  const { items, next, busy, problem, more } = usePages(q, asOf)
  return (
    <section class="results" aria-label={t.results} hidden={hidden}>
      {items.length > 0 && (
        <ul class="rows">
          {items.map((item) => (
            <li key={item.id}>
              <button type="button" class="row" data-id={item.id} aria-current={item.id === selected} onClick={() => onPick(item)}>
                <ItemText item={item} q={q} past={asOf !== null} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ShelterMatches q={q} asOf={asOf} selected={null} onPick={onShelter} />
      {busy && <Skeleton rows={4} />}
      {problem && <Trouble problem={problem} retry={more} />}
      {!busy && !problem && items.length === 0 && <p class="empty" role="status">{t.noMatch}</p>}
      {!busy && !problem && next && <button type="button" class="wide" onClick={more}>{t.more}</button>}
    </section>
  )
}

function usePages(q: string, asOf: string | null) {
  const blank = { items: [] as Item[], next: null as string | null, busy: true, problem: null as Problem | null }
  const [state, setState] = useState(blank)
  const load = (cursor: string | null, had: Item[], signal?: AbortSignal) => {
    setState({ items: had, next: cursor, busy: true, problem: null })
    places(q, cursor, asOf, signal).then(
      (page) => { if (!signal?.aborted) setState({ items: [...had, ...page.items], next: page.next ?? null, busy: false, problem: null }) },
      (err: unknown) => { if (!signal?.aborted) setState({ items: had, next: cursor, busy: false, problem: asProblem(err) }) },
    )
  }
  useEffect(() => {
    const abort = new AbortController()
    load(null, [], abort.signal)
    return () => abort.abort()
  }, [q, asOf])
  return { ...state, more: () => load(state.next, state.items) }
}
