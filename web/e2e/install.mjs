// An installer with a phone, in a real browser: the list taken along, the network lost, a plate scanned, hung and photographed, the
// browser killed, and everything on the server once there is a network. It needs a real server with the demo's plates.

import assert from 'node:assert/strict'
import { request } from 'playwright-core'
import { startProxy } from './fieldproxy.mjs'
import { codePicture } from './installcode.mjs'
import { close, kill, looked, newPhone, open, photo, says, throwAway } from './phone.mjs'

const password = process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026'

export const installJourneys = [{ name: 'install: plates hung and mended without a network, a killed browser, somebody who was first', run: hangs }]

async function hangs(_page, base) {
  const office = await openOffice(base)
  const [near, far, clashing] = await office.received(3)
  const broken = await office.faulty()
  const proxy = await startProxy(base)
  const phone = await newPhone(proxy.origin, near.at, '/install')
  try {
    await logsIn(phone)
    await takesTheList(phone, near)
    await phone.page.evaluate(() => navigator.serviceWorker.ready)
    await proxy.stop()
    await hangsByScan(phone, near)
    await killed(phone, near)
    await hangsFar(phone, far)
    await stands(phone, clashing)
    await hangsTyped(phone, clashing)
    await mends(phone, broken)
    await office.installs(clashing)
    await proxy.again()
    await sends(phone)
    await office.shows(near, far, broken)
    await clash(phone)
    await patrols(phone)
  } finally {
    await close(phone).finally(() => throwAway(phone))
    await proxy.stop().catch(() => undefined)
    await office.api.dispose()
  }
}

/** What the office does meanwhile: plates come to the shelf, one is hung by somebody else. */
async function openOffice(base) {
  const api = await request.newContext({ baseURL: base })
  const json = async (answer) => { assert.ok(answer.ok(), `${answer.url()}: ${answer.status()} ${await answer.text()}`); return answer.json() }
  await json(await api.post('/v1/session', { data: { login: 'officer', password } }))
  const read = async (id) => json(await api.get('/v1/plates/' + id))
  const step = async (id, data) => {
    const { etag } = await read(id)
    return json(await api.post(`/v1/plates/${id}/steps`, { data, headers: { 'If-Match': etag } }))
  }
  const work = async (state) => (await json(await api.get('/v1/plates/work?state=' + state))).items
  return {
    api,
    /** So many plates of doors whose place is known, ready to be hung, with where their door is. */
    async received(count) {
      const isDoor = (job) => job.kind === 'door_small' && job.belongs_lon !== undefined
      for (const job of (await work('planned')).filter(isDoor).slice(0, Math.max(0, count - (await work('received')).filter(isDoor).length))) {
        for (const name of ['check', 'order', 'make', 'receive']) await step(job.id, { step: name })
      }
      const jobs = (await work('received')).filter(isDoor).slice(0, count)
      assert.equal(jobs.length, count, 'the demo has plates to be hung')
      return jobs.map((job) => ({ ...job, at: { lon: job.belongs_lon, lat: job.belongs_lat } }))
    },
    async faulty() {
      const [job] = await work('faulty')
      return job ?? (await (async () => {
        const [hanging] = await work('in_use')
        await step(hanging.id, { step: 'report', fault: 'fallen' })
        return (await work('faulty'))[0]
      })())
    },
    async installs({ id, at }) {
      const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
      const { photo } = await json(await api.post(`/v1/plates/${id}/photos?filename=a.png`, { data: png, headers: { 'Content-Type': 'image/png' } }))
      await step(id, { step: 'install', lon: at.lon, lat: at.lat, accuracy_m: 4, photo })
    },
    /** The server has what was done at the walls: states, photos, positions, reasons. */
    async shows(near, far, broken) {
      const [hung, away, mended] = [await read(near.id), await read(far.id), await read(broken.id)]
      assert.deepEqual([hung.state, away.state, mended.state], ['installed', 'installed', 'in_use'])
      const installed = hung.steps.filter(({ step }) => step === 'install')
      assert.equal(installed.length, 1, 'the plate was hung once')
      assert.ok(Math.abs(installed[0].lon - near.at.lon) < 1e-6 && installed[0].accuracy_m === 8 && installed[0].away_m < 1, 'where it hangs is kept')
      const picture = await api.get(`/v1/plates/${near.id}/photos/${installed[0].photo}?inline=1`)
      assert.equal(picture.headers()['content-type'], 'image/jpeg')
      const reasoned = away.steps.at(-1)
      assert.ok(reasoned.away_m > reasoned.accuracy_m && reasoned.note === '示例：门改到了后街', `the reason is kept: ${JSON.stringify(reasoned)}`)
      assert.ok(mended.steps.at(-1).photo, 'the repair has its photo')
      assert.equal(mended.steps.at(-1).actor, '示例·安装员')
    },
  }
}

async function logsIn({ page }) {
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('请填写登录名和密码').waitFor()
  await page.getByLabel('登录名').fill('keeper')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText(/没有安装门牌的权限/).waitFor()
  await looked(page, 'install-login')
  await page.getByLabel('登录名').fill('installer')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '门牌', exact: true }).waitFor()
}

async function takesTheList(phone, { id }) {
  const { page } = phone
  await page.locator(`a[href='/install/p/${id}']`).waitFor()
  await says(phone, '示例数据')
  await looked(page, 'install-list')
  await page.getByRole('button', { name: /^巡查/ }).click()
  await page.getByText('还没有选巡查的村、社区').waitFor()
  await looked(page, 'install-empty')
  await page.getByRole('button', { name: /^待安装/ }).click()
}

/** A photo of a wrong code, then the plate's own: the camera reads it as a picture. */
async function hangsByScan(phone, job) {
  const { page } = phone
  await page.getByRole('link', { name: '扫码' }).click()
  const picture = page.locator('input[type=file]')
  await picture.setInputFiles(await codePicture(page, 'https://old-plates.example/m?id=1'))
  await page.getByText(/这不是门牌的码/).waitFor()
  await looked(page, 'install-scan')
  await picture.setInputFiles(await codePicture(page, job.url))
  await page.locator('.plate').getByText(job.number).waitFor()
  await page.getByText(job.where).waitFor()
  await looked(page, 'install-plate')
  await page.getByRole('link', { name: '安装这块牌' }).click()
  await page.getByText('码已核对').waitFor()
  await page.getByText(/位置 ± 8 米/).waitFor()
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByText('还没有拍照').waitFor()
  await page.locator('input[type=file]').setInputFiles(await photo(phone, '示例 门牌'))
  await page.getByRole('img', { name: '门牌照片' }).waitFor({ timeout: 30_000 })
  await looked(page, 'install-hang')
  await page.getByRole('button', { name: '完成' }).click()
  await page.locator(`a[href='/install/p/${job.id}']`).getByText('已办，未发送').waitFor()
  await says(phone, '未发 1')
}

/** The browser dies; without a network the app opens, and what was done is there. */
async function killed(phone, job) {
  await kill(phone)
  await open(phone, '/install')
  await says(phone, '未发 1')
  await phone.page.locator(`a[href='/install/p/${job.id}']`).getByText('已办，未发送').waitFor()
}

const stands = ({ context }, { at }, metres = 0) => context.setGeolocation({ longitude: at.lon, latitude: at.lat + metres / 111_000, accuracy: 8 })

/** Beyond what is allowed nothing is done without a reason; a half-done plate is still half done after a reload. */
async function hangsFar(phone, job) {
  const { page } = phone
  await stands(phone, job, 150)
  await page.locator(`a[href='/install/p/${job.id}']`).click()
  await page.getByRole('link', { name: '安装这块牌' }).click()
  await page.getByText('先扫这块牌的码').waitFor()
  await page.locator('input[type=file]').first().setInputFiles(await codePicture(page, job.url))
  await page.getByText('码已核对').waitFor()
  await page.locator('input[type=file]').setInputFiles(await photo(phone, '示例 后街'))
  await page.getByRole('img', { name: '门牌照片' }).waitFor({ timeout: 30_000 })
  await page.reload()
  await page.getByRole('img', { name: '门牌照片' }).waitFor()
  await page.getByText(/离登记的门 150 米，超过容许的 30 米/).waitFor()
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByRole('alert').getByText('请写明原因').waitFor()
  await looked(page, 'install-far')
  await page.getByLabel(/^原因/).fill('示例：门改到了后街')
  await page.getByRole('button', { name: '完成' }).click()
  await says(phone, '未发 2')
}

/** The code cannot be read: what stands under it is typed, with one character wrong. */
async function hangsTyped(phone, job) {
  const { page } = phone
  const token = job.token.replaceAll('-', '')
  await page.getByRole('link', { name: '扫码' }).click()
  const field = page.getByLabel(/输入码下面的 10 个字/)
  await field.fill(token.slice(0, 7))
  await page.getByRole('button', { name: '查这块牌' }).click()
  await page.getByText(/现在是 7 个/).waitFor()
  await field.fill((token[0] === 'Z' ? 'Y' : 'Z') + token.slice(1))
  await page.getByRole('button', { name: '查这块牌' }).click()
  await page.getByText(`第 1 个字不对，是不是 ${job.token}？`).waitFor()
  await looked(page, 'install-typed')
  await page.getByRole('button', { name: '就是它' }).click()
  await page.getByRole('link', { name: '安装这块牌' }).click()
  await page.locator('input[type=file]').setInputFiles(await photo(phone, '示例 第三块'))
  await page.getByRole('img', { name: '门牌照片' }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: '完成' }).click()
  await says(phone, '未发 3')
}

async function mends(phone, job) {
  const { page } = phone
  await page.getByRole('button', { name: /^待修复/ }).click()
  await looked(page, 'install-mend')
  await page.locator(`a[href='/install/p/${job.id}']`).click()
  await page.getByText(/^故障：/).waitFor()
  await page.getByRole('link', { name: '修好了' }).click()
  await page.locator('input[type=file]').setInputFiles(await photo(phone, '示例 修好'))
  await page.getByRole('img', { name: '门牌照片' }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: '完成' }).click()
  await says(phone, '未发 4')
  await page.locator('.status').click()
  await page.getByText('未发送').nth(3).waitFor()
  await looked(page, 'install-queue-offline')
}

/** The log-in ended with the browser that was killed: it is asked for again, and nothing was lost by it. */
async function sends(phone) {
  const { page } = phone
  await page.getByRole('button', { name: '现在发送' }).click()
  await says(phone, '需登录')
  await looked(page, 'install-expired')
  await page.getByRole('link', { name: '登录', exact: true }).click()
  await page.getByLabel('登录名').fill('installer')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await says(phone, '未发 0')
  await says(phone, '待处理 1')
  await page.locator('.status').click()
}

/** Somebody was first: said in words, with the photo and the choice, and nothing is lost. */
async function clash({ page }) {
  await page.getByText(/已被别人办过/).waitFor()
  await page.getByRole('img', { name: '门牌照片' }).waitFor()
  await looked(page, 'install-clash')
  await page.getByRole('button', { name: '仍然发送' }).click()
  await page.getByText(/现在的状态不能办这一步/).waitFor()
  await page.getByRole('button', { name: '不再发送' }).click()
  await page.getByRole('button', { name: '从手机删除' }).waitFor()
  await page.locator('.status').getByText('待处理 0').waitFor()
  await page.getByRole('link', { name: '返回' }).click()
}

/** A village is walked through, and a fault is reported with its day. */
async function patrols(phone) {
  const { page } = phone
  await page.getByRole('button', { name: /^巡查/ }).click()
  await page.getByRole('link', { name: '选村、社区' }).click()
  await page.getByText(/有牌 [1-9]/).first().waitFor()
  await looked(page, 'install-villages')
  await page.getByRole('button').filter({ hasText: /有牌 [1-9]/ }).first().click()
  await page.getByRole('heading', { name: '门牌', exact: true }).waitFor()
  await looked(page, 'install-patrol')
  await page.locator("a[href^='/install/p/']").filter({ hasText: '在用' }).first().click()
  await page.getByRole('link', { name: '报告故障' }).click()
  await page.getByRole('button', { name: '被遮挡' }).click()
  await page.getByText(/按规定 15 天内修复/).waitFor()
  await looked(page, 'install-report')
  await page.getByRole('button', { name: '完成' }).click()
  await says(phone, '未发 0')
}
