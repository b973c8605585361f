// What a phone measures and records, in a real browser: the compass turns the arrow, a track goes on under other screens and over the
// death of the app, the task leaves as GPX and KML, a voice note is cut off and is there.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { enrols, takesPack } from './field.mjs'
import { prepared } from './fieldsetup.mjs'
import { close, kill, looked, newPhone, open, throwAway, unlock } from './phone.mjs'

export const fieldToolJourneys = [{ name: 'field: compass, track, export, a voice note cut off', run: tools }]

async function tools(_page, base) {
  const task = await prepared(base)
  const phone = await newPhone(base, task.at)
  try {
    await enrols(phone, task.ours)
    await takesPack(phone, task)
    await compass(phone, task)
    await track(phone, task)
    await exports(phone, task)
    await voice(phone, task)
  } finally {
    await close(phone).finally(() => throwAway(phone))
  }
}

/** Turns the phone so that its top points to heading, in degrees from north. */
const turn = (page, heading) => page.evaluate((heading) => {
  const name = 'ondeviceorientationabsolute' in globalThis ? 'deviceorientationabsolute' : 'deviceorientation'
  dispatchEvent(new DeviceOrientationEvent(name, { absolute: true, alpha: (360 - heading) % 360, beta: 0, gamma: 0 }))
}, heading)

const shown = (page) => page.locator('.arrow svg').evaluate((svg) => Number(/rotate\((-?\d+)deg\)/.exec(svg.style.transform)[1]))

/** The arrow leads to the marker whichever way the phone is held, and takes the short way past north. */
async function compass(phone, task) {
  const { page } = phone
  await page.getByRole('link', { name: '界桩', exact: true }).click()
  await page.getByText(`${task.markers[1]} 号界桩`, { exact: true }).click()
  await page.getByRole('link', { name: '按方位物找桩位' }).click()
  await page.locator('.arrow svg').waitFor()
  const tap = page.getByRole('button', { name: '打开指南针' })
  if (await tap.count()) await tap.click()
  const north = await shown(page)
  await turn(page, 0)
  await page.getByText(/没有指南针/).waitFor({ state: 'detached' })
  assert.equal(await shown(page), north, 'held to the north the arrow stands as on the map')
  for (const [heading, turned] of [[90, -90], [350, 10], [20, -20]]) {
    await turn(page, heading)
    await page.waitForFunction((want) => document.querySelector('.arrow svg').style.transform === `rotate(${want}deg)`, north + turned)
  }
  await looked(page, 'field-relocate-compass')
  await page.getByRole('link', { name: '返回' }).click()
  await page.getByRole('link', { name: '返回' }).click()
  await looked(page, 'field-markers')
  await page.getByRole('link', { name: '返回' }).click()
}

/** A way is walked: over another screen, over the death of the app, to a file of all its points. */
async function track(phone, task) {
  await phone.page.getByRole('link', { name: '轨迹', exact: true }).click()
  await phone.page.getByRole('button', { name: '开始记录' }).click()
  await phone.page.getByText(/^1 个点/).waitFor()
  await looked(phone.page, 'field-track')
  await phone.page.getByRole('link', { name: '返回' }).click()
  await phone.page.getByRole('link', { name: '轨迹记录中' }).waitFor()
  await walks(phone, 2, task) // seen from another screen
  await kill(phone)
  await open(phone)
  await unlock(phone)
  await phone.page.locator(`a[href='/field/t/${task.id}']`).click()
  await phone.page.getByRole('link', { name: '轨迹记录中' }).click()
  await phone.page.getByText(/^[2-9] 个点/).waitFor()
  await phone.page.getByRole('button', { name: '结束并保存' }).click()
  await phone.page.getByText('轨迹已保存').waitFor()
  await phone.page.getByRole('link', { name: '返回' }).click()
  await phone.page.getByRole('link', { name: '轨迹', exact: true }).waitFor()
}

/** Walks on until the phone holds so many points. */
async function walks({ page, context, at }, wanted, task) {
  await page.getByRole('link', { name: '记事' }).click()
  await page.getByRole('button', { name: '保存记事' }).waitFor()
  await looked(page, 'field-note')
  for (let step = 1; step < 60; step++) {
    await context.setGeolocation({ longitude: at.lon + step * 0.0002, latitude: at.lat, accuracy: 8 })
    await page.goto(`${new URL(page.url()).origin}/field/t/${task.id}/track`)
    await unlock({ page })
    if (await page.getByText(new RegExp(`^[${wanted}-9] 个点`)).waitFor({ timeout: 3000 }).then(() => true, () => false)) return
  }
  throw new Error('no second point of the way')
}

/** The task for a navigator: every marker of the pack, by its number and place. */
async function exports({ page }, task) {
  await page.getByRole('link', { name: '导出', exact: true }).click()
  await looked(page, 'field-export')
  for (const [button, mark] of [['导出 GPX', '<wpt '], ['导出 KML', '<Placemark']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
    const text = await readFile(await download.path(), 'utf8')
    assert.ok(text.split(mark).length > task.markers.length, `${button}: ${text.split(mark).length - 1} places`)
    for (const number of task.markers) assert.ok(text.includes(number), `${button} names ${number}`)
    const faults = await page.evaluate((text) => new DOMParser().parseFromString(text, 'application/xml').querySelectorAll('parsererror').length, text)
    assert.equal(faults, 0, `${button} is XML`)
    await page.getByText(new RegExp(`已导出 .*\\.${button.slice(3).toLowerCase()}`)).waitFor()
  }
  await page.getByRole('link', { name: '返回' }).click()
}

/** The app dies in the middle of a voice note: what was spoken before is there and can be heard. */
async function voice(phone, task) {
  await phone.page.getByRole('link', { name: '界桩', exact: true }).click()
  await phone.page.getByText(`${task.markers[1]} 号界桩`, { exact: true }).click()
  await phone.page.getByRole('link', { name: '记问题' }).click()
  await phone.page.getByRole('button', { name: '录音' }).click()
  await phone.page.getByRole('button', { name: /停止录音（[5-9] 秒）/ }).waitFor()
  const where = new URL(phone.page.url()).pathname
  await kill(phone)
  await open(phone, where)
  await unlock(phone)
  const { page } = phone
  await page.getByText('录音 1 段').waitFor()
  await page.waitForFunction(() => document.querySelector('audio')?.readyState >= 1)
  await looked(page, 'field-problem')
}
