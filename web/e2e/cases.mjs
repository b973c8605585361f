// A case through the office in a real browser: applied for online, completed, reviewed, decided by a
// reply, filed and announced. It changes the register, so it runs against a real server.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

const stamp = Date.now().toString(36).slice(-4)
const han = '东南西北山水云泉松竹梅兰'
const word = [...stamp].map((c) => han[parseInt(c, 36) % han.length]).join('')
const streets = [`示例${word}路`, `示例${word}巷`, `示例${word}街`]

export const caseJourneys = [{ name: 'cases: an estate with three streets, from the application to the announcement', run: estate }]

async function estate(page, base) {
  await applies(page, base)
  await opens(page, `${base}/office/cases?q=${encodeURIComponent(word)}`, 'officer')
  await page.getByRole('link', { name: new RegExp(streets[0]) }).first().waitFor()
  await shot(page, 'cases-desk')
  await accessible(page)
  await page.getByRole('link', { name: new RegExp(streets[0]) }).first().click()
  await page.getByRole('heading', { name: '下一步' }).waitFor()
  await press(page, '受理并审查名称')
  await page.getByText('已受理').first().waitFor()
  await shot(page, 'cases-findings')
  await accessible(page)
  await answers(page)
  await press(page, '审查通过，开始征求意见')
  await page.getByText('征求意见中').first().waitFor()
  for (let left = 4; left > 0 && (await page.getByRole('button', { name: '登记结果' }).count()); left--) {
    const open = await page.getByRole('button', { name: '登记结果' }).count()
    await page.getByLabel('主要意见及处理情况').first().fill('示例：与会专家一致同意，公示期内无不同意见')
    await page.getByRole('button', { name: '登记结果' }).first().click()
    await fewer(page, '登记结果', open)
  }
  await page.getByLabel('意见', { exact: true }).fill('示例：符合规定，拟同意')
  await press(page, '提交审核意见')
  await page.getByText('已审核').first().waitFor()
  const address = page.url()
  await leaves(page)
  await opens(page, address, 'approver')
  await page.getByText('录入批复').first().waitFor()
  await decides(page)
  await accessible(page)
  await leaves(page)
  await opens(page, address, 'officer')
  await shot(page, 'cases-file')
  await press(page, '登记备案')
  await page.getByRole('button', { name: '登记备案', exact: true }).waitFor({ state: 'detached' })
  await page.getByLabel('公告渠道').fill('政府网站、地名服务平台')
  await shot(page, 'cases-announce')
  await press(page, '发布公告')
  await page.getByText('已备案公告').first().waitFor()
  await shot(page, 'cases-done')
  await accessible(page)
  await page.goto(base + '/announcements')
  await page.getByText(streets[0]).first().waitFor()
  const found = await (await page.request.get(`${base}/v1/places?q=${encodeURIComponent(streets[0])}`)).json()
  assert.equal(found.items[0]?.name, streets[0], 'an approved name is found')
}

async function applies(page, base) {
  await page.goto(base + '/apply')
  await page.getByLabel('在哪里').selectOption({ index: 1 })
  await page.getByLabel('申请单位').fill('江山示例置业公司')
  await page.getByLabel('联系人和电话').fill('示例联系人 000')
  for (const [i, name] of streets.entries()) await page.locator(`#f-name${i + 1}`).fill(name)
  await page.getByLabel('方案及理由').fill('示例：新建小区配套道路')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.locator('.big').first().waitFor()
}

async function leaves(page) {
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click()

/** Answers every finding that wants an answer, one after the other. */
async function answers(page) {
  const button = page.getByRole('button', { name: '保存说明' })
  await page.getByRole('button', { name: '重新审查名称' }).waitFor() // the check was run and what it found is here
  for (let left = 30; left > 0; left--) {
    const open = await button.count()
    if (!open) return
    await page.getByLabel('说明理由或核查方法').first().fill('示例：已查阅地名档案和现场核对，无重名')
    await button.first().click()
    await fewer(page, '保存说明', open)
  }
  throw new Error('findings remain')
}

/** Waits until fewer buttons of a name are there than before. */
const fewer = (page, name, before) =>
  page.waitForFunction(([word, n]) => [...document.querySelectorAll('button')].filter((b) => b.textContent === word).length < n, [name, before])

/** Enters the reply: two names approved, one refused with its reason. */
async function decides(page) {
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
  const day = await page.evaluate(() => new Date().toLocaleDateString('sv'))
  await page.getByLabel('批复文号').first().fill('示例政发〔2026〕1号')
  await page.getByLabel('批复日期（起算期限的日期）').first().fill(day < today ? day : today)
  await page.getByRole('group', { name: streets[2] }).first().getByLabel('不批准').check()
  await page.getByLabel(`${streets[2]} 理由`).first().fill('示例：与走向不符')
  await shot(page, 'cases-reply')
  await press(page, '录入批复')
  await page.getByText('已批准').first().waitFor()
}
