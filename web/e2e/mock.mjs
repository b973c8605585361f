// A stand-in for the Go server with the same routes, for the journeys and for work on the pages:
// node e2e/mock.mjs [PORT]. Serves dist/ and a made-up county.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import GeoJSONVT from 'geojson-vt'
import vtpbf from 'vt-pbf'
import { layersOf } from '../src/cartography.mjs'
import { county, makeLand } from './land.mjs'

const land = makeLand()
const folder = new URL('..', import.meta.url)
const [table, palettes] = await Promise.all(['table', 'palettes'].map(async (name) => JSON.parse(await readFile(new URL(`../cartography/${name}.json`, folder), 'utf8'))))
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const collection = (features) => ({ type: 'FeatureCollection', features })
const options = { maxZoom: 14, indexMaxZoom: 6, buffer: 256, extent: 4096, tolerance: 2 }
const sides = land.divisions.filter(({ properties: { level } }) => level < 5).map(({ properties: { level }, geometry }) =>
  ({ type: 'Feature', properties: { level }, geometry: { type: 'MultiLineString', coordinates: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat().map(areaToRight) } }))
const layers = Object.fromEntries(Object.entries({
  divisions: land.divisions, division_sides: sides, division_lines: land.lines, division_labels: land.labels,
  places: land.places, water: land.water, roads: land.roads,
}).map(([name, features]) => [name, new GeoJSONVT(collection(features), options)]))

// As the server does, what is not known is left out.
const blank = { state: 'current', token: '0123456789', page_url: 'https://dm.example/Q/0123456789', source: '演示', demo: true }

const classes = { 3: ['21400', '县级行政区'], 4: ['21500', '乡级行政区'], 5: ['21610', '村民委员会'] }
const upper = [{ code: '330000', name: '浙江省', level: 1 }, { code: '330800', name: '衢州市', level: 2 }]
const byCode = new Map(land.register.map((division) => [division.code, division]))
const turned = '2017-01-01' // the day that 清湖镇 became 清湖街道
const places = [...land.register.map(asPlace), ...land.places.map(asPoint)]
const byID = new Map(places.map((place) => [place.id, place]))

/** The ring of an area as it is walked with the area to the right. */
function areaToRight(ring) {
  const twice = ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0)
  return twice > 0 ? ring.toReversed() : ring
}

function chain(code) {
  const own = [6, 9, 12].filter((n) => n <= code.length).map((n) => byCode.get(code.slice(0, n)))
  return [...upper, ...own.map(({ code, name, level }) => ({ code, name, level }))]
}

function asPlace({ id, code, name, pinyin, level, lon, lat, shape }) {
  const [class_, class_name] = classes[level]
  const qinghu = name === '清湖街道'
  const standard = { text: name, kind: 'standard', lang: 'zh', pinyin, valid_from: qinghu ? '2017-01-01' : null, valid_to: null }
  const former = { text: '清湖镇', kind: 'former', lang: 'zh', pinyin: 'Qīnghú Zhèn', valid_from: '1985-05-01', valid_to: '2017-01-01' }
  return {
    ...blank, id, name, pinyin, class: class_, class_name, divisions: chain(code), lon, lat, shape, division: code,
    names: qinghu ? [standard, former] : [standard], reading_confirmed: level < 5,
    meaning: qinghu ? '境内溪流清澈，汇而成湖，故名清湖。' : undefined,
    origin: qinghu ? '因清湖码头得名，旧为仙霞古道水陆转运之处。' : undefined,
    history: qinghu ? '1985年设清湖镇；2016年撤镇设街道，六个村划入邻近街道。' : undefined,
    elevation_m: qinghu ? '96.0' : undefined, code,
  }
}

function asPoint({ properties: { id, name, pinyin, class: class_ }, geometry: { coordinates: [lon, lat] } }) {
  const class_name = { 12: '水库', 13: '山峰', 22: '农村居民点' }[class_.slice(0, 2)]
  const home = nearest(lon, lat)
  const names = [{ text: name, kind: 'standard', lang: 'zh', pinyin, valid_from: null, valid_to: null }]
  return { ...blank, id, name, pinyin, class: class_, class_name, divisions: chain(home.code), names, lon, lat, division: home.code, reading_confirmed: true }
}

function nearest(lon, lat) {
  return land.register.filter((division) => division.level === 5)
    .sort((a, b) => Math.hypot(a.lon - lon, a.lat - lat) - Math.hypot(b.lon - lon, b.lat - lat))[0]
}

const bare = (text) => text.normalize('NFD').replace(/[\u0300-\u036f' ]/g, '').toLowerCase()
const initials = (text) => bare(text.normalize('NFD').replace(/[^A-Za-z ]/g, '')).slice(0, 1)

function match(place, q) {
  const former = place.names.find((name) => name.kind === 'former' && name.text.startsWith(q))
  if (place.name === q || place.name.replace(/(街道|镇|乡|村)$/, '') === q) return { kind: 'exact', text: place.name }
  if (former?.text === q) return { kind: 'former', text: former.text }
  if (place.name.startsWith(q)) return { kind: 'prefix', text: place.name }
  if (place.division === q && place.class.startsWith('21')) return { kind: 'code', text: q }
  if (q === '淸湖' && place.name === '清湖街道') return { kind: 'variant', text: place.name }
  if (q === '清胡街道' && place.name === '清湖街道') return { kind: 'fuzzy', text: place.name }
  if (/^[a-z]+$/i.test(q) && bare(place.pinyin).startsWith(bare(q))) return { kind: 'pinyin', text: place.pinyin }
  if (q === 'qhjd' && initials(place.pinyin) === 'q' && place.name === '清湖街道') return { kind: 'initials', text: q }
  return former ? { kind: 'former', text: former.text } : null
}

/** As it was on a day: in this land one township was a town, with another code, before 2017. */
function then(place, asOf) {
  if (place.name !== '清湖街道' || !asOf || asOf >= turned) return place
  const divisions = place.divisions.map((division) => (division.code === place.code ? { ...division, code: '330881104', name: '清湖镇' } : division))
  return { ...place, name: '清湖镇', pinyin: 'Qīnghú Zhèn', code: '330881104', division: '330881104', divisions,
    names: place.names.map((name) => ({ ...name, kind: 'standard' })) }
}

function search(q, limit, cursor, asOf) {
  const from = Number(cursor ?? 0)
  const found = places.map((place) => ({ place: then(place, asOf), match: match(place, q) })).filter((hit) => hit.match)
  const items = found.slice(from, from + limit).map(({ place, match }) => ({
    id: place.id, name: place.name, pinyin: place.pinyin, class: place.class, class_name: place.class_name,
    division: place.division, division_name: place.divisions.map((division) => division.name).join(' '),
    match, score: 1, current: true, lon: place.lon, lat: place.lat,
  }))
  return { items, next: from + limit < found.length ? String(from + limit) : undefined }
}

function contains(rings, x, y) {
  let inside = false
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
  }
  return inside
}

function geojson(place) {
  const geometry = place.shape
    ? { type: 'MultiPolygon', coordinates: place.shape.map((ring) => [ring]) } : { type: 'Point', coordinates: [place.lon, place.lat] }
  return { type: 'Feature', id: place.id, properties: { name: place.name }, geometry }
}

const changes = (place) => place.name !== '清湖街道' ? [] : [
  { at: '2026-11-22T00:00:00Z', action: 'division.record_past', kind: 'former', text: '清湖镇', valid_from: '1985-05-01', valid_to: '2017-01-01', corrected: false },
  { at: '2026-11-22T00:00:00Z', action: 'import.divisions', kind: 'standard', text: '清湖街道', valid_from: '2017-01-01', corrected: false },
  { at: '2026-11-22T00:00:00Z', action: 'place.describe', reason: '示例文字', kind: 'place', valid_from: '2017-01-01', corrected: false },
]

const events = [['type_change', 1], ['code_change', 7]].flatMap(([kind, n]) => Array.from({ length: n }, () => ({ kind, effective: turned, precision: 'year' })))

const meta = {
  county: county.name, county_code: county.code, demo: true, approval_number: null, attribution: '江山市民政局（演示） · 区划代码来自公开资料',
  bounds: county.bounds, dates: { first: '2016-01-01', last: new Date().toISOString().slice(0, 10) }, recorded_to: '2026-11-22T00:00:00Z',
}

function qr() {
  const dots = Array.from({ length: 29 * 29 }, (_, i) => ((i * 7919) % 13 < 6 ? `M${i % 29} ${(i / 29) | 0}h1v1h-1z` : '')).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 37 37"><path fill="#fff" d="M-4-4h37v37h-37z"/><path d="${dots}"/></svg>`
}

function tile(z, x, y) {
  const parts = Object.entries(layers).map(([name, index]) => [name, index.getTile(z, x, y)]).filter(([, part]) => part?.features.length)
  return parts.length ? Buffer.from(vtpbf.fromGeojsonVt(Object.fromEntries(parts), { version: 2, extent: 4096 })) : null
}

const json = (value, status = 200, type = 'application/json') => ({ status, type, body: JSON.stringify(value) })
const missing = () => json({ type: 'about:blank', title: '没有此项', status: 404, detail: '请检查地址，或从搜索重新进入。' }, 404, 'application/problem+json')
const limitOf = (param) => Number(param.get('limit') ?? 20)

const routes = [
  [/^\/v1\/meta$/, () => json(meta)],
  [/^\/v1\/(?:suggest|places)$/, (_, param) => json(search(param.get('q') ?? '', limitOf(param), param.get('cursor'), param.get('as_of')))],
  [/^\/v1\/reverse$/, (_, param) => {
    const [lon, lat] = [Number(param.get('lon')), Number(param.get('lat'))]
    const inside = land.register.some((division) => division.level === 3 && contains(division.shape, lon, lat))
    return json({ divisions: inside ? chain(nearest(lon, lat).code) : [], place: null })
  }],
  [/^\/v1\/divisions\/(\d+)\/children$/, ([code]) => json({
    items: land.register.filter((division) => division.parent === code).map(({ code, name, level, id }) => ({ code, name, level, id })),
  })],
  [/^\/v1\/divisions\/(\d+)\/changes$/, () => json({ items: events })],
  [/^\/v1\/places\/([^/]+)(\/history|\/geojson|\/qr\.svg)?$/, ([id, part], param) => {
    const place = byID.get(decodeURIComponent(id))
    if (!place) return missing()
    if (part === '/history') return json({ items: changes(place) })
    if (part === '/geojson') return json(geojson(place), 200, 'application/geo+json')
    if (part === '/qr.svg') return { status: 200, type: 'image/svg+xml', body: qr() }
    return json({ ...then(place, param.get('as_of')), shape: undefined, division: undefined })
  }],
  [/^\/styles\/sprite(@2x)?\.json$/, () => json({})],
  [/^\/styles\/(\w+)\.json$/, ([name], param) => (palettes[name] ? json({
    version: 8, metadata: { 'diming:style': name }, sprite: 'https://dm.example/styles/sprite',
    sources: { tiles: { type: 'vector', url: '/tiles/public.json' }, selected: { type: 'geojson', data: collection([]) } },
    layers: layersOf(table, palettes, name, { set: 'public', lang: param.get('lang') ?? 'zh', pinyin: param.get('pinyin') !== '0' }),
  }) : missing())],
  [/^\/styles\/sprite(@2x)?\.png$/, () => ({ status: 200, type: 'image/png', body: dot })],
  [/^\/tiles\/public\.json$/, () => json({
    tilejson: '3.0.0', tiles: ['https://dm.example/tiles/public/{z}/{x}/{y}.mvt'], minzoom: 4, maxzoom: 14, bounds: [118, 27.9, 119.2, 29.3], vector_layers: [],
  })],
  [/^\/tiles\/public\/(\d+)\/(\d+)\/(\d+)\.mvt$/, ([z, x, y]) => {
    const body = tile(Number(z), Number(x), Number(y))
    return body ? { status: 200, type: 'application/vnd.mapbox-vector-tile', body } : { status: 204, type: 'text/plain', body: '' }
  }],
]

// The strictest policy that the pages need; a real server may send the same.
const policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', json: 'application/json' }

async function file(path) {
  const name = './dist' + (path === '/' ? '/index.html' : path)
  const body = await readFile(new URL(name, folder)).catch(() => null)
  return body ? { status: 200, type: types[path === '/' ? 'html' : path.split('.').pop()] ?? 'application/octet-stream', body } : missing()
}

/** Starts the mock on port (0: any free one) of the loopback; answers its origin and a way to stop it. */
export async function startMock(port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost')
    const route = routes.find(([pattern]) => pattern.test(url.pathname))
    const answer = route ? route[1](route[0].exec(url.pathname).slice(1), url.searchParams) : await file(url.pathname)
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-security-policy': policy })
    response.end(answer.body)
  })
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { origin } = await startMock(Number(process.argv[2] ?? 5180))
  console.log(origin)
}
