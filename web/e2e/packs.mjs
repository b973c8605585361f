// A pack of tiles as a program that knows nothing of this server uses it: npm pmtiles reads it by
// ranges, and MapLibre draws a map of it. deploy/e2e.sh makes the pack of the town.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { shot } from './desk.mjs'

export const packJourneys = [{ name: 'packs: MapLibre draws a map of a pack that it reads by ranges', run: mapOfPack }]

const parts = {
  'maplibre-gl.mjs': 'maplibre-gl/dist/maplibre-gl.mjs',
  'maplibre-gl-shared.mjs': 'maplibre-gl/dist/maplibre-gl-shared.mjs',
  'maplibre-gl-worker.mjs': 'maplibre-gl/dist/maplibre-gl-worker.mjs',
  'pmtiles.js': 'pmtiles/dist/pmtiles.js',
}

const html = '<!doctype html><meta charset="utf-8"><title>pack</title><style>html, body, #map { height: 100%; margin: 0 }</style><div id="map"></div><script src="pmtiles.js"></script>'

/** Serves a page of somebody else beside the server: the two libraries and a place for a map. */
async function pageBeside(page, base) {
  await page.route(`${base}/somebody/*`, async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop()
    if (name === 'map.html') return route.fulfill({ contentType: 'text/html', body: html })
    return route.fulfill({ contentType: 'text/javascript', body: await readFile(new URL(`../node_modules/${parts[name]}`, import.meta.url), 'utf8') })
  })
  await page.goto(`${base}/somebody/map.html`)
}

async function mapOfPack(page, base) {
  const list = await (await page.request.get(`${base}/packs`)).json()
  const pack = list.packs.find((one) => one.title.endsWith('清湖街道'))
  assert.ok(pack, `no pack of the town is offered: ${JSON.stringify(list)}`)
  const answers = []
  page.on('response', (answer) => {
    if (answer.url().includes('/packs/')) answers.push([answer.status(), Number(answer.headers()['content-length'])])
  })
  await pageBeside(page, base)
  const read = await page.evaluate(readTile, pack)
  assert.deepEqual(read.zooms, [pack.minzoom, pack.maxzoom])
  assert.equal(read.attribution, pack.attribution)
  assert.ok(read.bytes > 100, `the tile in the middle has ${read.bytes} bytes`)
  const names = await page.evaluate(drawMap, pack)
  assert.ok(names.includes('清湖街道') && names.length > 3, `on the map are ${names}`)
  await shot(page, 'pack-map')
  assert.ok(answers.every(([status]) => status === 206), `answers were ${answers.map(([status]) => status)}`)
  const bytes = answers.reduce((sum, [, size]) => sum + size, 0)
  assert.ok(bytes < pack.bytes, `${bytes} bytes of ${pack.bytes} were read`)
}

/** In the page: reads the head of the pack and the tile in its middle. */
async function readTile(pack) {
  const archive = new globalThis.pmtiles.PMTiles(location.origin + pack.url)
  const header = await archive.getHeader()
  const [west, south, east, north] = pack.bounds
  const zoom = header.maxZoom
  const x = Math.floor(((west + east) / 2 + 180) / 360 * 2 ** zoom)
  const y = Math.floor((1 - Math.asinh(Math.tan((south + north) / 2 * Math.PI / 180)) / Math.PI) / 2 * 2 ** zoom)
  const tile = await archive.getZxy(zoom, x, y)
  return { zooms: [header.minZoom, header.maxZoom], attribution: (await archive.getMetadata()).attribution, bytes: tile?.data.byteLength ?? 0 }
}

/** In the page: draws areas of the pack and tells the names of those that are seen. */
async function drawMap(pack) {
  const { Map, addProtocol, setWorkerUrl } = await import('./maplibre-gl.mjs')
  setWorkerUrl(new URL('maplibre-gl-worker.mjs', location.href).href)
  addProtocol('pmtiles', new globalThis.pmtiles.Protocol().tile)
  const map = new Map({
    container: 'map', bounds: pack.bounds, fadeDuration: 0,
    style: {
      version: 8, sources: { pack: { type: 'vector', url: `pmtiles://${location.origin}${pack.url}` } },
      layers: [
        { id: 'areas', type: 'fill', source: 'pack', 'source-layer': 'divisions', paint: { 'fill-color': '#dfe8d8' } },
        { id: 'lines', type: 'line', source: 'pack', 'source-layer': 'division_lines', paint: { 'line-color': '#7a5c3e' } },
      ],
    },
  })
  await new Promise((resolve, reject) => { map.once('idle', resolve).on('error', ({ error }) => reject(error)) })
  return [...new Set(map.queryRenderedFeatures({ layers: ['areas'] }).map((feature) => feature.properties.name))]
}
