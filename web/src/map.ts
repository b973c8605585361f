// The map itself: MapLibre on our own tiles and style. Loaded only when a map is shown.

import { Map as MapLibre, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource,
  type MapGeoJSONFeature, type PointLike, type StyleSpecification, type VectorTileSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerURL from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { ask } from './api'
import type { Camera } from './url'

setWorkerUrl(workerURL)

export interface Hit {
  id: string | null // of the feature under the pointer, if any
  lon: number
  lat: number
}

export interface Options {
  container: HTMLElement
  bounds: [number, number, number, number]
  camera: Camera | null
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
const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

export class PublicMap {
  private readonly map: MapLibre
  private readonly loaded: Promise<void>
  private selection: { id: string; code: string | null } | null = null
  private marked: GeoJSON.FeatureCollection = none

  private constructor(private readonly options: Options, style: StyleSpecification, private readonly tiles: string) {
    const { bounds, camera } = options
    this.map = new MapLibre({
      container: options.container,
      style,
      bounds,
      fitBoundsOptions: { padding: options.padding() },
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
    }
    this.options.container.dataset.tiles = tiles
  }

  async setPinyin(on: boolean): Promise<void> {
    await this.loaded
    for (const layer of this.map.getStyle().layers) {
      if (isLabel(layer)) this.map.setLayoutProperty(layer.id, 'text-field', on ? twoLines : oneLine)
    }
  }

  /** Marks a place: a point or line is drawn, a division's own area in the tiles is tinted. */
  async select(id: string | null, code: string | null, shape: GeoJSON.FeatureCollection): Promise<void> {
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
  async show(bounds: [number, number, number, number], zoom: number): Promise<void> {
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

  canvas(): HTMLCanvasElement {
    return this.map.getCanvas()
  }

  close(): void {
    this.map.remove()
  }

  private listen(): void {
    const { map, options } = this
    const { dataset } = options.container
    dataset.ready = 'false'
    map.on('move', () => this.moved())
    map.on('load', () => this.moved())
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
    const zoom = this.map.getZoom()
    const metres = (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom)
    this.options.onMove({ zoom, lat, lon: lng }, metres, this.map.getBearing())
  }

  /** The label or point under the pointer, else the division whose names are shown at this zoom. */
  private hit(at: { x: number; y: number }, lon: number, lat: number): Hit {
    const label = this.map.queryRenderedFeatures(near(at, 4), { layers: pickable })[0]
    const area = () => this.areaAt(at)
    return { id: idOf(label) ?? idOf(area()), lon, lat }
  }

  private areaAt(at: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const zoom = this.map.getZoom()
    const deepest = zoom < 9 ? 3 : zoom < 11.5 ? 4 : 5
    const areas = this.map.queryRenderedFeatures([at.x, at.y], {
      layers: ['areas'], filter: ['<=', ['get', 'level'], deepest],
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

const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches
