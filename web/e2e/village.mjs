// What a villager sees who scans the plate of the village in a typhoon: what to do, where to go and
// whom to ring within the first screen, also in large type, in the dark, without scripts, on paper.

import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { accessible, shot as picture } from './desk.mjs'
import { seesFaults, valid } from './markup.mjs'

const shot = (page, name) => picture(page, `village-${name}`)
const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true }

export const villageJourneys = [
  { name: 'village: where to go and whom to ring in the first screen', options: phone, run: firstScreen },
  { name: 'village: every kind of page is valid HTML', options: phone, run: validPages },
]

const password = process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026'
const hour = 3_600_000

/** Writes to the server as an account of the demo, from a browser context of its own. */
async function as(page, base, login) {
  const desk = await page.context().browser().newContext()
  const send = async (path, data, headers = {}) => {
    const answer = await desk.request.post(base + path, { data, headers: { origin: base, ...headers } })
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
    return answer
  }
  const read = async (path) => (await desk.request.get(base + path)).json()
  await send('/v1/session', { login, password })
  return { send, read }
}

/** Warns the county of a typhoon while work runs. */
async function warned(page, base, work) {
  const { send, read } = await as(page, base, 'emergency')
  const now = Date.now()
  const { id } = await (await send('/v1/disaster-events', {
    hazard: 'typhoon', signal: 'orange', title: '示例台风橙色预警', todo: '住在低洼处和危房的，马上转移到避灾点', body: '示例防汛指挥部', number: '示例〔2026〕12号',
    issued: new Date(now).toISOString(), until: new Date(now + 24 * hour).toISOString(), areas: ['330881'],
  })).json()
  try {
    return await work()
  } finally {
    const { etag } = await read(`/v1/disaster-events/${id}`)
    await send(`/v1/disaster-events/${id}/end`, {}, { 'if-match': etag })
  }
}

async function tokenOf(page, base, name) {
  const { items } = await (await page.request.get(`${base}/v1/places?q=${encodeURIComponent(name)}&limit=1`)).json()
  return (await (await page.request.get(`${base}/v1/places/${items[0].id}`)).json()).token
}

/** How far down the page, in pixels, a part of it ends. */
const endOf = (page, part) => page.locator(part).first().evaluate((element) => Math.round(element.getBoundingClientRect().bottom + scrollY))

/** Enlarges text as a phone's chat app does: letters alone, nothing else. */
const enlarged = (page, percent) => page.evaluate((size) => { document.documentElement.style.webkitTextSizeAdjust = size }, `${percent}%`)

const sideways = async (page, what) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} scrolls sideways`)

async function firstScreen(page, base) {
  const address = `${base}/Q/${await tokenOf(page, base, '清湖一村')}`
  await warned(page, base, async () => {
    await page.goto(address)
    for (let tries = 0; tries < 20 && !await page.locator('.al').count(); tries++) { await page.waitForTimeout(500); await page.reload() }
    await page.locator('.al', { hasText: '马上转移到避灾点' }).waitFor()
    // On the narrowest phone the largest type does not reach: the number ends on the second screen.
    for (const [percent, width, bound] of [[100, 360, 640], [130, 360, 640], [160, 360, 640], [100, 320, 640], [130, 320, 640], [160, 412, 640]]) {
      await page.setViewportSize({ width, height: 640 })
      await enlarged(page, percent)
      const [todo, shelter, number] = [await endOf(page, '.al p b'), await endOf(page, '.g'), await endOf(page, '.cl')]
      assert.ok(todo < shelter && shelter < number && number <= bound, `at ${width} px and ${percent} %: what to do ends at ${todo} px, the shelter at ${shelter}, the number at ${number}, want ${bound} at most`)
      await sideways(page, `the card at ${width} px and ${percent} %`)
      await shot(page, `${width}-${percent}`)
    }
    await page.setViewportSize(phone.viewport)
    await enlarged(page, 100)
    await everyTheme(page, [address, `${address}?lang=en`])
    await withoutScripts(page, address)
    await onPaper(page, address)
  })
}

/** Opens pages in light and in dark: axe finds nothing, nothing scrolls sideways on the narrowest phone. */
async function everyTheme(page, addresses) {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    for (const address of addresses) {
      await page.goto(address)
      await accessible(page)
      await sideways(page, address)
    }
    await shot(page, colorScheme)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function withoutScripts(page, address) {
  const plain = await page.context().browser().newContext({ ...phone, locale: 'zh-CN', javaScriptEnabled: false })
  const wall = await plain.newPage()
  await wall.goto(address)
  for (const text of ['马上转移到避灾点', '也可以去', '打电话：', '有效到', '看全文', '怎样辨真假']) await wall.getByText(text).first().waitFor()
  await plain.close()
}

async function onPaper(page, address) {
  await page.goto(address)
  await page.emulateMedia({ media: 'print' })
  await sideways(page, 'the printed card')
  await page.getByText(/^https?:.*\/Q\//).waitFor() // paper has no links
  assert.equal(await page.locator('.al').evaluate((warning) => getComputedStyle(warning).color), 'rgb(0, 0, 0)', 'a warning printed without its ground can be read')
  await page.locator('.al').waitFor()
  await page.getByText('0570-000').first().waitFor()
  await page.emulateMedia({ media: 'screen' })
}

/** One page of each kind that the server sends. */
async function kindsOf(page, base) {
  const { read } = await as(page, base, 'officer')
  const token = await tokenOf(page, base, '清湖一村')
  const places = (await read('/v1/places?division=330881&class=21610&limit=100')).items.filter((_, i) => i % 5 === 0)
  const villages = await Promise.all(places.map(async ({ id }) => `/Q/${(await read(`/v1/places/${id}`)).token}`))
  const plates = new Map()
  for (const state of ['in_use', 'faulty', 'installed', 'removed', 'replaced', 'void', 'planned']) {
    for (const plate of (await read(`/v1/plates?state=${state}&limit=200`)).items) if (plate.token) plates.set(`${plate.kind} ${state}`, `/Q/${plate.token}`)
  }
  const { policies } = await read(`/v1/villages/${(await villageCode(read))}/safety`)
  const notices = ['/Q/0000000000', '/Q/8F3K', `/Q/${token}/report`, '/r/0000000', '/notices', '/announcements', '/apply', '/apply/address', '/apply/status', '/certificates/0123456789abcdefghjkmnpqrs']
  const frames = ['/', '/office', '/field', '/install', '/shelter']
  return { shown: [`/Q/${token}`, [...plates.values()][0], policies[0].url, '/Q/0000000000', '/Q/8F3K', `/Q/${token}/report`], all: [...villages, ...plates.values(), ...policies.map(({ url }) => url), ...notices, ...frames, ...villages.slice(0, 3).map((address) => `${address}?lang=en`)] }
}

async function villageCode(read) {
  const { items } = await read('/v1/places?q=%E6%B8%85%E6%B9%96%E4%B8%80%E6%9D%91&limit=1')
  return items[0].division
}

/** What a page behind a code may weigh, with all that is in it. */
function small(html, what) {
  const [raw, packed] = [Buffer.byteLength(html), gzipSync(html).length]
  assert.ok(raw <= 24 * 1024 && packed <= 6144, `${what}: ${raw} bytes, ${packed} packed, want ${24 * 1024} and 6144 at most`)
}

async function validPages(page, base) {
  await seesFaults()
  const { shown, all } = await kindsOf(page, base)
  assert.ok(all.length >= 40, `${all.length} pages are too few`)
  for (const address of all) {
    const html = await (await page.request.get(base + address)).text()
    await valid(html, address)
    if (address.startsWith('/Q/') && !address.endsWith('/report')) small(html, address)
  }
  await everyTheme(page, shown.map((address) => base + address))
}
