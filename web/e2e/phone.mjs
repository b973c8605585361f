// A phone in the hands of an inspector: a browser profile of its own on disk, closed and opened again.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { args, executablePath } from './browser.mjs'
import { accessible, shot } from './desk.mjs'

export const pin = '482913'

/** A phone that was never used; at is where it stands. */
export async function newPhone(origin, at, where = '/field') {
  const profile = await mkdtemp(path.join(tmpdir(), 'diming-phone-'))
  const phone = { origin, at, profile, context: null, page: null, faults: [] }
  await open(phone, where)
  return phone
}

/** Opens the app on the phone, as after it was closed or killed; where is null for an empty page. phone.camera is a film that its camera sees. */
export async function open(phone, where = '/field') {
  phone.context = await chromium.launchPersistentContext(phone.profile, {
    executablePath,
    args: [...args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', ...(phone.camera ? [`--use-file-for-fake-video-capture=${phone.camera}`] : [])],
    viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', reducedMotion: 'reduce',
    geolocation: { longitude: phone.at.lon, latitude: phone.at.lat, accuracy: 8 }, permissions: ['geolocation', 'microphone', 'camera', 'accelerometer', 'gyroscope', 'magnetometer'],
  })
  phone.page = phone.context.pages()[0] ?? await phone.context.newPage()
  phone.page.on('pageerror', (err) => phone.faults.push(`page error: ${err}`))
  phone.page.on('request', (request) => { if (!request.url().startsWith(phone.origin) && !/^(data|blob|pack):/.test(request.url())) phone.faults.push(`request to another server: ${request.url()}`) })
  if (where) await phone.page.goto(phone.origin + where)
}

export async function close(phone) {
  await phone.context.close()
  assert.deepEqual(phone.faults, [])
}

/** Kills the whole browser, as a phone does that runs out of memory or power. */
export async function kill(phone) {
  const cdp = await phone.context.newCDPSession(phone.page)
  const gone = new Promise((done) => phone.context.once('close', done))
  await cdp.send('Browser.crash').catch(() => undefined)
  await gone
}

export async function throwAway(phone) {
  await rm(phone.profile, { recursive: true, force: true })
  if (phone.camera) await rm(phone.camera, { force: true })
}

/** What the camera of a phone sees when it is held before a picture: a film of it, in the middle of white. The phone is opened anew. */
export async function beforeCamera(phone, { buffer, mimeType }) {
  const frame = await phone.page.evaluate(async ([base64, type]) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type }))
    const canvas = document.createElement('canvas')
    canvas.width = 1280
    canvas.height = 720
    const c = canvas.getContext('2d')
    c.fillStyle = '#fff'
    c.fillRect(0, 0, 1280, 720)
    const scale = 640 / Math.max(picture.width, picture.height)
    c.drawImage(picture, 320, 40, picture.width * scale, picture.height * scale)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
  }, [buffer.toString('base64'), mimeType])
  await close(phone)
  phone.camera = phone.profile + '.mjpeg'
  await writeFile(phone.camera, Buffer.concat(Array.from({ length: 30 }, () => Buffer.from(frame, 'base64'))))
  await open(phone)
  await unlock(phone)
}

/** Sets the PIN of a new phone. */
export async function setPin({ page }) {
  await page.getByLabel('PIN', { exact: true }).fill(pin)
  await page.getByLabel('再输一次').fill(pin)
  await looked(page, 'field-pin')
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByRole('heading', { name: '登记这部手机' }).waitFor()
}

export async function unlock({ page }) {
  await page.getByLabel('PIN', { exact: true }).fill(pin)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await page.locator('.status').waitFor()
}

/** Waits until a screen says so in the line at its top. */
export async function says({ page }, text) {
  await page.locator('.status').getByText(text, { exact: true }).waitFor({ timeout: 60_000 })
}

/** A picture of a screen to look at, after axe looked at it. */
export async function looked(page, name) {
  await shot(page, name)
  await accessible(page)
}

/** A photo as a phone's camera makes one: large, with what it shows drawn by the browser. */
export async function photo({ page }, words) {
  const data = await page.evaluate((words) => {
    const canvas = document.createElement('canvas')
    canvas.width = 4000
    canvas.height = 3000
    const c = canvas.getContext('2d')
    const sky = c.createLinearGradient(0, 0, 4000, 3000)
    sky.addColorStop(0, '#9ac')
    sky.addColorStop(1, '#363')
    c.fillStyle = sky
    c.fillRect(0, 0, 4000, 3000)
    c.fillStyle = '#ddd'
    c.fillRect(1500, 700, 1000, 2000)
    c.fillStyle = '#a00'
    c.font = '300px sans-serif'
    c.fillText(words, 1560, 1500)
    return canvas.toDataURL('image/jpeg', 0.9)
  }, words)
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(data.split(',')[1], 'base64') }
}

/** A name drawn in the box. */
export async function draws({ page }) {
  const canvas = page.locator('canvas.draw')
  await canvas.scrollIntoViewIfNeeded()
  const box = await canvas.boundingBox()
  await page.mouse.move(box.x + 40, box.y + 30)
  await page.mouse.down()
  for (let i = 0; i <= 10; i++) await page.mouse.move(box.x + 40 + 18 * i, box.y + 30 + (i % 2) * 40)
  await page.mouse.up()
}

/** The code on the screen of one phone, as the other's camera would see it. */
export async function codeOn({ page }, label) {
  const code = page.getByRole('img', { name: label })
  await code.scrollIntoViewIfNeeded()
  await code.evaluate((svg) => svg.scrollIntoView({ block: 'start' }))
  await page.evaluate(() => scrollBy(0, -60))
  return { name: 'code.png', mimeType: 'image/png', buffer: await page.screenshot({ clip: await code.boundingBox() }) }
}
