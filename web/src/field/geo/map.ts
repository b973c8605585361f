// The map of a pack, drawn from what lies on the phone: no tile is ever asked of a server here.

import { addProtocol, LngLatBounds, Map as MapLibre, ScaleControl, setWorkerUrl, type GeoJSONSource, type SourceSpecification, type StyleSpecification } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerURL from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import palettes from '../../../../cartography/palettes.json'
import table from '../../../../cartography/table.json'
import { layersOf } from '../../cartography.mjs'
import type { Field, Kept } from '../field'
import { partsOf } from './export'
import type { Fix } from './position'

setWorkerUrl(workerURL)

/** Markers as squares with their number, on the line of the task. */
export interface Shown { id: string; number: string; lon: number; lat: number; checked: boolean }

let vaultOf: Field | null = null

// pack://PACK+EARLIER+…/tiles/z/x/y
addProtocol('pack', async ({ url }) => {
  const [, packs = '', rest = ''] = /^pack:\/\/([^/]+)\/(.+)$/.exec(url) ?? []
  for (const pack of packs.split('+')) {
    const bytes = await vaultOf?.vault.bytes('tiles', `${pack}/${rest}`)
    if (bytes?.length) return { data: bytes.buffer }
  }
  return { data: new ArrayBuffer(0) }
})

export class FieldMap {
  private readonly map: MapLibre
  private readonly loaded: Promise<void>

  constructor(container: HTMLElement, field: Field, private readonly kept: Kept, onPick: (marker: string) => void) {
    vaultOf = field
    this.map = new MapLibre({
      container, style: styleOf(kept), bounds: this.bounds(), fitBoundsOptions: { padding: 40 }, maxZoom: 18, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    })
    this.map.touchZoomRotate.disableRotation()
    this.map.addControl(new ScaleControl({ unit: 'metric' }))
    this.loaded = new Promise((done) => this.map.once('load', () => { this.addSquares(); done() }))
    container.dataset.ready = 'false'
    this.map.on('idle', () => { container.dataset.ready = 'true' })
    this.map.on('click', ({ point }) => {
      const hit = this.map.queryRenderedFeatures([[point.x - 20, point.y - 20], [point.x + 20, point.y + 20]], { layers: ['markers'] })[0]
      if (hit) onPick(String(hit.properties.id))
    })
  }

  async show(markers: readonly Shown[]): Promise<void> {
    await this.loaded
    void this.source('markers').setData({ type: 'FeatureCollection', features: markers.map(({ lon, lat, ...properties }) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } })) })
  }

  async here(fix: Fix | null): Promise<void> {
    await this.loaded
    void this.source('here').setData({ type: 'FeatureCollection', features: fix ? [
      { type: 'Feature', properties: { kind: 'reach' }, geometry: { type: 'Polygon', coordinates: [circle(fix)] } },
      { type: 'Feature', properties: { kind: 'dot' }, geometry: { type: 'Point', coordinates: [fix.lon, fix.lat] } },
    ] : [] })
  }

  goTo = ({ lon, lat }: Fix): void => void this.map.jumpTo({ center: [lon, lat], zoom: Math.max(this.map.getZoom(), 15) })
  whole = (): void => void this.map.fitBounds(this.bounds(), { padding: 40, animate: false })
  close = (): void => this.map.remove()

  private source = (id: string) => this.map.getSource(id) as GeoJSONSource

  private bounds(): LngLatBounds {
    const bounds = new LngLatBounds()
    for (const part of partsOf(this.kept.pack.line)) for (const [lon, lat] of part) bounds.extend([lon!, lat!])
    for (const { lon, lat } of this.kept.pack.markers) bounds.extend([Number(lon), Number(lat)])
    return bounds
  }

  /** A square for a marker to check, a filled one for one that is checked. */
  private addSquares(): void {
    for (const [id, inner] of [['square', 255], ['square-done', 0]] as const) {
      const size = 20
      const data = new Uint8Array(size * size * 4).fill(255)
      for (let i = 0; i < size * size; i++) {
        const [x, y] = [i % size, Math.floor(i / size)]
        const edge = Math.min(x, y, size - 1 - x, size - 1 - y) < 4
        data.fill(edge ? 0 : inner, i * 4, i * 4 + 3)
      }
      this.map.addImage(id, { width: size, height: size, data })
    }
  }
}

function styleOf({ pack, earlier }: Kept): StyleSpecification {
  const layers = layersOf(table, palettes, 'contrast').filter(({ id }) => id !== 'shelters' && id !== 'shelter-names') // no sheet of signs lies on the phone
  const style: StyleSpecification = { version: 8, sources: {}, layers }
  const packs = [pack.pack, ...earlier].join('+')
  const empty: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }
  style.sources = {
    tiles: { type: 'vector', tiles: [`pack://${packs}/tiles/{z}/{x}/{y}`], minzoom: pack.tiles.min_z, maxzoom: pack.tiles.max_z },
    selected: empty, markers: empty, here: empty,
    line: { type: 'geojson', data: pack.line as GeoJSON.GeoJSON },
    ...(pack.imagery && { imagery: { type: 'raster', tiles: [`pack://${packs}/imagery/{z}/{x}/{y}`], tileSize: 256, minzoom: pack.imagery.min_z, maxzoom: pack.imagery.max_z } }),
  }
  if (pack.imagery) style.layers.splice(1, 0, { id: 'imagery', type: 'raster', source: 'imagery' })
  style.layers.push(
    { id: 'line-casing', type: 'line', source: 'line', paint: { 'line-color': '#fff', 'line-width': 9 } },
    { id: 'line', type: 'line', source: 'line', paint: { 'line-color': '#a3006b', 'line-width': 5, 'line-dasharray': [4, 1, 1, 1] } },
    { id: 'reach', type: 'fill', source: 'here', filter: ['==', ['get', 'kind'], 'reach'], paint: { 'fill-color': '#0a58ca', 'fill-opacity': 0.15, 'fill-outline-color': '#0a58ca' } },
    { id: 'dot', type: 'circle', source: 'here', filter: ['==', ['get', 'kind'], 'dot'], paint: { 'circle-radius': 10, 'circle-color': '#0a58ca', 'circle-stroke-color': '#fff', 'circle-stroke-width': 4 } },
    {
      id: 'markers', type: 'symbol', source: 'markers',
      layout: { 'icon-image': ['case', ['get', 'checked'], 'square-done', 'square'], 'icon-allow-overlap': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1], 'text-field': ['get', 'number'], 'text-size': 18, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-optional': true },
      paint: { 'text-color': '#000', 'text-halo-color': '#fff', 'text-halo-width': 3 },
    },
  )
  return style
}

function circle({ lon, lat, accuracy }: Fix): GeoJSON.Position[] {
  const north = accuracy / 111_000
  const east = north / Math.cos((lat * Math.PI) / 180)
  return Array.from({ length: 49 }, (_, i) => [lon + east * Math.sin((i * Math.PI) / 24), lat + north * Math.cos((i * Math.PI) / 24)])
}
