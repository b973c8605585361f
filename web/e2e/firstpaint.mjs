// How long the page behind a village's code takes until something of it is painted, on Chromium's "Slow 3G" (400 kbit/s down and up, 2,000 ms there
// and back) with the processor slowed six times: node e2e/firstpaint.mjs, BASE_URL a server with the demo. Each time in a browser that holds nothing.
// TIMES=5 says how often. Beside it stands how long the same slowed browser takes for a single line of Chinese without any network: below that no page
// can come here.

import assert from 'node:assert/strict'
import { cpus, loadavg } from 'node:os'
import { launch } from './browser.mjs'

const base = process.env.BASE_URL.replace(/\/$/, '')
const slow3G = { offline: false, latency: 2000, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 }
const slower = 6

const token = await villageToken()
const times = Number(process.env.TIMES ?? 5)
const painted = []
const whole = []
const line = []
for (let i = 0; i < times; i++) {
  const [paint, read] = await opened(`${base}/Q/${token}`, slow3G)
  painted.push(paint)
  whole.push(read)
  line.push((await opened('data:text/html;charset=utf-8,' + encodeURIComponent('<!doctype html><html lang=zh><p>清湖一村'), null))[0])
}
console.log(`load ${loadavg().map((one) => one.toFixed(1)).join(' ')} on ${cpus().length} cores, ${base}/Q/${token}`)
for (const [what, ms] of [['something of the page is painted', painted], ['the page is read', whole], ['a line of Chinese without network', line]]) {
  const sorted = ms.toSorted((a, b) => a - b)
  console.log(`${what}: median ${(sorted[sorted.length >> 1] / 1000).toFixed(2)} s, worst ${(sorted.at(-1) / 1000).toFixed(2)} s`)
}

/** The code of a village that has a card. */
async function villageToken() {
  const { items } = await (await fetch(`${base}/v1/places?q=${encodeURIComponent('清湖一村')}&limit=5`)).json()
  for (const { id } of items) {
    const { token } = await (await fetch(`${base}/v1/places/${id}`)).json()
    if (token && (await (await fetch(`${base}/Q/${token}.json`)).json()).safety) return token
  }
  throw new Error('the demo has no village with a card')
}

/** Opens an address in a browser that holds nothing; milliseconds until something is painted, and until all of it is read. */
async function opened(address, network) {
  const browser = await launch()
  try {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    if (network) await cdp.send('Network.emulateNetworkConditions', network)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    const [paint, read] = await page.evaluate(async () => {
      const first = () => performance.getEntriesByName('first-contentful-paint')[0]
      for (let i = 0; i < 200 && !first(); i++) await new Promise((done) => setTimeout(done, 50))
      return [first()?.startTime, performance.getEntriesByType('navigation')[0].responseEnd]
    })
    assert.ok(paint, 'nothing was painted')
    return [paint, read]
  } finally {
    await browser.close()
  }
}
