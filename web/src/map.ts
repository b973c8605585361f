// The map itself: MapLibre on our own tiles and style. Loaded only when a map is shown.

import { Map as MapLibre, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource,
  type LayerSpecification, type MapGeoJSONFeature, type PointLike, type StyleSpecification, type VectorTileSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerURL from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { ask } from './http'
import { nightOf } from './night'
import type { Camera } from './url'

setWorkerUrl(workerURL)

export interface Hit {
  id: string | null // of the feature under the pointer, if any
  lon: number
  lat: number
  deepest: number // level of the smallest divisions whose names are shown
  reach: number // metres that a finger may miss by
}

/** What to look at: at most as near as zoom. */
export interface View {
  bounds: [number, number, number, number]
  zoom: number
}

/** A picture of the map for paper; width and height are CSS pixels. */
export interface Shot {
  picture: string // a data address; a canvas itself is printed at a wrong size by Chromium
  width: number
  height: number
  metresPerPixel: number
}

export interface Options {
  container: HTMLElement
  bounds: [number, number, number, number]
  view: View | null // where to open; null is the bounds
  camera: Camera | null // goes before view
  asOf: string | null
  pinyin: boolean
  padding: () => { top: number; right: number; bottom: number; left: number }
  onMove: (camera: Camera, metresPerPixel: number, bearing: number) => void
  onPick: (hit: Hit) => void
  onError: () => void
  locale: Record<string, string>
}

interface TileJSON {
  tiles: string[]
  minzoom?: number
  maxzoom?: number
  bounds?: [number, number, number, number]
}

const pickable = ['place-labels', 'place-dots', 'village-labels', 'township-labels', 'county-labels']
const townshipsFrom = 8 // the zoom at which townships are named
const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

export class PublicMap {
  readonly map: MapLibre // for what another page draws on top
  readonly loaded: Promise<void>
  private selection: { id: string; code: string | null } | null = null
  private view: View | null = null // of the selection
  private marked: GeoJSON.FeatureCollection = none
  private dark = night().matches
  private readonly byDay: LayerSpecification[]
  private shooting = false // for paper: the camera is not the reader's
  private drawn = false // every tile came at least once

  private constructor(private readonly options: Options, style: StyleSpecification, private readonly tiles: string) {
    const { bounds, view, camera } = options
    this.byDay = style.layers
    this.map = new MapLibre({
      container: options.container,
      style: this.dark ? { ...style, layers: this.byDay.map(darkened) } : style,
      bounds: view?.bounds ?? bounds,
      fitBoundsOptions: { padding: options.padding(), ...(view && { maxZoom: view.zoom }) },
      ...(camera && { center: [camera.lon, camera.lat], zoom: camera.zoom, bounds: undefined }),
      minZoom: 4,
      maxZoom: 18,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: reduced() ? 0 : 150,
      locale: options.locale,
      // A printed page copies the canvas after it was drawn.
      canvasContextAttributes: { preserveDrawingBuffer: true },
    })
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    this.loaded = new Promise((done) => this.map.once('load', () => done()))
    this.listen()
  }

  /** Opens the map; rejects when the style or the tiles' description cannot be had. */
  static async open(options: Options): Promise<PublicMap> {
    const [style, described] = await Promise.all([
      ask<StyleSpecification>('/styles/public.json'),
      ask<TileJSON>('/tiles/public.json'),
    ])
    const tiles = hereOf(described.tiles[0] ?? '/tiles/public/{z}/{x}/{y}.mvt')
    const { minzoom = 0, maxzoom = 14, bounds } = described
    style.sources.public = {
      type: 'vector', tiles: [dated(tiles, options.asOf)], minzoom, maxzoom, ...(bounds && { bounds }),
    }
    withPinyin(style, options.pinyin)
    style.transition = { duration: 0 } // from light to dark for a print and back
    return new PublicMap(options, style, tiles)
  }

  /** Shows the divisions as they were on a day; null is today. */
  async setAsOf(asOf: string | null): Promise<void> {
    await this.loaded
    const source = this.map.getSource('public') as VectorTileSource
    const tiles = dated(this.tiles, asOf)
    if (source.tiles[0] !== tiles) {
      this.options.container.dataset.ready = 'false'
      source.setTiles([tiles])
      this.drawUntilIdle()
    }
    this.options.container.dataset.tiles = tiles
  }

  /**
   * Asks for frames until the map is idle. A tile that comes as it was before (the same ETag) tells nobody, so that
   * without this the frame that would find every tile there may never be drawn.
   */
  private drawUntilIdle(): void {
    const again = setInterval(() => this.map.triggerRepaint(), 200)
    for (const end of ['idle', 'remove'] as const) this.map.once(end, () => clearInterval(again))
  }

  async setPinyin(on: boolean): Promise<void> {
    await this.loaded
    for (const layer of this.map.getStyle()?.layers ?? []) { // none where the map was taken down meanwhile
      if (isLabel(layer)) this.map.setLayoutProperty(layer.id, 'text-field', on ? twoLines : oneLine)
    }
  }

  /** Marks a place: a point or line is drawn, a division's own area in the tiles is tinted. */
  async select(id: string | null, code: string | null, shape: GeoJSON.FeatureCollection, view: View | null = null): Promise<void> {
    this.view = view
    this.selection = id ? { id, code } : null
    this.marked = shape
    await this.loaded
    if ((this.selection?.id ?? null) !== id) return // a later selection was faster
    const filter: ExpressionSpecification = ['any',
      ['==', ['get', 'id'], id ?? ''],
      ['all', ['has', 'code'], ['==', ['get', 'code'], code ?? '']]]
    this.map.setFilter('selected-area', filter)
    this.map.setFilter('selected-outline', filter)
    await (this.map.getSource('selected') as GeoJSONSource).setData(this.marked)
  }

  /** Brings what was selected into view, beside the card. */
  async show({ bounds, zoom }: View): Promise<void> {
    await this.loaded
    const padding = this.options.padding()
    this.map.fitBounds(bounds, { padding, maxZoom: zoom, duration: reduced() ? 0 : 600 })
  }

  showWhole(): void {
    this.map.fitBounds(this.options.bounds, { padding: this.options.padding(), bearing: 0, duration: reduced() ? 0 : 600 })
  }

  zoomBy(step: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + step, duration: reduced() ? 0 : 150 })
  }

  setCamera(camera: Camera): void {
    this.map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom })
  }

  center(): string {
    const { lng, lat } = this.map.getCenter()
    return `${lng.toFixed(5)},${lat.toFixed(5)}`
  }

  /** Draws the selection, or the whole, for a sheet of the given size with what tiles are here already. */
  shootNow(sheet: { width: number; height: number }): Shot {
    const restore = this.turnToPaper(sheet)
    const shot = this.picture(sheet)
    restore()
    return shot
  }

  /** As shootNow, after all tiles for the sheet came, or after three seconds. */
  async shoot(sheet: { width: number; height: number }): Promise<Shot> {
    const restore = this.turnToPaper(sheet)
    await Promise.race([new Promise((done) => this.map.once('idle', done)), new Promise((done) => setTimeout(done, 3000))])
    const shot = this.picture(sheet)
    restore()
    return shot
  }

  /** Gives the map the sheet's size, resolution, light colours and view; answers how to undo that. */
  private turnToPaper({ width, height }: { width: number; height: number }): () => void {
    const { map, options: { container, bounds } } = this
    const [center, zoom, ratio, dark, padding] = [map.getCenter(), map.getZoom(), map.getPixelRatio(), this.dark, map.getPadding()]
    this.shooting = true
    container.style.cssText = `inset: auto; width: ${width}px; height: ${height}px`
    this.setDark(false)
    map.setPixelRatio(2)
    map.resize()
    map.fitBounds(this.view?.bounds ?? bounds, { padding: 28, duration: 0, ...(this.view && { maxZoom: this.view.zoom }) })
    return () => {
      container.style.cssText = ''
      this.setDark(dark)
      map.setPixelRatio(ratio)
      map.resize()
      map.jumpTo({ center, zoom, padding })
      this.shooting = false
    }
  }

  private picture({ width, height }: { width: number; height: number }): Shot {
    // Without fading, labels are placed and drawn in one frame.
    const fading = this.map._fadeDuration
    this.map._fadeDuration = 0
    for (let frame = 0; frame < 3; frame++) this.map.redraw()
    this.map._fadeDuration = fading
    return { picture: this.map.getCanvas().toDataURL(), width, height, metresPerPixel: this.metresPerPixel() }
  }

  /** Paper colours, or those of the night. */
  setDark(dark: boolean): void {
    if (dark === this.dark) return
    this.dark = dark
    for (const { id, paint } of this.byDay) {
      for (const [property, value] of Object.entries(paint ?? {})) {
        this.map.setPaintProperty(id, property as never, (dark ? nightOf(value) : value) as never)
      }
    }
  }

  close(): void {
    night().removeEventListener('change', this.onNight)
    this.map.remove()
  }

  private readonly onNight = (event: { matches: boolean }) => this.setDark(event.matches)

  private listen(): void {
    const { map, options } = this
    const { dataset } = options.container
    dataset.ready = 'false'
    map.on('move', () => this.moved())
    map.on('load', () => { this.drawn = true; this.moved() })
    night().addEventListener('change', this.onNight)
    map.on('click', (event) => options.onPick(this.hit(event.point, event.lngLat.lng, event.lngLat.lat)))
    map.on('mousemove', (event) => {
      const over = map.queryRenderedFeatures(near(event.point, 3), { layers: pickable })
      map.getCanvas().style.cursor = over.length ? 'pointer' : ''
    })
    map.on('error', () => options.onError())
    // What a test (or a person with the inspector) may know of the canvas.
    map.on('idle', () => {
      dataset.features = String(map.queryRenderedFeatures().length)
      dataset.labels = String(map.queryRenderedFeatures({ layers: pickable }).length)
      dataset.tiles ??= (map.getSource('public') as VectorTileSource).tiles[0]
      dataset.ready = 'true'
    })
  }

  private moved(): void {
    const { lng, lat } = this.map.getCenter()
    if (!this.shooting) this.options.onMove({ zoom: this.map.getZoom(), lat, lon: lng }, this.metresPerPixel(), this.map.getBearing())
  }

  private metresPerPixel(): number {
    return (40075016.686 * Math.cos((this.map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** this.map.getZoom())
  }

  /** The label or point under the pointer, else the division whose names are shown at this zoom; none before all tiles came. */
  private hit(at: { x: number; y: number }, lon: number, lat: number): Hit {
    const rest = { lon, lat, deepest: this.deepest(), reach: Math.min(200, 16 * this.metresPerPixel()) }
    if (!this.drawn || !this.map.areTilesLoaded()) return { id: null, ...rest }
    const label = this.map.queryRenderedFeatures(near(at, 4), { layers: pickable })[0]
    const area = () => this.areaAt(at)
    return { id: idOf(label) ?? idOf(area()), ...rest }
  }

  private deepest(): number {
    const zoom = this.map.getZoom()
    return zoom < townshipsFrom ? 3 : zoom < 11.5 ? 4 : 5
  }

  private areaAt(at: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const areas = this.map.queryRenderedFeatures([at.x, at.y], {
      layers: ['areas'], filter: ['<=', ['get', 'level'], this.deepest()],
    })
    return areas.sort((a, b) => Number(b.properties.level) - Number(a.properties.level))[0]
  }
}

const near = (at: { x: number; y: number }, by: number): [PointLike, PointLike] => [
  [at.x - by, at.y - by], [at.x + by, at.y + by],
]

function idOf(feature: MapGeoJSONFeature | undefined): string | null {
  const id: unknown = feature?.properties.id
  return typeof id === 'string' && id ? id : null
}

/** A layer with its colours for the night. */
function darkened(layer: LayerSpecification): LayerSpecification {
  const paint = Object.fromEntries(Object.entries(layer.paint ?? {}).map(([property, value]) => [property, nightOf(value)]))
  return { ...layer, paint } as LayerSpecification
}

const oneLine: ExpressionSpecification = ['get', 'name']
const twoLines: ExpressionSpecification = ['format',
  ['get', 'name'], {}, '\n', {}, ['coalesce', ['get', 'pinyin'], ''], { 'font-scale': 0.68 }]

const isLabel = (layer: { metadata?: unknown }) =>
  (layer.metadata as Record<string, unknown> | undefined)?.['diming:label'] === true

function withPinyin(style: StyleSpecification, on: boolean): void {
  for (const layer of style.layers) {
    if (on && isLabel(layer) && layer.type === 'symbol') layer.layout = { ...layer.layout, 'text-field': twoLines }
  }
}

/** The same address on this origin: the page asks no other server, whatever public origin is set. */
const hereOf = (address: string) => location.origin + address.replace(/^https?:\/\/[^/]+/, '')

const dated = (tiles: string, asOf: string | null) =>
  asOf ? `${tiles}${tiles.includes('?') ? '&' : '?'}as_of=${asOf}` : tiles

const night = () => matchMedia('(prefers-color-scheme: dark)')

export const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches
