// An inspection on the mountain in a real browser: two phones, one of each side, a network that is cut and comes back badly.
// It needs a real server: fieldsetup.mjs makes the task there.

import assert from 'node:assert/strict'
import { report } from './fieldreport.mjs'
import { startProxy } from './fieldproxy.mjs'
import { prepared } from './fieldsetup.mjs'
import { beforeCamera, close, codeOn, draws, looked, newPhone, open, photo, says, setPin, throwAway, unlock } from './phone.mjs'

export const fieldJourneys = [{ name: 'field: three markers without a network, signed by both sides, sent over a bad one', run: inspection }]

async function inspection(page, base) {
  const task = await prepared(base)
  const proxy = await startProxy(base)
  const phones = []
  try {
    const ours = await newPhone(proxy.origin, task.at)
    phones.push(ours)
    await enrols(ours, task.ours)
    await takesPack(ours, task)
    const theirs = await newPhone(proxy.origin, task.at)
    phones.push(theirs)
    await enrols(theirs, task.theirs)
    await takesPack(theirs, task)
    await proxy.stop()
    for (const number of task.markers.slice(0, 3)) {
      await checks(ours, task, number)
      await says(ours, '无网')
    }
    await comesBack(ours, task)
    await sign(ours, theirs, task)
    await proxy.again()
    proxy.network.mode = 'third'
    for (const phone of phones) await sends(phone)
    assert.ok(proxy.network.dropped > 3, `the network dropped ${proxy.network.dropped} requests only`)
    proxy.network.mode = 'on'
    await joint(ours, task)
    await report(page, base, task)
  } finally {
    for (const phone of phones) await close(phone).finally(() => throwAway(phone))
    await proxy.stop().catch(() => undefined)
  }
}

export async function enrols(phone, { login, password }) {
  const { page } = phone
  await setPin(phone)
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByLabel(/这部手机叫什么/).fill('示例 1 号机')
  await looked(page, 'field-enrol')
  await page.getByRole('button', { name: '登录并登记' }).click()
  await page.getByRole('heading', { name: '任务', exact: true }).waitFor()
}

export async function takesPack({ page }, task) {
  await page.locator(`a[href='/field/t/${task.id}']`).click()
  await page.getByRole('button', { name: '下载' }).waitFor()
  await looked(page, 'field-pack')
  await page.getByRole('button', { name: '下载' }).click()
  await page.getByText('任务包已在手机上').waitFor({ timeout: 120_000 })
  await looked(page, 'field-pack-taken')
  await page.getByRole('link', { name: '打开任务' }).click()
  await page.getByText(/^(东|西|南|北)/).first().waitFor()
  await looked(page, 'field-home')
  await page.getByRole('link', { name: '地图' }).click()
  await page.locator('.map[data-ready=true]').waitFor({ timeout: 60_000 })
  await looked(page, 'field-map')
  await page.getByRole('link', { name: '返回' }).click()
}

/** A marker found, looked at, photographed and checked. */
export async function checks(phone, task, number) {
  const { page } = phone
  await page.getByRole('link', { name: '界桩', exact: true }).click()
  await page.getByText(`${number} 号界桩`, { exact: true }).click()
  await page.getByRole('heading', { name: `${number} 号界桩` }).waitFor()
  await looked(page, 'field-marker')
  if (number === task.markers[0]) await looksForIt(page)
  await page.getByRole('link', { name: '检查这座界桩' }).click()
  await page.getByRole('button', { name: '完好' }).click()
  await page.locator('input[type=file]').first().setInputFiles(await photo(phone, `示例 ${number}`))
  await page.getByText('照片 1 张').waitFor({ timeout: 30_000 })
  for (const group of await page.locator('fieldset.chips').filter({ hasText: '*' }).all()) {
    if (!(await group.locator('[aria-pressed=true]').count())) await group.getByRole('button').first().click()
  }
  await looked(page, 'field-check')
  await page.getByRole('button', { name: '保存检查' }).click()
  await page.getByRole('link', { name: '会签' }).waitFor()
}

/** The app is closed and opened again without a network: everything is there. */
async function comesBack(phone, task) {
  await close(phone)
  await open(phone)
  await phone.page.getByLabel('PIN', { exact: true }).fill('111213')
  await phone.page.getByRole('button', { name: '打开', exact: true }).click()
  await phone.page.getByText(/PIN 不对/).waitFor({ timeout: 20_000 })
  await looked(phone.page, 'field-lock')
  await unlock(phone)
  await says(phone, '未发 6')
  await phone.page.locator('.status').click()
  await phone.page.getByText('界桩检查').nth(2).waitFor()
  await looked(phone.page, 'field-day-offline')
  await phone.page.getByRole('link', { name: '返回' }).click()
  await phone.page.locator(`a[href='/field/t/${task.id}']`).click()
  await phone.page.getByText('已查 3 /').waitFor()
}

/** Our sheet is signed here, scanned and signed by the other phone, and its signature taken back, once through the camera and once from a picture. */
async function sign(ours, theirs, task) {
  await ours.page.getByRole('link', { name: '会签' }).click()
  await ours.page.getByRole('button', { name: '我签这份清单' }).click()
  await draws(ours)
  await ours.page.getByRole('button', { name: '签名', exact: true }).click()
  await ours.page.getByText(/已签/).waitFor()
  await looked(ours.page, 'field-sign')
  const words = await ours.page.locator('.words4').innerText()
  const code = await codeOn(ours, '会签二维码')
  await beforeCamera(theirs, code)
  await theirs.page.locator(`a[href='/field/t/${task.id}']`).click()
  await theirs.page.getByRole('link', { name: '会签' }).click()
  await theirs.page.getByRole('link', { name: /扫对方的码/ }).click()
  await looked(theirs.page, 'field-cosign')
  await theirs.page.getByRole('button', { name: '用相机扫' }).click()
  await theirs.page.locator('.words4').waitFor()
  assert.equal(await theirs.page.locator('.words4').innerText(), words, 'both phones show the same four words')
  await theirs.page.getByRole('button', { name: '四个词一样，我签' }).click()
  await draws(theirs)
  await theirs.page.getByRole('button', { name: '签名', exact: true }).click()
  await theirs.page.getByRole('img', { name: '我的签名二维码' }).waitFor()
  await looked(theirs.page, 'field-cosigned')
  const answer = await codeOn(theirs, '我的签名二维码')
  await ours.page.getByRole('button', { name: /的签名$/ }).click()
  await ours.page.locator('input[type=file]').setInputFiles(answer)
  await ours.page.getByText('已收到对方的签名').waitFor()
  await looked(ours.page, 'field-signed')
}

/** Everything is sent over a network that loses every third request, and each receipt is verified. */
async function sends(phone) {
  const { page } = phone
  await page.locator('.status').click()
  await page.getByRole('button', { name: '现在发送' }).click()
  await says(phone, '未发 0')
  await says(phone, '已存 0')
  await page.getByText('今天做的都已由服务器签收并验证').or(page.getByText('还没有记录')).first().waitFor({ timeout: 60_000 })
  await looked(page, 'field-day')
}

/** Where the marker should be by what stands around it, said with its error. */
async function looksForIt(page) {
  await page.getByRole('link', { name: '按方位物找桩位' }).click()
  await page.getByText(/界桩应在算出的位置 ±/).waitFor()
  await looked(page, 'field-relocation')
  await page.getByRole('link', { name: '返回' }).click()
}

/** The server found the sheet signed by both sides, and the phone says so. */
async function joint({ page }, task) {
  await page.getByRole('link', { name: '返回' }).click()
  await page.locator(`a[href='/field/t/${task.id}']`).click()
  await page.getByRole('link', { name: '会签' }).click()
  await page.getByText('双方共同签署').waitFor({ timeout: 30_000 })
  await looked(page, 'field-joint')
}
