// The page behind a village's code on a phone, in a real browser: with no script it is whole; with it the nearest shelter is found
// from where the phone is, what changes shows by itself, and without a network the page is there with its time.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { accessible, opens, shot } from './desk.mjs'
import { startProxy } from './fieldproxy.mjs'
import { close, newPhone, throwAway } from './phone.mjs'

export const scanJourneys = [{ name: 'scan: a village’s page without script, from where one stands, renewed by itself, and without a network', run: scans }]

async function scans(page, base) {
  await opens(page, base + '/office/events', 'emergency')
  await page.getByRole('button', { name: '发布灾害事件' }).waitFor()
  const village = await villageWithTwoShelters(page, base)
  const code = await largeCode(`${base}/Q/${village.token}`, village.token) // before a page asks for the keys
  await said(page, base, village.near.id, 'open', 1)
  await said(page, base, village.other.id, 'open', 1)
  await until(async () => (await json(page, `${base}/Q/${village.token}.json`)).safety.around.shelters.filter(({ state }) => state === 'open').length === 2)
  await withoutScript(page, base, village)

  const proxy = await startProxy(base)
  const phone = await newPhone(proxy.origin, { lon: village.near.lon, lat: village.near.lat }, null)
  try {
    await phone.page.goto(`${proxy.origin}/Q/${village.token}`)
    await nearestFromHere(phone, village)
    await renewsItself(phone, page, base, village)
    await refused(phone)
    await offline(phone, proxy, village, code)
  } finally {
    await close(phone).finally(() => throwAway(phone))
    await proxy.stop().catch(() => undefined)
  }
}

const json = async (page, address) => (await page.request.get(address)).json()

/** Waits until what was reported is behind the codes: within seconds. */
async function until(holds) {
  for (let i = 0; i < 40 && !await holds(); i++) await new Promise((done) => setTimeout(done, 250))
}

/** A village from whose page one may be sent to two shelters at least. */
async function villageWithTwoShelters(page, base) {
  const { items } = await json(page, `${base}/v1/places?q=${encodeURIComponent('清湖一村')}&limit=5`)
  for (const { id } of items) {
    const { token } = await json(page, `${base}/v1/places/${id}`)
    const { safety } = token ? await json(page, `${base}/Q/${token}.json`) : {}
    const [near, other] = safety?.around.shelters ?? []
    if (other) return { token, near, other, code: safety.village.code, count: safety.around.shelters.length }
  }
  throw new Error('the demo has no village with two shelters around')
}

/** What a keeper says of a shelter, as their phone sends it. */
async function said(page, base, shelter, state, people) {
  const answer = await page.request.post(`${base}/v1/shelters/${shelter}/reports`, { data: { id: randomUUID(), state, people }, headers: { origin: base } })
  assert.ok(answer.ok(), await answer.text())
}

async function withoutScript(page, base, { token, near }) {
  const plain = await page.context().browser().newContext({ javaScriptEnabled: false, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  const read = await plain.newPage()
  await read.goto(`${base}/Q/${token}`)
  const main = read.locator('main')
  await main.getByText(near.name).first().waitFor()
  await main.getByText('已开放').first().waitFor()
  assert.ok(await read.locator('a[href^="tel:"]').count() > 0, 'a number to dial')
  assert.equal(await main.getByRole('button').count(), 0)
  await plain.close()
}

/** The order is that from where the phone stands, and where that is goes nowhere. */
async function nearestFromHere(phone, { near, other }) {
  const asked = []
  phone.page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')))
  const first = phone.page.locator('section[data-live] .g').first()
  await phone.page.getByText('位置只在手机里用').waitFor()
  for (const stands of [near, other]) {
    await phone.context.setGeolocation({ longitude: stands.lon + 0.0003, latitude: stands.lat, accuracy: 9 })
    await phone.page.reload()
    await phone.page.getByRole('button', { name: '按我现在的位置' }).click()
    await phone.page.getByRole('heading', { name: /离您这里最近|最近的已开放/ }).waitFor()
    await first.getByText(stands.name, { exact: true }).waitFor()
    await first.getByText('西边').waitFor()
  }
  await phone.page.getByText('直线距离，不是路').waitFor()
  await accessible(phone.page)
  await shot(phone.page, 'scan-near')
  assert.ok(!asked.some((one) => one.includes(String(other.lon).slice(0, 7))), 'the position left the phone')
  await phone.context.setGeolocation({ longitude: 100, latitude: 30, accuracy: 9 })
  await phone.page.reload()
  await phone.page.getByRole('button', { name: '按我现在的位置' }).click()
  await phone.page.getByText(/您离本村约 \d+ 公里/).waitFor()
}

/** A shelter fills: the open page says so without being loaded again, where one reads stays, and it is offered no longer. */
async function renewsItself(phone, page, base, { near, other }) {
  const { page: read } = phone
  await phone.context.setGeolocation({ longitude: other.lon, latitude: other.lat, accuracy: 9 })
  await read.reload() // a position that is seconds old would do
  await read.getByRole('button', { name: '按我现在的位置' }).click()
  const offered = read.locator('section[data-live] .g')
  await offered.first().getByText(other.name, { exact: true }).waitFor()
  await read.locator('.k h2').evaluate((part) => { window.stayed = true; part.scrollIntoView() })
  const top = await read.locator('.k h2').evaluate((part) => part.getBoundingClientRect().top)
  await said(page, base, other.id, 'full', 500)
  const news = read.getByRole('status').getByText(/内容有变化/)
  for (let i = 0; i < 20 && !await news.count(); i++) { // the register's second has to pass
    await read.waitForTimeout(500)
    await read.evaluate(() => dispatchEvent(new Event('online')))
  }
  await news.waitFor()
  await read.getByText('这些不要去').waitFor()
  await offered.first().getByText(near.name, { exact: true }).waitFor()
  assert.equal(await offered.getByText(other.name, { exact: true }).count(), 0, 'a shelter that is full is offered')
  assert.ok(await read.evaluate(() => window.stayed), 'the page was loaded again')
  assert.ok(Math.abs(await read.locator('.k h2').evaluate((part) => part.getBoundingClientRect().top) - top) < 60, 'what was read moved away')
  await shot(read, 'scan-renewed')
}

async function refused(phone) {
  await phone.context.clearPermissions()
  await phone.page.reload()
  await phone.page.getByRole('button', { name: '按我现在的位置' }).click()
  await phone.page.getByText('没有允许使用位置').or(phone.page.getByText('手机定不了位')).waitFor()
  await accessible(phone.page)
}

/** How a page says that it is kept, whether it is the network or the server that does not answer. */
const old = /(没有网络|连不上登记系统)，以下是 \d\d:\d\d 的内容/

/** Without a network the page is there with its time, and checks a large code by the keys that the phone has. */
async function offline(phone, proxy, { token, near }, code) {
  const { page: read } = phone
  const hasKey = () => read.evaluate((key) => !!localStorage.getItem('plate-keys')?.includes(key), code.key)
  for (let i = 0; i < 14 && !await hasKey(); i++) { // the server gives out the same file for a minute
    await read.waitForTimeout(5000)
    await read.reload()
  }
  assert.ok(await hasKey(), 'the phone did not get the key: ' + await read.evaluate(() => JSON.stringify([localStorage.getItem('plate-keys'), !!navigator.serviceWorker.controller, location.href])))
  await read.goto(`${proxy.origin}/Q/${token}`)
  await read.getByText(/核对过，是最新内容/).waitFor()
  await proxy.stop()
  await read.reload()
  await read.getByText(old).waitFor()
  await read.getByText(near.name).first().waitFor()
  await read.goto('about:blank')
  await read.goto(`${proxy.origin}/Q/${token}#${code.text}`)
  await read.getByText(old).waitFor()
  await read.getByText('签名有效').waitFor()
  await read.getByText('制牌时的避灾点：示例小学，东边约 340 米').waitFor()
  await accessible(read)
  await shot(read, 'scan-offline')
  await read.evaluate((text) => { location.hash = text }, code.changed)
  await read.getByText('签名不对').waitFor()
  await phone.context.grantPermissions(['geolocation'])
  await phone.context.setGeolocation({ longitude: near.lon, latitude: near.lat, accuracy: 9 })
  await read.getByRole('button', { name: '按我现在的位置' }).click()
  await read.locator('section[data-live] .g').first().getByText(near.name, { exact: true }).waitFor()
  await proxy.again()
  await read.evaluate(() => dispatchEvent(new Event('online')))
  await read.getByText(/核对过，是最新内容/).waitFor()
  assert.equal(await read.getByText(old).count(), 0)
}

/** What a plate's large code says behind "#", under a key that the register is given: a print run would take a minute. */
async function largeCode(address, token) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const year = new Date().getUTCFullYear()
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  await promisify(execFile)('psql', ['-h', process.env.DIMING_E2E_SOCKET, '-U', 'postgres', '-d', 'diming', '-v', 'ON_ERROR_STOP=1', '-q', '-c',
    `INSERT INTO plate_payload_key (year, nth, public_key, since, entry) SELECT ${year}, 200, '\\x${raw.toString('hex')}', now() - interval '1 day', max(id) FROM ledger_entry ON CONFLICT DO NOTHING`])
  const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const bits = [...token.slice(0, 8)].reduce((sum, c) => sum * 32n + BigInt(crockford.indexOf(c)), 0n)
  const random = Array.from({ length: 5 }, (_, i) => Number((bits >> BigInt(32 - 8 * i)) & 255n))
  const day = Math.floor((Date.now() + 8 * 3_600_000 - Date.UTC(2020, 0, 1)) / 86_400_000)
  const name = (gb) => [gb.length, ...gb]
  const body = Buffer.from([0x11, year - 2000, 200, ...random, day >> 8, day & 255, ...name([0xc5, 0xc6]), 64, 0, 34, ...name([0xca, 0xbe, 0xc0, 0xfd, 0xd0, 0xa1, 0xd1, 0xa7])]) // 牌, 示例小学
  const signature = sign(null, Buffer.concat([Buffer.from(`diming plate payload 1\n${address.toUpperCase()}#`), body]), privateKey)
  const wrong = Buffer.from(signature)
  wrong[5] ^= 1
  return { key: `${year}-200`, text: encode(Buffer.concat([body, signature])), changed: encode(Buffer.concat([body, wrong])) }
}

/** Two bytes in three characters. */
function encode(data) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:*'
  let text = ''
  for (let i = 0; i < data.length; i += 2) {
    const pair = i + 1 < data.length
    const value = pair ? data[i] * 256 + data[i + 1] : data[i]
    text += (pair ? alphabet[Math.floor(value / 1681)] : '') + alphabet[Math.floor(value / 41) % 41] + alphabet[value % 41]
  }
  return text
}
