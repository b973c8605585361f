// Pictures to look at: node e2e/shots.mjs FOLDER [NAME…]. BASE_URL names a server; without it the mock serves.

import { mkdir } from 'node:fs/promises'
import { launch } from './browser.mjs'
import { startMock } from './mock.mjs'

const [folder = 'shots', ...only] = process.argv.slice(2)
const mock = process.env.BASE_URL ? null : await startMock()
const base = process.env.BASE_URL ?? mock.origin
const desk = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
const id = (await (await fetch(`${base}/v1/suggest?q=${encodeURIComponent('清湖街道')}&limit=1`)).json()).items[0].id

const shots = [
  ['desk', desk, '/'],
  ['desk-card', desk, `/?id=${id}`],
  ['desk-suggest', desk, '/', async (page) => { await page.keyboard.press('/'); await page.keyboard.type('清湖'); await page.waitForSelector('[role=option]') }],
  ['desk-z8', desk, '/#map=8/28.6/118.6'],
  ['desk-z11', desk, '/?pinyin=1#map=11/28.68/118.6'],
  ['desk-z13', desk, '/#map=13/28.68/118.62'],
  ['desk-z15', desk, '/?as_of=2019-12-31#map=15/28.67/118.63'],
  ['desk-list', desk, `/?view=list&id=${id}`],
  ['desk-results', desk, '/?q=%E4%B8%8A'],
  ['desk-dark', { ...desk, colorScheme: 'dark' }, `/?id=${id}`],
  ['desk-en', { ...desk, locale: 'en-GB' }, `/?id=${id}&lang=en&pinyin=1`],
  ['desk-help', desk, '/', (page) => page.keyboard.press('?')],
  ['phone', phone, '/'],
  ['phone-card', phone, `/?id=${id}`],
  ['phone-suggest', phone, '/', async (page) => { await page.fill('#search', '清湖'); await page.waitForSelector('[role=option]') }],
  ['phone-list', phone, '/?view=list'],
]

await mkdir(folder, { recursive: true })
const browser = await launch()
for (const [name, options, path, act] of shots) {
  if (only.length && !only.includes(name)) continue
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  const page = await context.newPage()
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(name, message.text().slice(0, 300)) })
  page.on('pageerror', (err) => console.log(name, String(err)))
  await page.goto(base + path)
  await page.waitForSelector(path.includes('view=list') ? '.tree' : '.map[data-ready=true]')
  if (path.includes('id=')) await page.waitForSelector('.card h2')
  await act?.(page)
  if (!path.includes('view=list')) await settled(page)
  await page.screenshot({ path: `${folder}/${name}.png` })
  await context.close()
}
if (!only.length || only.includes('print')) {
  const page = await browser.newPage({ ...desk, locale: 'zh-CN' })
  await page.goto(`${base}/?id=${id}`)
  await page.waitForSelector('.map[data-ready=true]')
  await settled(page)
  await page.pdf({ path: `${folder}/print.pdf`, format: 'A4' })
}
await browser.close()
mock?.stop()

/** The map stands still and its last label has faded in. */
async function settled(page) {
  for (let before = ''; ;) {
    await page.waitForTimeout(700)
    const now = page.url() + (await page.getAttribute('.map', 'data-features'))
    if (now === before) return
    before = now
  }
}
