// The styles drawn by MapLibre itself, as any client would: compared with pictures that a person has looked at
// (e2e/pictures). UPDATE=1 writes them anew; then look at each of them.

import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { accessible, opens } from './desk.mjs'
import { layersOf } from '../src/cartography.mjs'

const folder = new URL('./pictures/', import.meta.url)
const library = new URL('../node_modules/maplibre-gl/dist/', import.meta.url)
const side = 360
const center = [118.607, 28.6875]
const zooms = [6, 10, 14]

// Between two demos, whose ids differ, no pixel was another by this measure; what is tolerated is for another build of
// the browser, whose edges of letters differ.
const apart = 40 // levels of a colour, of 255, from which a pixel counts as another
const tolerated = 0.004 // share of the pixels that may be another

const table = JSON.parse(await readFile(new URL('../../cartography/table.json', import.meta.url), 'utf8'))
const palettes = JSON.parse(await readFile(new URL('../../cartography/palettes.json', import.meta.url), 'utf8'))

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

export const mapJourneys = [
  { name: 'public map: a tap on the sign of a shelter opens its card, with the way to its village', options: phone, run: tapsAShelter },
  { name: 'public map: shelters are found by keyboard and by search', run: findsShelters },
  { name: 'public map: deep in a village it says which, beside the scale', options: phone, run: saysWhereOneIs },
  { name: 'public map: a phone says that tiles cannot be had, where it can be read and tapped', options: phone, run: saysOnAPhone },
  { name: 'office map: tiles that cannot be had are said, and asked for again', run: saysThatTilesAreAway },
  {
    name: 'map styles: MapLibre draws each at three zooms as a person has seen it',
    options: { viewport: { width: side, height: side } },
    run: async (page, base) => {
      await page.context().request.post(base + '/v1/session', { data: { login: 'inspector', password: process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026' } })
      await serveLibrary(page, base)
      await page.goto(base + '/map-styles-journey')
      await mkdir(folder, { recursive: true })
      const wrong = []
      for (const style of Object.keys(palettes)) {
        const drawn = await page.evaluate(draw, { style: `${base}/styles/${style}.json?lang=zh`, center, zooms })
        assert.deepEqual(drawn.errors, [], style)
        for (const [i, zoom] of zooms.entries()) {
          const file = new URL(`${style}-${zoom}.webp`, folder)
          if (process.env.UPDATE) await writeFile(file, Buffer.from(drawn.pictures[i].split(',')[1], 'base64'))
          const seen = `data:image/webp;base64,${(await readFile(file)).toString('base64')}`
          const share = await page.evaluate(differing, { a: seen, b: drawn.pictures[i], apart })
          if (process.env.MEASURE) console.log(`      ${style} z${zoom}: ${(share * 100).toFixed(2)} %`)
          if (share > tolerated) wrong.push(`${style} at zoom ${zoom} differs in ${(share * 100).toFixed(1)} % of its pixels`)
        }
      }
      assert.deepEqual(wrong, [])
      // A comparison that finds nothing between two styles would find nothing at all.
      const two = await Promise.all(['public', 'dark'].map(async (style) => `data:image/webp;base64,${(await readFile(new URL(`${style}-10.webp`, folder))).toString('base64')}`))
      assert.ok(await page.evaluate(differing, { a: two[0], b: two[1], apart }) > 0.5)
    },
  },
  {
    name: 'map styles: pages without a server make the same layers as the server',
    run: async (page, base) => {
      for (const style of Object.keys(palettes)) {
        for (const [lang, pinyin, set] of [['zh', true, 'public'], ['en', true, 'office'], ['zh', false, 'office']]) {
          const answer = await page.request.get(`${base}/styles/${style}.json?lang=${lang}&pinyin=${pinyin ? 1 : 0}&set=${set}`)
          assert.deepEqual((await answer.json()).layers, layersOf(table, palettes, style, { lang, pinyin, set }), style)
        }
      }
    },
  },
]

const drawn = (page) => page.locator('.map[data-ready=true]').waitFor()

async function someShelter(page, base) {
  const { items } = await (await page.request.get(base + '/v1/shelters?limit=1&near=118.6310,28.7470')).json()
  return items[0]
}

async function tapsAShelter(page, base) {
  const shelter = await someShelter(page, base)
  await page.goto(`${base}/#map=15.00/${shelter.lat.toFixed(5)}/${shelter.lon.toFixed(5)}`)
  await drawn(page)
  await page.touchscreen.tap(180, 370)
  await page.locator('.card h2', { hasText: shelter.name }).waitFor()
  await page.locator('.card').getByText(`${shelter.capacity} 人`).first().waitFor()
  await page.locator('.card').getByText({ standby: '待命', open: '开放', full: '已满', closed: '关闭' }[shelter.state], { exact: true }).waitFor()
  await accessible(page)
  await page.reload() // the address opens the same card
  await page.locator('.card h2', { hasText: shelter.name }).waitFor()
  await page.getByRole('button', { name: '看' + shelter.division_name }).tap()
  await page.locator('.card h2', { hasText: shelter.division_name }).waitFor()
  await page.getByRole('link', { name: '打开地名页' }).waitFor()
}

async function findsShelters(page, base) {
  const shelter = await someShelter(page, base)
  await page.goto(`${base}/#map=15.00/${shelter.lat.toFixed(5)}/${shelter.lon.toFixed(5)}`)
  await drawn(page)
  await page.getByRole('button', { name: '图中的避难场所' }).focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('region', { name: '图中的避难场所' })
  await accessible(page)
  await list.getByRole('button', { name: shelter.name }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.card h2', { hasText: shelter.name }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.card').waitFor({ state: 'detached' })
  await page.getByRole('combobox').fill(shelter.name.slice(0, 4))
  await page.keyboard.press('Enter')
  await page.locator('.results .row', { hasText: shelter.name }).click()
  await page.locator('.card h2', { hasText: shelter.name }).waitFor()
}

async function saysWhereOneIs(page, base) {
  await page.goto(`${base}/#map=17.50/28.74050/118.62050`)
  await drawn(page)
  await page.locator('.within').getByText(/^.+(街道|镇|乡) · .+$/).waitFor()
  const [within, scale] = [await page.locator('.within').boundingBox(), await page.locator('.scale.screen').boundingBox()]
  assert.ok(scale.x + scale.width <= within.x, 'the scale lies on the names')
  const ground = await page.locator('.scale.screen').evaluate((bar) => getComputedStyle(bar).backgroundColor)
  assert.notEqual(ground, 'rgba(0, 0, 0, 0)', 'the scale stands on what is drawn')
  await page.goto(`${base}/#map=11.00/28.74050/118.62050`)
  await page.waitForFunction(() => document.querySelector('.within')?.hidden)
}

async function saysOnAPhone(page, base) {
  let away = true
  await page.route('**/tiles/public/**/*.mvt*', (route) => (away ? route.abort() : route.continue()))
  await page.goto(base)
  const note = page.getByText('地图暂时取不到，已显示的仍可用')
  await note.waitFor()
  await accessible(page)
  away = false
  await note.getByRole('button', { name: '重试' }).tap({ timeout: 5000 }) // what lies over it would take the tap
  await note.waitFor({ state: 'detached' })
  await page.waitForFunction(() => Number(document.querySelector('.map')?.dataset.labels) > 0)
}

async function saysThatTilesAreAway(page, base) {
  let away = true
  await opens(page, base + '/office/register', 'officer')
  await page.locator('.office-map').waitFor()
  await page.route('**/tiles/office/**/*.mvt*', (route) => (away ? route.abort() : route.continue()))
  await page.reload()
  const note = page.getByText('地图暂时取不到，已显示的仍可用')
  await note.waitFor()
  away = false
  await note.getByRole('button', { name: '重试' }).click()
  await note.waitFor({ state: 'detached' })
  await page.waitForFunction(() => Number(document.querySelector('.office-map .map')?.dataset.labels) > 0)
}

/** A page that holds nothing but MapLibre as it was published. */
async function serveLibrary(page, base) {
  await page.route(base + '/map-styles-journey', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>map</title><style>html,body,#map{margin:0;width:${side}px;height:${side}px}</style><div id="map"></div>` }))
  await page.route(base + '/maplibre/*', async (route) => {
    const name = route.request().url().split('/').pop()
    await route.fulfill({ contentType: name.endsWith('.css') ? 'text/css' : 'text/javascript', body: await readFile(new URL(name, library)) })
  })
}

/** In the page: pictures of a style at some zooms, and what went wrong. */
async function draw({ style, center, zooms }) {
  const { Map, setWorkerUrl } = await import('/maplibre/maplibre-gl.mjs')
  setWorkerUrl('/maplibre/maplibre-gl-worker.mjs')
  const errors = []
  const map = new Map({
    container: 'map', style, center, zoom: zooms[0], fadeDuration: 0, attributionControl: false, interactive: false, pixelRatio: 1,
    canvasContextAttributes: { preserveDrawingBuffer: true },
    // The public origin that is set may be another.
    transformRequest: (url) => ({ url: new URL(new URL(url).pathname + new URL(url).search, location.origin).href }),
  })
  map.on('error', ({ error }) => errors.push(String(error)))
  map.on('styleimagemissing', ({ id }) => errors.push(`the sheet lacks ${id}`))
  const pictures = []
  for (const zoom of zooms) {
    map.jumpTo({ zoom })
    const again = setInterval(() => map.triggerRepaint(), 100)
    await new Promise((done) => map.once('idle', done))
    clearInterval(again)
    pictures.push(map.getCanvas().toDataURL('image/webp', 0.86))
  }
  map.remove()
  return { pictures, errors }
}

/** In the page: the share of pixels of which a colour differs by more than so many levels. */
async function differing({ a, b, apart }) {
  const [one, other] = await Promise.all([a, b].map(async (data) => {
    const image = new Image()
    image.src = data
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    return context.getImageData(0, 0, image.width, image.height).data
  }))
  if (one.length !== other.length) return 1
  let different = 0
  for (let i = 0; i < one.length; i += 4) {
    if (Math.max(...[0, 1, 2].map((c) => Math.abs(one[i + c] - other[i + c]))) > apart) different++
  }
  return different / (one.length / 4)
}
