import type { RefObject } from 'preact'
import { useEffect, useImperativeHandle, useRef, useState } from 'preact/hooks'
import { geojson, type Meta, type Place, type ShelterSign } from './api'
import type { Problem } from './http'
import { useWords } from './context'
import { asProblem } from './load'
import type { Hit, PublicMap, Shot, View } from './map'
import { Skeleton, Trouble } from './notice'
import { Scale, useLength, Within } from './scale'
import { boundsOf, marks, scaleBar } from './shape'
import { readPage, type Camera, type Page } from './url'

export interface MapHandle {
  center: () => string | null
  shelters: () => ShelterSign[] // of which there are signs in view
  prepare: () => Promise<void> // draws the picture that prints, with all its tiles
}

interface Props {
  handle: RefObject<MapHandle | null>
  meta: Meta
  page: Page
  place: Place | null
  missing: boolean // the place asked for cannot be had
  onCamera: (camera: Camera) => void
  onPick: (hit: Hit) => void
  onPinyin: (on: boolean) => void
  onShelters: () => void
}

/** The map, its tools, its scale, and its likeness for paper. */
export function MapFrame(props: Props) {
  const { handle, page, place } = props
  const { t, lang } = useWords()
  const lengthWords = useLength()
  const pinyin = page.pinyin ?? lang === 'en'
  const holder = useRef<HTMLDivElement>(null)
  const paper = useRef<HTMLImageElement>(null)
  const rule = useRef<HTMLDivElement>(null)
  const { map, problem, partial, retry, metres, within } = useMap(holder, props, pinyin)

  useSelection(map, place, page)
  useEffect(() => { void map?.setAsOf(page.asOf) }, [map, page.asOf])
  useEffect(() => { void map?.setPinyin(pinyin) }, [map, pinyin])
  useEffect(() => { if (page.camera) map?.setCamera(page.camera) }, [page.camera])

  const show = (shot: Shot) => {
    if (!paper.current || !rule.current) return
    paper.current.src = shot.picture
    paper.current.parentElement?.style.setProperty('--aspect', String(shot.width / shot.height))
    const bar = scaleBar(shot.metresPerPixel, 120)
    rule.current.style.width = `${(100 * bar.pixels) / shot.width}%`
    rule.current.firstElementChild!.textContent = lengthWords(bar.metres)
  }
  const ready = useRef<Shot | null>(null) // drawn with care just before; else what can be drawn at once
  const sheet = () => (page.id ? card : whole)
  useImperativeHandle(handle, () => ({
    center: () => map?.center() ?? null,
    shelters: () => map?.shelters() ?? [],
    prepare: async () => { ready.current = (await map?.shoot(sheet())) ?? null },
  }), [map, page.id])
  useEffect(() => {
    const prepare = () => {
      const shot = ready.current ?? map?.shootNow(page.id ? card : map.size())
      ready.current = null
      if (shot) show(shot)
    }
    addEventListener('beforeprint', prepare)
    return () => removeEventListener('beforeprint', prepare)
  }, [map, page.id, lang])

  return (
    <div class="map-frame">
      <div ref={holder} class="map" role="region" aria-label={t.mapLabel} data-ready="false" />
      <img ref={paper} class="paper-map" alt={t.mapLabel} />
      {!map && !problem && <div class="map-note"><Skeleton rows={3} /></div>}
      {problem && <div class="map-note"><Trouble problem={problem} retry={retry} /></div>}
      {partial && !problem && (
        <p class="map-note small" role="status">{t.tilesFailed} <button type="button" class="link" onClick={retry}>{t.retry}</button></p>
      )}
      <div class="tools screen" role="toolbar" aria-label={t.tools}>
        <button type="button" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => map?.zoomBy(1)}>+</button>
        <button type="button" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => map?.zoomBy(-1)}>−</button>
        <button type="button" aria-label={t.whole} title={t.whole} onClick={() => map?.showWhole()}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" /></svg>
        </button>
        <button type="button" aria-label={t.labelsPinyin} title={t.labelsPinyin} aria-pressed={pinyin} onClick={() => props.onPinyin(!pinyin)}>拼</button>
        <button type="button" class="to-shelters" aria-label={t.sheltersHere} title={t.sheltersHere} onClick={props.onShelters}>避</button>
      </div>
      <svg class="north" viewBox="0 0 24 34" role="img" aria-label={t.north}>
        <path d="M12 1 18 20 12 16.5 6 20z" /><text x="12" y="32" text-anchor="middle">{t.northLetter}</text>
      </svg>
      <Within names={within} />
      <Scale metresPerPixel={metres} />
      <div ref={rule} class="paper-scale"><span /></div>
    </div>
  )
}

/** Loads the map's own chunk, opens it in holder, and closes it with the page; a retry opens a new one. */
function useMap(holder: { current: HTMLDivElement | null }, props: Props, pinyin: boolean) {
  const { t, lang } = useWords()
  const latest = useRef(props)
  latest.current = props
  const [map, setMap] = useState<PublicMap | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [partial, setPartial] = useState(false)
  const [metres, setMetres] = useState(0)
  const [within, setWithin] = useState<string[]>([])
  const [attempt, setAttempt] = useState(0)
  // An address of a place without a camera opens where the place is, so the place is waited for.
  const [started, setStarted] = useState(!props.page.id || props.page.camera !== null)
  useEffect(() => { if (props.place || props.missing || !props.page.id) setStarted(true) }, [props.place, props.missing, props.page.id])

  useEffect(() => {
    if (!started) return
    let closed = false
    let opened: PublicMap | null = null
    let saving = 0
    const { meta, page, place } = latest.current
    const { camera } = readPage(location.href) // where the map was, if this is a retry
    const open = async () => {
      const at = place && !camera ? viewOf(place, page.asOf) : null
      const [{ PublicMap }, view] = await Promise.all([import('./map'), at])
      if (closed || !holder.current) return
      opened = await PublicMap.open({
        container: holder.current, bounds: meta.bounds, view, camera, asOf: page.asOf, pinyin, lang, set: 'public', padding,
        onMove: (camera, metresPerPixel) => {
          setMetres(metresPerPixel)
          clearTimeout(saving)
          // Browsers refuse too many changes of the address in a short time.
          saving = window.setTimeout(() => { if (!closed) latest.current.onCamera(camera) }, 250)
        },
        onPick: (hit) => latest.current.onPick(hit),
        onWithin: setWithin,
        onError: () => setPartial(true),
        locale: { 'Map.Title': t.mapLabel },
      })
      if (closed) return opened.close()
      setMap(opened)
    }
    setProblem(null)
    setPartial(false)
    open().catch((err: unknown) => { if (!closed) setProblem(asProblem(err)) })
    return () => { closed = true; clearTimeout(saving); opened?.close(); setMap(null) }
  }, [attempt, lang, started])
  return { map, problem, partial, metres, within, retry: () => setAttempt((n) => n + 1) }
}

/** Marks the place of the open card and brings it into view, unless the map opened there or only the day is another. */
function useSelection(map: PublicMap | null, place: Place | null, page: Page) {
  const shown = useRef<{ map: PublicMap; id: string | null } | null>(null)
  useEffect(() => {
    if (!map) return
    if (!page.id) { shown.current = { map, id: null }; void map.select(null, null, marks(null, '')); return }
    if (!place) return
    const stay = shown.current?.map !== map || shown.current.id === place.id
    shown.current = { map, id: place.id }
    const abort = new AbortController()
    void mark(map, place, page.asOf, stay, abort.signal)
    return () => abort.abort()
  }, [map, place, page.id])
}

async function mark(map: PublicMap, place: Place, asOf: string | null, stay: boolean, signal: AbortSignal): Promise<void> {
  const own = place.divisions.at(-1)
  const division = isDivision(place)
  const code = division && own?.name === place.name ? own.code : null
  const shape = await geojson(place.id, asOf, signal).catch(() => point(place))
  if (signal.aborted) return
  const bounds = boundsOf(shape) ?? boundsOf(point(place))
  const view = bounds && { bounds, zoom: zoomOf(place) }
  await map.select(place.id, code, marks(division ? null : shape, place.name), view)
  if (!stay && view) await map.show(view)
}

/** Where to look to see a place; null where its position is not known. */
async function viewOf(place: Place, asOf: string | null): Promise<View | null> {
  const shape = await geojson(place.id, asOf).catch(() => point(place))
  const bounds = boundsOf(shape) ?? boundsOf(point(place))
  return bounds && { bounds, zoom: zoomOf(place) }
}

const isDivision = (place: Place) => /^21[1-6]/.test(place.class)

// Divisions by class: province, prefecture, county, township, village.
const zoomOf = (place: Place) => (isDivision(place) && { '212': 7, '213': 9, '214': 10.5, '215': 12 }[place.class.slice(0, 3)]) || 13.5

// The frames on paper, in CSS pixels: the map alone, and above the words of a card.
const whole = { width: 700, height: 860 }
const card = { width: 700, height: 360 }

const point = (place: Place): GeoJSON.Point | null =>
  place.lon != null && place.lat != null ? { type: 'Point', coordinates: [place.lon, place.lat] } : null

/** What the panel, the card or the sheet covers of the map, in pixels. */
function padding() {
  const covered = document.querySelector('.card')
  if (innerWidth >= 720) return { top: 48, right: 72, bottom: 130, left: 440 }
  const below = ['.timeline', '.colophon'].reduce((sum, part) => sum + (document.querySelector<HTMLElement>(part)?.offsetHeight ?? 0), 24)
  return { top: 160, right: covered ? 60 : 24, bottom: covered ? innerHeight * 0.52 + 12 : below, left: 24 }
}
