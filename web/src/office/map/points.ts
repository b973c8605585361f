// Points over the map: what a list shows, lit and chosen together with its rows.

import type { GeoJSONSource, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import { PublicMap, reduced } from '../../map'
import type { Bounds } from '../../shape'
import type { Camera } from '../../url'

/** Something at a place: kind colours it. */
export interface Point {
  id: string
  name: string
  lon: number
  lat: number
  kind?: 'plain' | 'warn' | 'bad' | 'good' | 'ended' | 'left' | 'right'
  label?: string // written beside it
  toward?: 'left' | 'right' | 'below' | 'above' // on which side of it; above if absent
  fresh?: boolean // drawn with a dark rim
  drag?: boolean // may be taken elsewhere with the pointer
}

/** A line or area over the map: what is drawn, or the scope of a rule. */
export interface Drawn {
  id: string
  geometry: GeoJSON.Geometry
  kind: 'good' | 'drawing' | 'scope'
}

export interface Options {
  container: HTMLElement
  bounds: Bounds
  camera: Camera | null
  asOf: string | null
  onPick: (id: string) => void // one of the points, or a place of the map below
  onHover: (id: string | null) => void
  onSpot: ((lon: number, lat: number) => boolean | void) | null // a click on the ground; false: it picks
  onDrag?: (id: string, lon: number, lat: number) => void // a point that may be dragged was let go
  onCamera: (camera: Camera, bounds: Bounds) => void
  onScale: (metresPerPixel: number) => void
  onWithin: (names: string[]) => void
  onError: () => void
  locale: Record<string, string>
  lang: string
}

const colours = ['match', ['get', 'kind'], 'bad', '#c0392b', 'warn', '#b46a00', 'good', '#1c7a45', 'ended', '#8a8f8d', 'left', '#0b5cad', 'right', '#a04a00', '#0b6e6e']
const labelFont = ['Label Regular', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'sans-serif'] // as the labels of the map's own style
const state = (name: string) => ['boolean', ['feature-state', name], false]
const marked = ['any', state('chosen'), state('lit')]

// Degrees from west to east beyond which bounds are those of the country, for want of any area.
const countryWide = 20

/** Circles take no room among names: a sign that nobody sees does so in their stead, and names stand beside it. */
function keepFree(map: PublicMap['map']): void {
  const side = 16
  map.addImage('room', { width: side, height: side, data: new Uint8Array(side * side * 4) })
  map.addLayer({
    id: 'office-room', type: 'symbol', source: 'office',
    // As wide as the circles of office-points with their rims.
    layout: { 'icon-image': 'room', 'icon-allow-overlap': true, 'icon-padding': 1, 'icon-size': ['interpolate', ['linear'], ['zoom'], 8, 0.6, 14, 0.9] },
  })
}

export class PointsMap {
  private chosen: string | null = null
  private lit: string | null = null
  private dragged = false
  private placed: boolean // whether the map shows what it is about

  private constructor(private readonly base: PublicMap, private readonly options: Options) {
    const [west, , east] = options.bounds
    this.placed = options.camera !== null || east - west < countryWide
  }

  /** Opens the map; rejects when its style or tiles cannot be had. */
  static async open(options: Options): Promise<PointsMap> {
    let self: PointsMap | null = null
    const base = await PublicMap.open({
      ...options, view: null, pinyin: false, set: 'office', padding: () => ({ top: 24, right: 24, bottom: 24, left: 24 }),
      onMove: (camera, metresPerPixel) => {
        options.onScale(metresPerPixel)
        if (self) options.onCamera(camera, self.bounds())
      },
      onPick: (hit) => self?.click(hit.id, hit.lon, hit.lat),
    })
    self = new PointsMap(base, options)
    await base.loaded
    self.addLayers()
    return self
  }

  set(points: readonly Point[]): void {
    const features = points.map(({ lon, lat, ...properties }): GeoJSON.Feature =>
      ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { kind: 'plain', ...properties } }))
    void this.source().setData({ type: 'FeatureCollection', features })
    this.base.map.getContainer().dataset.points = String(features.length)
    if (!this.placed && points.length) this.showAll(points)
  }

  /** Lines and areas beneath the points. */
  setDrawn(all: readonly Drawn[]): void {
    const features = all.map(({ id, geometry, kind }): GeoJSON.Feature => ({ type: 'Feature', geometry, properties: { id, kind } }))
    void (this.base.map.getSource('drawn') as GeoJSONSource).setData({ type: 'FeatureCollection', features })
    this.base.map.getContainer().dataset.drawn = String(features.length)
  }

  /** A register that knows no area yet opens on its points. */
  private showAll(points: readonly Point[]): void {
    const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)]
    this.placed = true
    this.base.map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]],
      { padding: 40, maxZoom: 14, animate: false })
  }

  /** Marks one point as chosen and another as under the pointer. */
  mark(chosen: string | null, lit: string | null): void {
    const { map } = this.base
    for (const [was, now, name] of [[this.chosen, chosen, 'chosen'], [this.lit, lit, 'lit']] as const) {
      if (was && was !== now) map.setFeatureState({ source: 'office', id: was }, { [name]: false })
      if (now) map.setFeatureState({ source: 'office', id: now }, { [name]: true })
    }
    this.chosen = chosen
    this.lit = lit
    map.getContainer().dataset.lit = lit ?? ''
  }

  /** Moves a point into view if it is not. */
  reveal(lon: number, lat: number): void {
    const { map } = this.base
    if (!map.getBounds().contains([lon, lat])) map.easeTo({ center: [lon, lat], duration: reduced() ? 0 : 300 })
  }

  look(lon: number, lat: number, zoom: number): void { this.base.map.jumpTo({ center: [lon, lat], zoom }) }
  setAsOf(asOf: string | null): void { void this.base.setAsOf(asOf) }
  zoomBy(step: number): void { this.base.zoomBy(step) }
  showWhole(): void { this.base.showWhole() }
  close(): void { this.base.close() }

  private bounds(): Bounds {
    const box = this.base.map.getBounds()
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]
  }

  private source(): GeoJSONSource { return this.base.map.getSource('office') as GeoJSONSource }

  private addLayers(): void {
    const { map } = this.base
    map.addSource('drawn', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    const tint = ['match', ['get', 'kind'], 'drawing', '#b46a00', 'scope', '#7a4fa3', '#1c7a45'] as never
    map.addLayer({ id: 'drawn-areas', type: 'fill', source: 'drawn', filter: ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]] as never, paint: { 'fill-color': tint, 'fill-opacity': ['match', ['get', 'kind'], 'scope', 0.06, 0.18] as never } })
    map.addLayer({ id: 'drawn-lines', type: 'line', source: 'drawn', filter: ['!=', ['get', 'kind'], 'scope'], paint: { 'line-color': tint, 'line-width': 3.5 } })
    map.addLayer({ id: 'drawn-scopes', type: 'line', source: 'drawn', filter: ['==', ['get', 'kind'], 'scope'], paint: { 'line-color': tint, 'line-width': 2, 'line-dasharray': [3, 2] } })
    map.addSource('office', { type: 'geojson', promoteId: 'id', data: { type: 'FeatureCollection', features: [] } })
    map.addLayer({
      id: 'office-points', type: 'circle', source: 'office',
      paint: {
        // The zoom may only be asked for outermost.
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, ['case', marked, 8, 3.5], 14, ['case', marked, 9, 6]] as never,
        'circle-color': colours as never,
        'circle-stroke-color': ['case', state('chosen'), '#ffb000', ['==', ['get', 'fresh'], true], '#1d1d1b', '#ffffff'] as never,
        'circle-stroke-width': ['case', state('chosen'), 3, state('lit'), 3, 1.2] as never,
      },
    })
    keepFree(map)
    map.addLayer({
      id: 'office-labels', type: 'symbol', source: 'office', filter: ['has', 'label'], minzoom: 14,
      layout: { 'text-field': ['get', 'label'], 'text-font': labelFont, 'text-size': 13, 
        'text-anchor': ['match', ['get', 'toward'], 'left', 'right', 'right', 'left', 'below', 'top', 'bottom'] as never,
        'text-offset': ['match', ['get', 'toward'], 'left', ['literal', [-0.8, 0]], 'right', ['literal', [0.8, 0]], 'below', ['literal', [0, 0.7]], ['literal', [0, -0.7]]] as never,
        'symbol-sort-key': ['case', ['==', ['get', 'fresh'], true], 0, 1] as never },
      paint: { 'text-color': '#1d1d1b', 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 },
    })
    if (this.options.onDrag) this.letDrag()
    map.on('mousemove', 'office-points', (event) => this.options.onHover(String(event.features?.[0]?.properties.id ?? '') || null))
    map.on('mouseleave', 'office-points', () => this.options.onHover(null))
  }

  /** Takes points that may be dragged along with the pointer, and tells where they were let go. */
  private letDrag(): void {
    const { map } = this.base
    const begin = (event: MapMouseEvent | MapTouchEvent) => {
      const { x, y } = event.point
      const own = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: ['office-points'] }).find((one) => one.properties.drag)
      if (!own) return
      event.preventDefault() // the map stays
      const [moving, ends] = event.type === 'touchstart' ? ['touchmove', 'touchend'] as const : ['mousemove', 'mouseup'] as const
      const move = () => { this.dragged = true }
      map.on(moving, move)
      map.once(ends, (end: MapMouseEvent | MapTouchEvent) => {
        map.off(moving, move)
        if (this.dragged) this.options.onDrag?.(String(own.properties.id), end.lngLat.lng, end.lngLat.lat)
        setTimeout(() => { this.dragged = false }) // the click that follows is of the drag
      })
    }
    map.on('mousedown', begin)
    map.on('touchstart', begin)
    map.getContainer().dataset.drags = 'true'
  }

  private click(below: string | null, lon: number, lat: number): void {
    if (this.dragged) return
    const { x, y } = this.base.map.project([lon, lat])
    const own = this.base.map.getLayer('office-points')
      ? this.base.map.queryRenderedFeatures([[x - 5, y - 5], [x + 5, y + 5]], { layers: ['office-points'] })[0] : undefined
    const id = own ? String(own.properties.id) : below
    if (this.options.onSpot && this.options.onSpot(lon, lat) !== false) return
    if (id) this.options.onPick(id)
  }
}
