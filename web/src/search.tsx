import { useEffect, useRef, useState } from 'preact/hooks'
import { suggest, type Item } from './api'
import { isAbort, type Problem } from './http'
import { useWords } from './context'
import { ItemText } from './item'
import { asProblem } from './load'

const pauseMs = 120

interface Props {
  q: string // of the address; what is typed stays here until it is sent
  asOf: string | null
  card: boolean // a card is open; when it closes, the box shows again what the page shows
  near: () => string | null
  onPick: (item: Item) => void
  onSearch: (q: string) => void
}

/** The search box: an ARIA combobox whose list box holds the suggestions. */
export function Search({ q, asOf, card, near, onPick, onSearch }: Props) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(q)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { items, problem, busy, answered } = useSuggestions(open ? text.trim() : '', asOf, near)

  useEffect(() => { if (!card) setText(q) }, [q, card])
  useEffect(() => setActive(-1), [items])
  useEffect(() => {
    if (active >= 0) document.getElementById(`suggestion-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const pick = (item: Item) => {
    setOpen(false)
    setText(item.name)
    onPick(item)
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => (open ? setActive((active + 1) % Math.max(items.length, 1)) : setOpen(true)),
    ArrowUp: () => setActive(active <= 0 ? items.length - 1 : active - 1),
    Enter: () => {
      const item = items[active]
      if (open && item) return pick(item)
      setOpen(false)
      onSearch(text.trim())
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return // the input method's own Enter and arrows
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      return setOpen(false)
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const shown = open && text.trim() !== ''

  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); keys.Enter!() }}>
      <svg class="search-icon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.500" /><path d="m13 13 4.5 4.5" /></svg>
      <input
        ref={input} id="search" type="text" inputMode="search" enterkeyhint="search"
        role="combobox" aria-label={t.searchLabel} aria-autocomplete="list" aria-controls="suggestions"
        aria-expanded={shown} aria-activedescendant={shown && active >= 0 ? `suggestion-${active}` : undefined}
        autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={100}
        placeholder={t.search} value={text}
        onInput={(event) => { setText(event.currentTarget.value); setOpen(true) }}
        onKeyDown={onKeyDown} onBlur={() => setOpen(false)}
      />
      {text && (
        <button type="button" class="plain" aria-label={t.clear}
          onClick={() => { setText(''); onSearch(''); input.current?.focus() }}>×</button>
      )}
      <ul id="suggestions" class="suggestions" role="listbox" aria-label={t.suggestions} hidden={!shown || items.length === 0}>
        {items.map((item, i) => (
          <li key={item.id} id={`suggestion-${i}`} role="option" aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()} onClick={() => pick(item)}>
            <ItemText item={item} q={text.trim()} past={asOf !== null} />
          </li>
        ))}
      </ul>
      <div class="suggestions-note" role="status" hidden={!shown || items.length > 0}>
        {shown && items.length === 0 && (problem ? `${problem.title}。${problem.detail}` : busy || !answered ? t.searching : t.noMatch)}
      </div>
    </form>
  )
}

/** Suggestions for q, asked after a pause in typing; an older question is dropped. */
function useSuggestions(q: string, asOf: string | null, near: () => string | null) {
  const [state, setState] = useState<{ items: Item[]; problem: Problem | null; busy: boolean; answered: boolean }>(
    { items: [], problem: null, busy: false, answered: false })
  useEffect(() => {
    if (!q) return setState({ items: [], problem: null, busy: false, answered: false })
    const abort = new AbortController()
    const timer = setTimeout(() => {
      setState((was) => ({ ...was, busy: true }))
      suggest(q, near(), asOf, abort.signal).then(
        ({ items }) => setState({ items, problem: null, busy: false, answered: true }),
        (err: unknown) => {
          if (!isAbort(err)) setState({ items: [], problem: asProblem(err), busy: false, answered: true })
        },
      )
    }, pauseMs)
    return () => { clearTimeout(timer); abort.abort() }
  }, [q, asOf])
  return state
}
