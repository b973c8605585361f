import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../../context'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { Scale, Within } from '../../scale'
import type { Bounds } from '../../shape'
import { readCamera, writeCamera } from '../../url'
import { useSession } from '../context'
import type { Drawn, Point, PointsMap } from './points'

interface Props {
  points: readonly Point[]
  drawn?: readonly Drawn[] // lines and areas beneath them
  selected?: string | null
  lit?: string | null
  asOf?: string | null
  focus?: { lon: number; lat: number } | null // where to open, and what to keep in view
  within?: Bounds | null // what it opens on and shows as the whole; the register's if absent
  zoom?: number // at which it opens on focus
  inAddress?: boolean // where the map looks is kept after the # of the address
  onPick?: (id: string) => void
  onHover?: (id: string | null) => void
  onSpot?: (lon: number, lat: number) => boolean | void // false: the click picks a point
  onDrag?: (id: string, lon: number, lat: number) => void
  onBounds?: (bounds: Bounds) => void
}

/** A map of points, its code loaded when it is first shown. Without WebGL a sentence stands in its place. */
export function PointMap(props: Props) {
  const { points, selected = null, lit = null, asOf = null, focus = null } = props
  const { t } = useWords()
  const { holder, map, problem, partial, retry, metres, within } = useMap(props)
  useEffect(() => { map?.set(points) }, [map, points])
  useEffect(() => { map?.setDrawn(props.drawn ?? []) }, [map, props.drawn])
  useEffect(() => { map?.mark(selected, lit) }, [map, selected, lit, points])
  useEffect(() => { map?.setAsOf(asOf) }, [map, asOf])
  useEffect(() => { if (focus) map?.reveal(focus.lon, focus.lat) }, [map, focus?.lon, focus?.lat])
  return (
    <div class="office-map screen">
      <div ref={holder} class="map" role="region" aria-label={t.mapLabel} data-ready="false" />
      {!map && !problem && <div class="office-map-note"><Skeleton rows={3} /></div>}
      {problem && <div class="office-map-note"><Trouble problem={problem} retry={retry} /></div>}
      {map && (
        <div class="office-map-tools" role="toolbar" aria-label={t.tools}>
          <button type="button" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => map.zoomBy(1)}>+</button>
          <button type="button" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => map.zoomBy(-1)}>−</button>
          <button type="button" aria-label={t.whole} title={t.whole} onClick={() => map.showWhole()}>⤢</button>
        </div>
      )}
      {partial && !problem && <p class="office-map-partial" role="status">{t.tilesFailed} <button type="button" class="link" onClick={retry}>{t.retry}</button></p>}
      <MapFoot metres={metres} within={within} />
    </div>
  )
}

/** The scale and whose map this is, on every map; in sight also where the map goes on below the window. */
function MapFoot({ metres, within }: { metres: number; within: string[] }) {
  const { t, lang } = useWords()
  const { meta } = useSession()
  return (
    <div class="office-map-foot">
      <Within names={within} />
      <Scale metresPerPixel={metres} />
      {meta.demo && <b>{t.demo}</b>} {meta.approval_number && <span>{t.approval} {meta.approval_number}</span>} <span>{meta.attribution}</span> <a href={`/legend?style=office&lang=${lang}`} target="_blank" rel="noopener">{lang === 'en' ? 'Legend' : '图例'}</a>
    </div>
  )
}

function useMap(props: Props) {
  const { t, lang } = useWords()
  const { meta } = useSession()
  const holder = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const [map, setMap] = useState<PointsMap | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [metres, setMetres] = useState(0)
  const [within, setWithin] = useState<string[]>([])
  const [partial, setPartial] = useState(false)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let closed = false
    let opened: PointsMap | null = null
    let saving = 0
    setProblem(null)
    setPartial(false)
    const { focus, zoom = 13, inAddress, asOf = null } = latest.current
    const camera = (inAddress && readCamera(location.hash)) || (focus ? { lon: focus.lon, lat: focus.lat, zoom } : null)
    const open = async () => {
      const { PointsMap } = await import('./points')
      if (closed || !holder.current) return
      opened = await PointsMap.open({
        container: holder.current, bounds: latest.current.within ?? meta.bounds, camera, asOf, locale: { 'Map.Title': t.mapLabel }, lang,
        onPick: (id) => latest.current.onPick?.(id),
        onHover: (id) => latest.current.onHover?.(id),
        onSpot: latest.current.onSpot ? (lon, lat) => latest.current.onSpot?.(lon, lat) : null,
        onScale: setMetres,
        onWithin: setWithin,
        onError: () => setPartial(true),
        ...(latest.current.onDrag && { onDrag: (id: string, lon: number, lat: number) => latest.current.onDrag?.(id, lon, lat) }),
        onCamera: (camera, bounds) => {
          clearTimeout(saving)
          saving = window.setTimeout(() => {
            if (closed) return
            if (latest.current.inAddress) history.replaceState(null, '', location.pathname + location.search + writeCamera(camera))
            latest.current.onBounds?.(bounds)
          }, 300)
        },
      })
      if (closed) return opened.close()
      setMap(opened)
    }
    open().catch((err: unknown) => {
      if (!closed) setProblem(asProblem(err))
    })
    return () => { closed = true; clearTimeout(saving); opened?.close(); setMap(null) }
  }, [attempt, lang, !props.onSpot])
  return { holder, map, problem, partial, metres, within, retry: () => setAttempt((n) => n + 1) }
}
