import type { RefObject } from 'preact'
import { useEffect, useImperativeHandle, useRef, useState } from 'preact/hooks'
import { geojson, type Meta, type Place, type Problem } from './api'
import { useWords } from './context'
import { asProblem } from './load'
import type { Hit, PublicMap } from './map'
import { Skeleton, Trouble } from './notice'
import { boundsOf, marks, scaleBar, type Bounds } from './shape'
import { readPage, type Camera, type Page } from './url'

export interface MapHandle {
  center: () => string | null
  prepare: () => void // copies what is drawn into the picture that prints
}

interface Props {
  handle: RefObject<MapHandle | null>
  meta: Meta
  page: Page
  place: Place | null
  onCamera: (camera: Camera) => void
  onPick: (hit: Hit) => void
  onPinyin: () => void
}

/** The map, its tools, its scale, and its likeness for paper. */
export function MapFrame(props: Props) {
  const { handle, page, place } = props
  const { t } = useWords()
  const holder = useRef<HTMLDivElement>(null)
  const paper = useRef<HTMLImageElement>(null)
  const { map, problem, partial, retry, metres } = useMap(holder, props)

  useSelection(map, place, page)
  useEffect(() => { void map?.setAsOf(page.asOf) }, [map, page.asOf])
  useEffect(() => { void map?.setPinyin(page.pinyin) }, [map, page.pinyin])
  useEffect(() => { if (page.camera) map?.setCamera(page.camera) }, [page.camera])

  const prepare = () => map && paper.current && copy(map.canvas(), paper.current)
  useImperativeHandle(handle, () => ({ center: () => map?.center() ?? null, prepare: () => void prepare() }), [map])
  useEffect(() => {
    addEventListener('beforeprint', prepare)
    return () => removeEventListener('beforeprint', prepare)
  }, [map])

  const bar = scaleBar(metres, 96)
  const share = (100 * bar.pixels) / (holder.current?.clientWidth || 1)
  const length = bar.metres >= 1000 ? `${bar.metres / 1000} ${t.km}` : `${bar.metres} ${t.m}`
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
        <button type="button" aria-label={t.labelsPinyin} title={t.labelsPinyin} aria-pressed={page.pinyin} onClick={props.onPinyin}>拼</button>
      </div>
      <svg class="north" viewBox="0 0 24 34" role="img" aria-label={t.north}>
        <path d="M12 1 18 20 12 16.5 6 20z" /><text x="12" y="32" text-anchor="middle">N</text>
      </svg>
      {metres > 0 && <div class="scale" style={{ width: `${share}%` }} role="img" aria-label={`${t.scale} ${length}`}><span>{length}</span></div>}
    </div>
  )
}

/** Loads the map's own chunk, opens it in holder, and closes it with the page; a retry opens a new one. */
function useMap(holder: { current: HTMLDivElement | null }, props: Props) {
  const { t, lang } = useWords()
  const latest = useRef(props)
  latest.current = props
  const [map, setMap] = useState<PublicMap | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [partial, setPartial] = useState(false)
  const [metres, setMetres] = useState(0)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let closed = false
    let opened: PublicMap | null = null
    let saving = 0
    const { meta, page } = latest.current
    const { camera } = readPage(location.href) // where the map was, if this is a retry
    const open = async () => {
      const { PublicMap } = await import('./map')
      if (closed || !holder.current) return
      opened = await PublicMap.open({
        container: holder.current, bounds: meta.bounds, camera, asOf: page.asOf, pinyin: page.pinyin, padding,
        onMove: (camera, metresPerPixel) => {
          setMetres(metresPerPixel)
          clearTimeout(saving)
          // Browsers refuse too many changes of the address in a short time.
          saving = window.setTimeout(() => { if (!closed) latest.current.onCamera(camera) }, 250)
        },
        onPick: (hit) => latest.current.onPick(hit),
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
  }, [attempt, lang])
  return { map, problem, partial, metres, retry: () => setAttempt((n) => n + 1) }
}

/** Marks the place of the open card and brings it into view, unless the address said where to look. */
function useSelection(map: PublicMap | null, place: Place | null, page: Page) {
  const first = useRef(true)
  useEffect(() => {
    if (!map) return
    if (!page.id) { first.current = false; void map.select(null, null, marks(null, '')); return }
    if (!place) return
    const stay = first.current && page.camera !== null
    first.current = false
    const abort = new AbortController()
    void mark(map, place, stay, abort.signal)
    return () => abort.abort()
  }, [map, place, page.id])
}

async function mark(map: PublicMap, place: Place, stay: boolean, signal: AbortSignal): Promise<void> {
  const own = place.divisions.at(-1)
  const division = isDivision(place)
  const code = division && own?.name === place.name ? own.code : null
  const shape = await geojson(place.id, signal).catch(() => point(place))
  if (signal.aborted) return
  await map.select(place.id, code, marks(division ? null : shape, place.name))
  const bounds: Bounds | null = boundsOf(shape) ?? boundsOf(point(place))
  if (!stay && bounds) await map.show(bounds, division ? zoomOf(place.class) : 13.5)
}

const isDivision = (place: Place) => /^21[1-6]/.test(place.class)

// Divisions by class: province, prefecture, county, township, village.
const zoomOf = (className: string) => ({ '212': 7, '213': 9, '214': 10.5, '215': 12 })[className.slice(0, 3)] ?? 13.5

const point = (place: Place): GeoJSON.Point | null =>
  place.lon != null && place.lat != null ? { type: 'Point', coordinates: [place.lon, place.lat] } : null

/** What the panel, the card or the sheet covers of the map, in pixels. */
function padding() {
  const covered = document.querySelector('.card')
  if (innerWidth >= 720) return { top: 48, right: 72, bottom: 130, left: 440 }
  return { top: 150, right: 24, bottom: covered ? innerHeight * 0.5 : 150, left: 24 }
}

// A picture by its data, as it is there at once; a canvas is printed at a wrong size by Chromium.
function copy(from: HTMLCanvasElement, to: HTMLImageElement): void {
  to.src = from.toDataURL()
  // The frame keeps the map's shape on paper, so that the scale bar stays true.
  to.parentElement?.style.setProperty('--aspect', String(from.width / from.height))
}
