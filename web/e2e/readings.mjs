// Readings confirmed by keyboard in a real browser, against a server with the demo county.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const readingJourneys = [
  { name: 'office: readings confirmed one after the other by keyboard, typed with numbers, taken back', run: confirms },
  { name: 'office: readings with a recording that everybody may play', run: records },
  { name: 'office: readings on a phone', options: { viewport: { width: 360, height: 740 } }, run: looksOnAPhone },
]

const current = (page) => page.locator('.reading-list [aria-current=true]')
const nameOf = (page) => current(page).locator('b').textContent()
const atName = (page, name) => page.locator('.reading-list [aria-current=true] b', { hasText: new RegExp(`^${name}$`) }).first().waitFor()
const left = async (page) => Number(/还有 (\d+) 个/.exec(await page.locator('.reading-progress').textContent())[1])

async function confirms(page, base) {
  await opens(page, base + '/office/readings', 'officer')
  await current(page).waitFor()
  await accessible(page)
  const before = await left(page)
  const first = await nameOf(page)
  await page.keyboard.press('j')
  await page.waitForFunction((was) => document.querySelector('.reading-list li:nth-child(2) [aria-current=true]') && was, first)
  await page.keyboard.press('k')
  await atName(page, first)
  await page.locator('button[type=submit]:focus').waitFor() // where Enter confirms
  await page.keyboard.press('Enter')
  await page.getByText(`${first} 已核定为`).waitFor()
  await page.locator('.reading-list li:nth-child(2) [aria-current=true]').waitFor()
  assert.equal(await left(page), before - 1)
  await accessible(page)
  await shot(page, 'office-readings')

  // Taken back by the key, on the name itself.
  await page.keyboard.press('k')
  await atName(page, first)
  await page.locator('[data-undo]').waitFor()
  await page.keyboard.press('u')
  await page.getByText(`${first} 的核定已撤回`).waitFor()
  await page.getByRole('button', { name: '核定读音' }).waitFor()
  assert.equal(await left(page), before)

  // And right after Enter, when the next name is chosen already.
  await page.locator('button[type=submit]:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.reading-list li:nth-child(2) [aria-current=true]').waitFor()
  await page.keyboard.press('u')
  await atName(page, first)
  await page.getByRole('button', { name: '核定读音' }).waitFor()
  assert.equal(await left(page), before)

  // Heteronyms are marked; another reading is a key away, or typed with numbers.
  await page.goto(base + '/office/readings?heteronyms=1')
  await current(page).waitFor()
  await page.locator('.reading-characters .heteronym').first().waitFor()
  await page.locator('button[type=submit]:focus').waitFor()
  await page.keyboard.press('2')
  await page.locator('.reading-characters [aria-pressed=true]').waitFor()
  const other = await page.getByLabel('核定为').inputValue()
  assert.notEqual(other, await current(page).locator('[lang=zh-Latn]').textContent())
  await accessible(page)
  await shot(page, 'office-readings-heteronym')

  const name = await nameOf(page)
  await page.getByLabel('核定为').fill('ma1')
  await page.locator('.field .wrong').waitFor() // a syllable for each character
  await accessible(page)
  await page.getByLabel('核定为').fill(other.toLowerCase())
  await page.locator('.reading-written', { hasText: other }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(`${name} 已核定为 ${other}`).waitFor()
  await page.locator('.toast').getByRole('button', { name: '撤回核定' }).click()
  await page.getByText(`${name} 的核定已撤回`).waitFor()
}

/** Half a second of silence. */
function wave() {
  const data = Buffer.alloc(4000, 0x80)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0); head.writeUInt32LE(36 + data.length, 4); head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(8000, 24); head.writeUInt32LE(8000, 28); head.writeUInt16LE(1, 32); head.writeUInt16LE(8, 34)
  head.write('data', 36); head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

const plays = (page) => page.locator('audio').evaluate((audio) => new Promise((resolve) => {
  audio.onloadedmetadata = () => resolve(audio.duration)
  audio.onerror = () => resolve('error ' + audio.error?.message)
  audio.preload = 'auto'
  audio.load()
}))

async function records(page, base) {
  await opens(page, base + '/office/readings', 'officer')
  await current(page).waitFor()
  const name = await nameOf(page)
  const fresh = page.getByText('还没有录音')
  await fresh.waitFor()
  await page.getByLabel('上传录音').setInputFiles({ name: 'a.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('<html>') })
  await page.getByRole('alert').filter({ hasText: '网页' }).waitFor()
  await page.getByLabel('上传录音').setInputFiles({ name: '读音.wav', mimeType: 'audio/wav', buffer: wave() })
  await page.locator('audio').waitFor()
  assert.equal(await plays(page), 0.5)
  await accessible(page)
  await shot(page, 'office-readings-sound')
  await page.getByRole('link', { name: '打开这个地名' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await page.locator('audio').waitFor()
  await accessible(page)
  const id = new URL(page.url()).pathname.split('/').pop()
  const sent = await fetch(`${base}/v1/places/${id}/sound`)
  assert.deepEqual([sent.status, sent.headers.get('content-type'), sent.headers.get('x-content-type-options')], [200, 'audio/wav', 'nosniff'])
  await page.goto(`${base}/?id=${id}`)
  await page.locator('audio').waitFor()
  assert.equal(await plays(page), 0.5)
  await page.goto(`${base}/office/register/${id}`)
  await page.getByRole('button', { name: '移除录音' }).click()
  await page.getByText('还没有录音').waitFor()
  assert.equal((await fetch(`${base}/v1/places/${id}/sound`)).status, 404)
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/readings?heteronyms=1', 'officer')
  await current(page).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-readings-phone')
}
