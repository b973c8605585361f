// The map itself: MapLibre on our own tiles and style. Loaded only when a map is shown.

import { Map as MapLibre, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource,
  type MapGeoJSONFeature, type PointLike, type StyleSpecification, type VectorTileSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerURL from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { labelOf } from './cartography.mjs'
import type { ShelterSign } from './api'
import { ask, Problem } from './http'
import type { Camera } from './url'

setWorkerUrl(workerURL)

export interface Hit {
  shelter: string | null // whose sign or name is under the pointer
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
  lang: string // zh or en
  set: 'public' | 'office' // of tiles; the office's as far as one may see it
  padding: () => { top: number; right: number; bottom: number; left: number }
  onMove: (camera: Camera, metresPerPixel: number, bearing: number) => void
  onPick: (hit: Hit) => void
  onWithin?: (names: string[]) => void // the divisions around the middle, where their names may be out of view
  onError: () => void
  locale: Record<string, string>
}

interface TileJSON {
  tiles: string[]
  minzoom?: number
  maxzoom?: number
  bounds?: [number, number, number, number]
}

const pickable = ['place-labels', 'place-dots', 'village-labels', 'township-labels', 'county-labels', 'county-labels-far']
const shelterLayers = ['shelters', 'shelter-names']
const withinFrom = 15 // the zoom at which a village may be larger than the screen
const townshipsFrom = 8 // the zoom at which townships are named
const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

export class PublicMap {
  readonly map: MapLibre // for what another page draws on top
  readonly loaded: Promise<void>
  private selection: { id: string; code: string | null } | null = null
  private view: View | null = null // of the selection
  private marked: GeoJSON.FeatureCollection = none
  private worn: Style // as which the map is drawn
  private shooting = false // for paper: the camera is not the reader's
  private drawn = false // every tile came at least once

  private constructor(private readonly options: Options, style: StyleSpecification, private readonly tiles: Record<string, string>, private readonly paper: Style) {
    const { bounds, view, camera } = options
    this.worn = style
    this.map = new MapLibre({
      container: options.container,
      style,
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
    const sources = await describedSources(options.set)
    const shown = { ...options, set: sources.office ? 'office' as const : 'public' as const }
    const [style, paper] = await Promise.all([styleFor(wanted(shown.set), shown), styleFor('print', shown)])
    const tiles: Record<string, string> = {}
    for (const [id, described] of Object.entries({ tiles: sources.office ?? sources.public, draft: sources.draft })) {
      if (!described) continue
      const { minzoom = 0, maxzoom = 14, bounds } = described
      tiles[id] = hereOf(described.tiles[0]!)
      style.sources[id] = { type: 'vector', tiles: [dated(tiles[id], options.asOf)], minzoom, maxzoom, ...(bounds && { bounds }) }
    }
    if (!tiles.draft) withoutSource(style, 'draft')
    style.sprite = hereOf(String(style.sprite))
    style.transition = { duration: 0 } // from light to dark for a print and back
    return new PublicMap(shown, style, tiles, paper)
  }

  /** Shows the divisions as they were on a day; null is today. */
  async setAsOf(asOf: string | null): Promise<void> {
    await this.loaded
    for (const [id, address] of Object.entries(this.tiles)) {
      const source = this.map.getSource(id) as VectorTileSource
      const tiles = dated(address, asOf)
      if (source.tiles[0] === tiles) continue
      this.options.container.dataset.ready = 'false'
      source.setTiles([tiles])
      this.drawUntilIdle()
    }
    this.options.container.dataset.tiles = dated(this.tiles.tiles!, asOf)
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
      if (isLabel(layer)) this.map.setLayoutProperty(layer.id, 'text-field', labelOf(this.options.lang, on))
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

  /** The size of the map on the screen: a sheet of it needs no tiles that are not here. */
  size(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.options.container
    return { width, height }
  }

  /** What the reader sees; the whole where all of it is in sight. */
  private onScreen(): [number, number, number, number] {
    const seen = this.map.getBounds()
    const [west, south, east, north] = this.options.bounds
    if (seen.contains([west, south]) && seen.contains([east, north])) return this.options.bounds
    return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()]
  }

  /** Draws the selection, or what is on the screen, for a sheet of the given size with what tiles are here already. */
  shootNow(sheet: { width: number; height: number }): Shot {
    const restore = this.turnToPaper(sheet, ['paint'])
    const shot = this.picture(sheet)
    restore()
    return shot
  }

  /** As shootNow, after all tiles for the sheet came, or after three seconds. */
  async shoot(sheet: { width: number; height: number }): Promise<Shot> {
    const restore = this.turnToPaper(sheet, ['paint', 'layout'])
    await Promise.race([new Promise((done) => this.map.once('idle', done)), new Promise((done) => setTimeout(done, 3000))])
    const shot = this.picture(sheet)
    restore()
    return shot
  }

  /** Gives the map the sheet's size, resolution, the printed style and the view; answers how to undo that. What of layout changes is drawn some frames later. */
  private turnToPaper({ width, height }: { width: number; height: number }, parts: readonly Part[]): () => void {
    const { map, options: { container } } = this
    const ground = this.view?.bounds ?? this.onScreen()
    const asOnScreen = !this.view && container.clientWidth === width && container.clientHeight === height
    const [center, zoom, ratio, worn, padding] = [map.getCenter(), map.getZoom(), map.getPixelRatio(), this.worn, map.getPadding()]
    this.shooting = true
    container.style.cssText = `inset: auto; width: ${width}px; height: ${height}px`
    this.wear(this.paper, parts)
    map.setPixelRatio(2)
    map.resize()
    if (!asOnScreen) map.fitBounds(ground, { padding: 28, duration: 0, ...(this.view && { maxZoom: this.view.zoom }) })
    return () => {
      container.style.cssText = ''
      this.wear(worn, parts)
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

  /** Draws the map in another style: all have the same layers. */
  private wear(style: Style, parts: readonly Part[] = ['paint', 'layout']): void {
    const before = new Map(this.worn.layers.map((layer) => [layer.id, layer]))
    for (const layer of style.layers) {
      const was = before.get(layer.id)
      if (!was || !this.map.getLayer(layer.id)) continue
      for (const part of parts) {
        for (const [property, value] of Object.entries(layer[part] ?? {})) {
          const own = property === 'text-field' || JSON.stringify(value) === JSON.stringify((was[part] as Record<string, unknown> | undefined)?.[property])
          if (own) continue // the words are as the reader chose
          if (part === 'paint') this.map.setPaintProperty(layer.id, property as never, value as never)
          else this.map.setLayoutProperty(layer.id, property as never, value as never)
        }
      }
    }
    this.worn = style
    this.options.container.dataset.style = nameOf(style)
  }

  close(): void {
    for (const query of watched()) query.removeEventListener('change', this.onWish)
    this.map.remove()
  }

  /** What the reader prefers changed. */
  private readonly onWish = async () => {
    const style = await styleFor(wanted(this.options.set), this.options).catch(() => null)
    await this.loaded
    if (style && !this.shooting) this.wear(style)
  }

  private listen(): void {
    const { map, options } = this
    const { dataset } = options.container
    dataset.ready = 'false'
    map.on('move', () => this.moved())
    map.on('load', () => { this.drawn = true; this.moved() })
    for (const query of watched()) query.addEventListener('change', this.onWish)
    dataset.style = nameOf(this.worn)
    map.on('click', (event) => options.onPick(this.hit(event.point, event.lngLat.lng, event.lngLat.lat)))
    map.on('mousemove', (event) => {
      const over = map.queryRenderedFeatures(near(event.point, 3), { layers: [...pickable, ...shelterLayers] })
      map.getCanvas().style.cursor = over.length ? 'pointer' : ''
    })
    map.on('error', () => options.onError())
    // What a test (or a person with the inspector) may know of the canvas.
    map.on('idle', () => {
      options.onWithin?.(this.within())
      dataset.features = String(map.queryRenderedFeatures().length)
      dataset.labels = String(map.queryRenderedFeatures({ layers: pickable }).length)
      dataset.tiles ??= (map.getSource('tiles') as VectorTileSource).tiles[0]
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
    const sign = this.map.queryRenderedFeatures(near(at, 8), { layers: shelterLayers })[0]
    if (idOf(sign)) return { shelter: idOf(sign), id: null, ...rest }
    if (!this.drawn || !this.map.areTilesLoaded()) return { shelter: null, id: null, ...rest }
    const label = this.map.queryRenderedFeatures(near(at, 4), { layers: pickable })[0]
    const area = () => this.areaAt(at)
    return { shelter: null, id: idOf(label) ?? idOf(area()), ...rest }
  }

  /** The shelters of which the map shows a sign. */
  shelters(): ShelterSign[] {
    const seen = new Map<string, ShelterSign>()
    for (const { properties } of this.map.queryRenderedFeatures({ layers: ['shelters'] })) {
      const { id, name, state } = properties as ShelterSign
      seen.set(id, { id, name, state })
    }
    return [...seen.values()].sort((a, b) => a.name.localeCompare(b.name, 'zh'))
  }

  /** The names of the township and the village around the middle of the map. */
  private within(): string[] {
    if (this.map.getZoom() < withinFrom) return []
    const areas = this.map.queryRenderedFeatures(this.map.project(this.map.getCenter()), { layers: ['areas'], filter: ['>=', ['get', 'level'], 4] })
    return areas.sort((a, b) => Number(a.properties.level) - Number(b.properties.level)).map(({ properties }) => String(properties.name))
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

type Style = Pick<StyleSpecification, 'layers' | 'metadata'>
type Part = 'paint' | 'layout'

const nameOf = ({ metadata }: Style) => String((metadata as Record<string, unknown> | undefined)?.['diming:style'])

/** The style for a reader who may prefer strong contrast or the dark, or holds a small screen. */
function wanted(set: string): string {
  const [contrast, dark, small] = watched()
  return contrast!.matches ? 'contrast' : dark!.matches ? 'dark' : small!.matches && set === 'public' ? 'small' : set
}

const watched = () => ['(prefers-contrast: more)', '(prefers-color-scheme: dark)', '(max-width: 480px)'].map((query) => matchMedia(query))

const styleFor = (name: string, { lang, pinyin, set }: Pick<Options, 'lang' | 'pinyin' | 'set'>) =>
  ask<StyleSpecification>(`/styles/${name}.json?set=${set}&lang=${lang}&pinyin=${pinyin ? 1 : 0}`)

/** What tiles there are for a map of the set; those of the office and the draft as far as one may see any. */
async function describedSources(set: string): Promise<Partial<Record<'public' | 'office' | 'draft', TileJSON>>> {
  const ifSeen = (name: string) => ask<TileJSON>(`/tiles/${name}.json`).catch((err: unknown) => {
    if (err instanceof Problem && err.status === 404) return undefined
    throw err
  })
  if (set === 'public') return { public: await ask<TileJSON>('/tiles/public.json') }
  const [office, draft] = await Promise.all([ifSeen('office'), ifSeen('draft')])
  // Without anything of the office's own, the draft has no place in the style either.
  return office ? { office, draft } : { public: await ask<TileJSON>('/tiles/public.json') }
}

function withoutSource(style: StyleSpecification, id: string): void {
  delete style.sources[id]
  style.layers = style.layers.filter((layer) => !('source' in layer) || layer.source !== id)
}

const isLabel = (layer: { metadata?: unknown }) =>
  (layer.metadata as Record<string, unknown> | undefined)?.['diming:label'] === true

/** The same address on this origin: the page asks no other server, whatever public origin is set. */
const hereOf = (address: string) => location.origin + address.replace(/^https?:\/\/[^/]+/, '')

const dated = (tiles: string, asOf: string | null) =>
  asOf ? `${tiles}${tiles.includes('?') ? '&' : '?'}as_of=${asOf}` : tiles

export const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches
