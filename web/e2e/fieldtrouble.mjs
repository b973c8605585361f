// What goes wrong on a mountain, in a real browser: the app is killed, the phone has no room, its clock is years off, it does not
// know where it is. Nothing is lost, and each is said in a sentence.

import assert from 'node:assert/strict'
import { prepared } from './fieldsetup.mjs'
import { enrols, takesPack } from './field.mjs'
import { close, kill, looked, newPhone, open, photo, throwAway, unlock } from './phone.mjs'

export const fieldTroubleJourneys = [{ name: 'field: killed in the middle, no room, a clock of years ago, no position', run: trouble }]

async function trouble(_page, base) {
  const task = await prepared(base)
  const phone = await newPhone(base, task.at)
  try {
    await enrols(phone, task.ours)
    await takesPack(phone, task)
    await begins(phone, task.markers[0])
    await kill(phone)
    await resumes(phone)
    await full(phone)
    await lost(phone)
    await longAgo(phone)
  } finally {
    await close(phone).finally(() => throwAway(phone))
  }
}

async function begins(phone, number) {
  const { page } = phone
  await page.getByRole('link', { name: '界桩', exact: true }).click()
  await page.getByText(`${number} 号界桩`, { exact: true }).click()
  await page.getByRole('link', { name: '检查这座界桩' }).click()
  await page.getByRole('button', { name: '损坏' }).click()
  await page.locator('input[type=file]').first().setInputFiles(await photo(phone, number))
  await page.getByText('照片 1 张').waitFor({ timeout: 30_000 })
  await page.getByLabel('补充说明').fill('示例：顶部缺角')
  await page.getByText('没做完的也已存好').waitFor() // what is still being written may be lost to a kill, and is not called kept
  phone.where = new URL(page.url()).pathname
}

/** After the browser was killed the half-filled check is there to the letter. */
async function resumes(phone) {
  await open(phone, phone.where)
  await unlock(phone)
  const { page } = phone
  await page.getByText('照片 1 张').waitFor()
  await page.getByRole('img', { name: /第 1 张照片/ }).waitFor()
  assert.equal(await page.getByRole('button', { name: '损坏' }).getAttribute('aria-pressed'), 'true')
  assert.equal(await page.getByLabel('补充说明').inputValue(), '示例：顶部缺角')
}

/** With little room photos are refused before they are taken; with none the last tap is not saved and says so, and what was there stays. */
async function full(phone) {
  const { page } = phone
  await page.evaluate(() => { navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - 1e6 }) })
  await page.locator('input[type=file]').first().setInputFiles(await photo(phone, '2'))
  await page.getByText(/先不要拍照/).first().waitFor()
  await looked(page, 'field-full')
  await page.getByRole('button', { name: '关闭', exact: true }).click()
  // A browser refuses a whole write by this error; the database then holds what it held before.
  await page.evaluate(() => {
    globalThis.kept = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function () { throw new DOMException('no room', 'QuotaExceededError') }
  })
  await page.getByRole('button', { name: '移位' }).click()
  await page.getByText(/刚才这一步没有保存/).waitFor()
  await page.locator('[aria-pressed=true]', { hasText: '损坏' }).waitFor() // what was saved is shown, not what was tapped
  await page.evaluate(() => { IDBObjectStore.prototype.put = globalThis.kept })
  await page.getByRole('button', { name: '移位' }).click()
  await page.locator('[aria-pressed=true]', { hasText: '移位' }).waitFor()
  await page.getByText('照片 1 张').waitFor()
}

async function lost(phone) {
  const { page, context } = phone
  await context.setGeolocation({ longitude: phone.at.lon, latitude: phone.at.lat, accuracy: 2000 })
  await page.getByText(/位置误差约 2.0 公里，不能用来找桩/).waitFor()
  await looked(page, 'field-rough')
  await context.clearPermissions()
  await page.reload()
  await unlock(phone)
  await page.getByText(/没有允许使用位置|手机定不了位|正在定位/).first().waitFor()
}

/** A clock of seven years ago: the pack is good, the record keeps the phone's time, and the person is told. */
async function longAgo(phone) {
  const { page } = phone
  await page.clock.install({ time: new Date('2019-05-01T08:00:00Z') })
  await page.goto(phone.origin + '/field')
  await unlock(phone)
  await page.getByText(/手机时间与服务器相差 7 年/).waitFor({ timeout: 30_000 })
  await looked(page, 'field-clock')
}
