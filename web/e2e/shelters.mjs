// Shelters in a real browser: a keeper's phone says open without a network, the office says full meanwhile, the phone sends, and it
// stays full; then the office's pages. It needs a real server with the demo's shelters.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { request } from 'playwright-core'
import { accessible, opens, shot as picture } from './desk.mjs'
import { startProxy } from './fieldproxy.mjs'
import { close, kill, looked, newPhone, open, says, throwAway } from './phone.mjs'

const password = process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026'
const shot = (page, name) => picture(page, `shelters-${name}`)

export const shelterJourneys = [
  { name: 'shelters: open, said without a network, does not overwrite full, said later', run: keeps },
  { name: 'shelters: the list, one shelter, a state at a press, a check', run: office },
]

async function keeps(_page, base) {
  const api = await office0(base)
  const proxy = await startProxy(base)
  const phone = await newPhone(proxy.origin, { lon: 118.6, lat: 28.7 }, '/shelter')
  try {
    await logsIn(phone)
    const id = await takesTheList(phone)
    await phone.page.evaluate(() => navigator.serviceWorker.ready)
    await proxy.stop()
    await saysOpen(phone, id)
    await killed(phone)
    await api.says(id, { state: 'full', people: 97 })
    await proxy.again()
    await sends(phone)
    await api.isFull(id)
    await saysClosed(phone, id)
    await api.is(id, 'closed')
  } finally {
    await close(phone).finally(() => throwAway(phone))
    await proxy.stop().catch(() => undefined)
    await api.end()
  }
}

/** The emergency office, which hears by telephone what the phone cannot send. */
async function office0(base) {
  const api = await request.newContext({ baseURL: base })
  const json = async (answer) => { assert.ok(answer.ok(), `${answer.url()}: ${answer.status()} ${await answer.text()}`); return answer.json() }
  await json(await api.post('/v1/session', { data: { login: 'emergency', password } }))
  const read = async (id) => json(await api.get('/v1/shelters/' + id))
  return {
    says: async (id, saying) => json(await api.post(`/v1/shelters/${id}/reports`, { data: { id: randomUUID(), ...saying } })),
    is: async (id, state) => assert.equal((await read(id)).state, state),
    async isFull(id) {
      const [now, { items }] = [await read(id), await json(await api.get(`/v1/shelters/${id}/reports`))]
      assert.deepEqual([now.state, now.people, now.by], ['full', 97, '示例·应急管理'])
      assert.deepEqual(items.slice(0, 2).map(({ state, people }) => [state, people]), [['full', 97], ['open', 12]], 'both are kept, in the order in which they were said')
      assert.equal(items[1].by, '示例·村避灾点管理员')
    },
    end: () => api.dispose(),
  }
}

async function logsIn({ page }) {
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('请填写登录名和密码').waitFor()
  await page.getByLabel('登录名').fill('installer')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText(/不管避难场所/).waitFor()
  await looked(page, 'shelter-login')
  await page.getByLabel('登录名').fill('villagekeeper')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '我管的避灾点' }).waitFor()
}

async function takesTheList(phone) {
  const { page } = phone
  const own = page.locator("a[href^='/shelter/s/']", { hasText: '清湖一村' }).first()
  await own.waitFor()
  await page.getByText('演示数据·不可用于避险').first().waitFor()
  await looked(page, 'shelter-list')
  return (await own.getAttribute('href')).split('/').at(-1)
}

async function saysOpen(phone, id) {
  const { page } = phone
  await page.locator(`a[href='/shelter/s/${id}']`).click()
  await page.getByLabel('人数', { exact: true }).fill('十二')
  await page.getByRole('button', { name: /开放$/ }).click()
  await page.getByText('人数应为 0 以上的整数').waitFor()
  await page.getByLabel('人数', { exact: true }).fill('1')
  await page.getByRole('button', { name: '+10' }).click()
  await page.getByRole('button', { name: '+1', exact: true }).click()
  await page.getByRole('button', { name: /开放$/ }).click()
  await page.getByText('已存在手机里').waitFor()
  await says(phone, '未发 1')
  await looked(page, 'shelter-open')
}

/** The browser is killed without a network: what was said is still there, and so is the app. */
async function killed(phone) {
  await kill(phone)
  await open(phone, '/shelter')
  await says(phone, '未发 1')
  await phone.page.getByText('存在手机里，有网时自动发送').waitFor()
}

async function sends(phone) {
  const { page } = phone
  await page.goto(phone.origin + '/shelter/queue')
  await says(phone, '需登录') // the killed browser forgot who it was, and what was said waits
  await looked(page, 'shelter-expired')
  await page.goto(phone.origin + '/shelter')
  await page.getByText('存在手机里，登录后才能发送').waitFor()
  await page.locator('.state-waits', { hasText: '未发送：开放' }).waitFor()
  await page.goto(phone.origin + '/shelter/queue')
  await page.getByRole('link', { name: '登录', exact: true }).click()
  await page.getByLabel('登录名').fill('villagekeeper')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await says(phone, '未发 0')
  await page.locator('.status').click()
  await page.getByText(/之后已有人报“已满”/).waitFor({ timeout: 60_000 })
  await looked(page, 'shelter-late')
  await page.goto(phone.origin + '/shelter')
  await page.locator('.state-full', { hasText: '97' }).waitFor()
}

async function saysClosed(phone, id) {
  const { page } = phone
  await page.locator(`a[href='/shelter/s/${id}']`).click()
  await page.getByRole('button', { name: /关闭$/ }).click()
  await page.getByText('已发送，服务器已收下').waitFor()
  await looked(page, 'shelter-sent')
}

async function office(page, base) {
  await opens(page, base + '/office/shelters?hazard=typhoon', 'emergency')
  const table = page.getByRole('table', { name: '避难场所' })
  await table.waitFor()
  await page.getByText('演示数据·不可用于避险').waitFor()
  await accessible(page)
  await shot(page, 'list')
  await page.getByLabel('状态').selectOption('full')
  await page.waitForURL(/state=full/)
  await page.goto(base + '/office/shelters?division=330881003')
  await table.getByRole('link', { name: /清湖街道中心学校/ }).click()
  await page.getByRole('heading', { name: /清湖街道中心学校/ }).waitFor()
  await page.getByLabel('人数').fill('9999')
  await page.getByRole('button', { name: /开放$/ }).click()
  await page.getByRole('button', { name: /9999/ }).click() // more than it holds is asked about once
  await page.getByText(/超出容量/).first().waitFor()
  await page.getByRole('button', { name: '登记检查' }).click()
  await page.getByLabel('种类').selectOption('stock')
  await page.getByLabel('物资').fill('饮用水二十箱')
  await page.getByRole('dialog').getByRole('button', { name: '登记检查' }).click()
  await page.getByText(/看不懂“饮用水二十箱”/).waitFor()
  await page.getByLabel('物资').fill('饮用水 20 箱 2099-01-01')
  await page.getByRole('dialog').getByRole('button', { name: '登记检查' }).click()
  await page.getByText(/饮用水 20 箱（保质期 2099-01-01）/).waitFor()
  await accessible(page)
  await shot(page, 'one')
  await page.getByRole('button', { name: '修改' }).click()
  await page.getByLabel('容纳人数', { exact: true }).fill('')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('有没填好的').first().waitFor()
  await accessible(page)
}
