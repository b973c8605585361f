import type { RefObject } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { idOfCode, meta as askMeta, place as askPlace, reverse,
  type Division, type Item, type Meta, type Place, type ShelterSign } from './api'
import { Browse } from './browse'
import { Card } from './card'
import { step, stops, today } from './clock'
import { LangContext, useWords } from './context'
import { Help } from './help'
import { isAbort, speak } from './http'
import { asProblem, useLoad } from './load'
import type { Hit } from './map'
import { MapFrame, type MapHandle } from './mapframe'
import { Skeleton, Trouble } from './notice'
import { Results } from './results'
import { ShelterCard, ShelterList } from './shelters'
import { Search } from './search'
import { Timeline } from './timeline'
import { readPage, writePage, type Page } from './url'
import { dateWords, langOf, words, type Lang } from './words'

export function App() {
  const [page, go] = usePage()
  const lang = langOf(page.lang, navigator.languages)
  speak(lang)
  const meta = useLoad(() => askMeta(), [lang])
  useEffect(() => { document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en' }, [lang])
  return (
    <LangContext.Provider value={lang}>
      {meta.problem && <main class="alone"><h1>{words(lang).title('')}</h1><Trouble problem={meta.problem} retry={meta.retry} /></main>}
      {!meta.value && !meta.problem && <main class="alone"><h1 class="hidden">{words(lang).title('')}</h1><Skeleton rows={6} /></main>}
      {meta.value && <Open meta={meta.value} page={page} go={go} lang={lang} />}
    </LangContext.Provider>
  )
}

type Go = (change: Partial<Page>, how?: 'push' | 'replace') => void

/** The page as its address says; a change of it is a new address. */
function usePage(): [Page, Go] {
  const [page, setPage] = useState(() => readPage(location.href))
  useEffect(() => {
    const onPop = () => setPage(readPage(location.href))
    addEventListener('popstate', onPop)
    addEventListener('hashchange', onPop)
    return () => { removeEventListener('popstate', onPop); removeEventListener('hashchange', onPop) }
  }, [])
  const go = useCallback<Go>((change, how = 'push') => {
    // The camera moves without drawing the page again: the address alone has its latest state.
    const next = { ...readPage(location.href), ...change }
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', writePage(next))
    // Only Back, Forward and a typed address move the map to the address's camera.
    if (Object.keys(change).some((key) => key !== 'camera')) setPage((was) => ({ ...next, camera: was.camera }))
  }, [])
  return [page, go]
}

function Open({ meta, page, go, lang }: { meta: Meta; page: Page; go: Go; lang: Lang }) {
  const t = words(lang)
  const canDraw = useMemo(hasWebGL2, [])
  const list = page.list || !canDraw
  const [help, setHelp] = useState(false)
  const [said, setSaid] = useState('')
  const heading = useRef<HTMLHeadingElement | null>(null)
  const map = useRef<MapHandle | null>(null)
  const loaded = useLoad(page.id ? (signal) => askPlace(page.id!, page.asOf, signal) : null, [page.id, page.asOf, lang])
  const place = loaded.value

  useEffect(() => {
    document.title = (place ? place.name + ' · ' : '') + t.title(meta.county)
  }, [place, meta, lang])

  const shown = page.id ?? page.shelter
  const opener = useFocusBack(shown, page.q)
  const openCard = useCallback((id: string) => {
    setSaid('')
    opener()
    go({ id, shelter: null })
  }, [go])
  const openShelter = useCallback((shelter: string) => {
    setSaid('')
    opener()
    go({ id: null, shelter })
  }, [go])
  const [signs, setSigns] = useState<ShelterSign[] | null>(null)
  const closeCard = () => go({ id: null, shelter: null })
  const backToSearch = () => { closeCard(); document.getElementById('search')?.focus() }
  useFocusOnNews(page.id, place, heading)
  const pickItem = (item: Item) => openCard(item.id)
  const pickDivision = (division: Division) => {
    if (division.id) return openCard(division.id)
    idOfCode(division.code, page.asOf).then(
      (id) => (id ? openCard(id) : setSaid(t.nothingHere)), (err: unknown) => setSaid(asProblem(err).message))
  }
  const pickHit = usePickHit(page.asOf, openCard, openShelter, pickDivision, setSaid, t.nothingHere)
  const setAsOf = (asOf: string | null) => go({ asOf }, 'replace')
  const print = async () => { await map.current?.prepare(); window.print() }
  usePrintKey(print)
  const move = (by: 1 | -1) => setAsOf(step(stops(meta.dates.first, meta.dates.last, today()), page.asOf, today(), by))

  useKeys({
    '/': () => document.getElementById('search')?.focus(),
    '?': () => setHelp(true),
    m: () => canDraw && go({ list: !page.list }),
    '[': () => move(-1),
    ']': () => move(1),
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    Escape: () => (shown ? closeCard() : setSigns(null)),
  })

  const card = page.id
    ? <Card id={page.id} asOf={page.asOf} loaded={loaded} heading={heading} onClose={closeCard} onBack={backToSearch} onDivision={pickDivision} onPrint={() => void print()} />
    : page.shelter && <ShelterCard id={page.shelter} asOf={page.asOf} heading={heading} onClose={closeCard} onBack={backToSearch} onDivision={pickDivision} />
  return (
    <div class={`app ${list ? 'as-list' : 'as-map'} ${shown ? 'with-card' : ''}`}>
      <div class="panel">
        <header class="brand">
          <h1>{t.title(meta.county)}</h1>
          {meta.demo && <span class="demo" title={t.demoHint}>{t.demo}</span>}
          <nav class="brand-links screen">
            {canDraw && <button type="button" class="link" onClick={() => go({ list: !page.list })}>{page.list ? t.showMap : t.showList}</button>}
            <button type="button" class="link" lang={lang === 'zh' ? 'en' : 'zh-CN'} onClick={() => go({ lang: lang === 'zh' ? 'en' : 'zh' })}>{t.other}</button>
            <button type="button" class="link keys-link" aria-label={t.keys} onClick={() => setHelp(true)}>?</button>
          </nav>
        </header>
        <Search q={page.q} asOf={page.asOf} card={shown !== null} near={() => map.current?.center() ?? null} onPick={pickItem} onSearch={(q) => go({ q, ...(q && { id: null, shelter: null }) })} />
        {page.asOf && (
          <p class="dated screen">
            <b>{t.asOfLong(dateWords(page.asOf, lang))}</b>
            <button type="button" class="link" onClick={() => setAsOf(null)}>{t.backToToday}</button>
          </p>
        )}
        {said && <p class="said" role="status">{said}</p>}
        {!list && page.q && <Results q={page.q} asOf={page.asOf} selected={page.id} hidden={shown !== null} onPick={pickItem} onShelter={openShelter} />}
        {!list && signs && !shown && <ShelterList signs={signs} selected={null} onPick={openShelter} onClose={() => setSigns(null)} />}
        {!list && card}
      </div>
      <main aria-label={list ? t.list : t.map}>
        {list
          ? <ListView {...{ meta, page, canDraw, card, pickItem, pickDivision, openShelter }} />
          : <MapFrame handle={map} meta={meta} page={page} place={place} missing={loaded.problem !== null} onCamera={(camera) => go({ camera }, 'replace')}
              onPick={pickHit} onPinyin={(pinyin) => go({ pinyin }, 'replace')} onShelters={() => { closeCard(); setSigns(map.current?.shelters() ?? []) }} />}
        <Timeline meta={meta} asOf={page.asOf} onChange={setAsOf} />
      </main>
      <Colophon meta={meta} asOf={page.asOf} lang={lang} />
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  )
}

interface ListProps {
  meta: Meta
  page: Page
  canDraw: boolean
  card: preact.ComponentChildren
  pickItem: (item: Item) => void
  pickDivision: (division: Division) => void
  openShelter: (id: string) => void
}

function ListView({ meta, page, canDraw, card, pickItem, pickDivision, openShelter }: ListProps) {
  const { t } = useWords()
  return (
    <div class="list-view">
      {!canDraw && <p class="notice" role="status">{t.noWebGL}</p>}
      <div class="list-left">
        {page.q && <Results q={page.q} asOf={page.asOf} selected={page.id} onPick={pickItem} onShelter={openShelter} />}
        <Browse meta={meta} asOf={page.asOf} selected={page.id} onPick={pickDivision} />
      </div>
      <div class="list-right">{card || <p class="empty">{t.pick}</p>}</div>
    </div>
  )
}

/** Who made this, from what, and with which approval: on the screen and on paper. */
function Colophon({ meta, asOf, lang }: { meta: Meta; asOf: string | null; lang: Lang }) {
  const t = words(lang)
  const address = useRef<HTMLSpanElement>(null)
  const foot = useRef<HTMLElement>(null)
  useEffect(() => {
    // What stands above the foot keeps clear of it, however many lines it takes.
    const measure = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--foot', `${foot.current?.offsetHeight ?? 0}px`))
    if (foot.current) measure.observe(foot.current)
    return () => measure.disconnect()
  }, [])
  useEffect(() => {
    const write = () => { if (address.current) address.current.textContent = decodeURI(location.href) }
    addEventListener('beforeprint', write)
    return () => removeEventListener('beforeprint', write)
  }, [])
  return (
    <footer class="colophon" ref={foot}>
      <nav class="public-pages screen" aria-label={t.publicPages}>
        {t.pages.map(([to, word]) => <a key={to} href={to + (lang === 'en' ? '?lang=en' : '')}>{word}</a>)}
      </nav>
      {meta.demo && <b>{t.demo}</b>}
      {meta.approval_number && <span>{t.approval} {meta.approval_number}</span>}
      <span>{meta.attribution}</span>
      <span class="paper">{asOf ? t.asOfLong(dateWords(asOf, lang)) : t.todayLong} · {t.printed} {dateWords(today(), lang)} · <span ref={address} /></span>
    </footer>
  )
}

/** After a person opened a card its heading has the focus; not on the first load of the page, nor for another day of it. */
function useFocusOnNews(id: string | null, place: Place | null, heading: RefObject<HTMLHeadingElement | null>) {
  const seen = useRef(id)
  useEffect(() => {
    if (!id) seen.current = null
    if (!place || place.id === seen.current) return
    seen.current = place.id
    heading.current?.focus({ preventScroll: true })
  }, [id, place?.id])
}

/** Remembers what had the focus when a card was opened, and gives it back when the card is closed. */
function useFocusBack(id: string | null, q: string): () => void {
  const from = useRef<HTMLElement | null>(null)
  const before = useRef(id)
  useEffect(() => {
    const closed = before.current !== null && id === null
    before.current = id
    if (!closed) return
    const was = from.current
    from.current = null
    if (document.activeElement && document.activeElement !== document.body) return // it has gone elsewhere already
    // A list that was asked for again has another row for the same place.
    const at = was?.isConnected ? was : was?.dataset.id ? document.querySelector<HTMLElement>(`[data-id="${CSS.escape(was.dataset.id)}"]`) : null
    // Focus in the box would bring a phone's keyboard up over the map.
    const keyboard = at?.id === 'search' && matchMedia('(pointer: coarse)').matches
    const to = keyboard ? null : at
    const map = document.querySelector<HTMLElement>('.maplibregl-canvas')
    ;(to ?? map ?? at)?.focus({ preventScroll: true })
  }, [id, q])
  return () => {
    const at = document.activeElement as HTMLElement | null
    if (at && at !== document.body && !at.closest('.card')) from.current = at
  }
}

/** The keys for printing draw the map for paper first; the browser's own menu prints what can be drawn at once. */
function usePrintKey(print: () => Promise<void>): void {
  const latest = useRef(print)
  latest.current = print
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'p') return
      event.preventDefault()
      void latest.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

const village = 5 // level of division

/** A click on the map opens what lies there: the feature hit, else the smallest division whose names are shown. */
function usePickHit(asOf: string | null, open: (id: string) => void, openShelter: (id: string) => void, openDivision: (division: Division) => void, say: (text: string) => void, nothing: string) {
  const asking = useRef<AbortController | null>(null)
  return (hit: Hit) => {
    asking.current?.abort()
    if (hit.shelter) return openShelter(hit.shelter)
    if (hit.id) return open(hit.id)
    asking.current = new AbortController()
    reverse(hit.lon, hit.lat, asOf, asking.current.signal).then(
      ({ place, divisions }) => {
        const smallest = divisions.filter((division) => division.level <= hit.deepest).at(-1)
        // Where not even the names of villages are shown, nobody points at a street.
        if (place && place.distance_m < hit.reach && hit.deepest >= village) open(place.id)
        else if (smallest) openDivision(smallest)
        else say(nothing)
      },
      (err: unknown) => { if (!isAbort(err)) say(asProblem(err).message) },
    )
  }
}

function useKeys(keys: Record<string, () => unknown>) {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const typing = target.matches('input:not([type=range]), textarea, select')
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      if (typing && event.key !== 'Escape') return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      if (typing) target.blur()
      else act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function moveFocus(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.row, .twig')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus()
}

function hasWebGL2(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
