// A case through the office in a real browser: applied for online, sent back and completed, reviewed,
// put to the public, decided by a reply, filed, announced, and one of its names certified. It changes
// the register, so it runs against a real server.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { pass } from './days.mjs'
import { accessible, opens, shot } from './desk.mjs'
import { entries } from './zip.mjs'

const run = promisify(execFile)
const stamp = Date.now().toString(36).slice(-4)
const han = '东南西北山水云泉松竹梅兰'
const word = [...stamp].map((c) => han[parseInt(c, 36) % han.length]).join('')
const streets = [`示例${word}路`, `示例${word}巷`, `示例${word}街`]
const holder = '示例持有人'

export const caseJourneys = [{ name: 'cases: an estate with three streets, from the application to a certificate proved by its code', run: estate }]

async function estate(page, base) {
  const visitor = await page.context().browser().newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  const outside = await visitor.newPage()
  const receipt = await applies(outside, base)
  const address = await sentBack(page, base)
  await completes(outside, base, receipt)
  await page.reload()
  await checked(page)
  await noticed(page, outside, base, address)
  await consulted(page)
  const id = address.split('/').at(-1)
  await leaves(page)
  await opens(page, address, 'approver')
  await page.getByText('录入批复').first().waitFor()
  await decides(page)
  await accessible(page)
  await leaves(page)
  await opens(page, address, 'officer')
  await page.getByText('录入时已过 1 天').waitFor()
  await files(page, base, id)
  await announces(page, outside, base)
  await certifies(page, outside, base)
  await visitor.close()
}

/** The application without an account; gives its number and code. */
async function applies(page, base) {
  await page.goto(base + '/apply')
  await page.getByLabel('在哪里').selectOption({ index: 1 })
  await page.getByLabel('申请单位').fill('江山示例置业公司')
  await page.getByLabel('联系人和电话').fill('示例联系人 000')
  for (const [i, name] of streets.entries()) await page.locator(`#f-name${i + 1}`).fill(name)
  await page.getByLabel('方案及理由').fill('示例：新建小区配套道路')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.locator('.big').first().waitFor()
  return page.locator('.big').allTextContents()
}

/** The officer finds the case on the desk and asks for what is missing; gives its address. */
async function sentBack(page, base) {
  await opens(page, `${base}/office/cases?q=${encodeURIComponent(word)}`, 'officer')
  const link = page.getByRole('link', { name: new RegExp(streets[0]) }).first()
  await link.waitFor()
  await shot(page, 'cases-desk')
  await accessible(page)
  await link.click()
  await page.getByRole('heading', { name: '下一步' }).waitFor()
  await page.getByLabel(/须补正/).fill('示例：请写明三条路的起止点')
  await press(page, '通知补正')
  await page.getByText('待补正', { exact: true }).first().waitFor()
  return page.url()
}

/** The applicant sees what to add, adds it and hands the application in again. */
async function completes(page, base, [number, code]) {
  await page.goto(base + '/apply/status')
  await page.getByLabel('受理编号').fill(number)
  await page.getByLabel('查询码').fill(code)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText('示例：请写明三条路的起止点').waitFor()
  await accessible(page)
  await shot(page, 'cases-to-complete-360')
  await page.getByRole('button', { name: '修改申请并重新提交' }).click()
  assert.equal(await page.locator('#f-name2').inputValue(), streets[1], 'the form holds what was applied for')
  for (let n = 1; n <= 3; n++) {
    await page.locator(`#f-start${n}`).fill('示例东门')
    await page.locator(`#f-end${n}`).fill('示例西门')
  }
  await page.getByRole('button', { name: '重新提交' }).click()
  await page.getByText('已申请').waitFor()
}

/** Accepted, checked by the rules, each finding answered. */
async function checked(page) {
  await page.getByRole('heading', { name: '下一步' }).waitFor()
  await press(page, '受理并审查名称')
  await page.getByText('已受理').first().waitFor()
  await shot(page, 'cases-findings')
  await accessible(page)
  await answers(page)
  await press(page, '审查通过，开始征求意见')
  await page.getByText('征求意见中').first().waitFor()
}

/** The public notice: a comment is sent, shown, answered, and the notice closed when its days are over. */
async function noticed(page, outside, base, address) {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: '发布公示' }) })
  await form.getByRole('button', { name: '发布公示' }).click()
  await page.getByText('公示中', { exact: true }).waitFor()
  await outside.goto(base + '/notices')
  await outside.getByRole('link', { name: new RegExp(streets[0]) }).click()
  await outside.getByText('写下您的意见').or(outside.locator('textarea')).first().waitFor()
  await accessible(outside)
  await shot(outside, 'cases-notice-360')
  await outside.locator('textarea').first().fill('示例：巷名读起来好听')
  await outside.locator('form').filter({ has: outside.locator('textarea') }).getByRole('button').click()
  await outside.getByText(/收到|谢/).first().waitFor()
  await page.reload()
  await page.getByText('示例：巷名读起来好听').waitFor()
  await page.getByRole('button', { name: '公开', exact: true }).click()
  await page.getByText('已公开').waitFor()
  await page.getByRole('button', { name: '答复' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('示例：感谢，已采纳')
  await page.getByRole('dialog').getByRole('button', { name: '答复' }).click()
  await page.getByText(/示例：感谢，已采纳/).waitFor()
  await pass(9, address.split('/').at(-1))
  await page.reload()
  await page.getByRole('button', { name: '结束公示' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束公示' }).click()
  await page.getByText('公示中', { exact: true }).waitFor({ state: 'detached' })
  await outside.goto(base + '/notices')
  await outside.getByRole('link', { name: new RegExp(streets[0]) }).click()
  await outside.getByText('示例：感谢，已采纳').first().waitFor()
}

/** The other opinions, experts among them, and the review. */
async function consulted(page) {
  for (let left = 4; left > 0 && (await page.getByRole('button', { name: '登记结果' }).count()); left--) {
    const open = await page.getByRole('button', { name: '登记结果' }).count()
    await page.getByLabel('主要意见及处理情况').first().fill('示例：与会专家一致同意')
    await page.getByRole('button', { name: '登记结果' }).first().click()
    await fewer(page, '登记结果', open)
  }
  await page.getByLabel('意见', { exact: true }).fill('示例：符合规定，拟同意')
  await press(page, '提交审核意见')
  await page.getByText('已审核').first().waitFor()
}

/** The filing is recorded; its package holds what the higher office asks for, and opens. */
async function files(page, base, id) {
  await shot(page, 'cases-file')
  await press(page, '登记备案')
  await page.getByRole('button', { name: '登记备案', exact: true }).waitFor({ state: 'detached' })
  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: '备案材料包' }).click()
  const packed = entries(await readFile(await (await arriving).path()))
  const named = (pattern) => packed.find(({ name }) => pattern.test(name)) ?? assert.fail(`the package lacks ${pattern}: ${packed.map(({ name }) => name)}`)
  for (const wanted of [/^00-目录/, /登记表.*\.xlsx$/, /备案报告.*\.docx$/]) assert.ok(named(wanted).content.length > 100)
  const record = named(/登记表.*\.json$/).content.toString('utf8')
  assert.ok(record.includes(streets[0]) && record.includes(streets[1]) && !record.includes(streets[2]), 'the register form holds the names that were approved')
}

/** Published by the person who is logged in; the public page, the feed and the search have it. */
async function announces(page, outside, base) {
  await page.getByLabel('公告渠道').fill('政府网站、地名服务平台')
  await shot(page, 'cases-announce')
  await press(page, '发布公告')
  await page.getByText('已备案公告').first().waitFor()
  await shot(page, 'cases-done')
  await accessible(page)
  await page.getByText('示例·地名干部').first().waitFor() // a named person published it
  await outside.goto(base + '/announcements')
  await outside.getByRole('link', { name: new RegExp(streets[0]) }).first().click()
  await outside.getByRole('heading', { name: streets[0] }).first().waitFor()
  await accessible(outside)
  await shot(outside, 'cases-announcement-360')
  const found = await (await page.request.get(`${base}/v1/places?q=${encodeURIComponent(streets[0])}`)).json()
  assert.equal(found.items[0]?.name, streets[0], 'an approved name is found')
}

/** A certificate of the new name; the code read from its paper leads to its proof, without its holder. */
async function certifies(page, outside, base) {
  const found = await (await page.request.get(`${base}/v1/places?q=${encodeURIComponent(streets[0])}`)).json()
  await page.goto(`${base}/office/register/${found.items[0].id}`)
  await page.getByRole('link', { name: '开具地名证明' }).click()
  await page.getByLabel('持有人姓名或单位').fill(holder)
  assert.match(await page.getByLabel('依据').inputValue(), /示例政发〔2026〕1号/, 'the reply is the basis')
  await accessible(page)
  await shot(page, 'certificate-form')
  await page.getByRole('button', { name: '开具', exact: true }).click()
  await page.getByRole('heading', { name: /〔\d{4}〕\d+号/ }).waitFor()
  await accessible(page)
  await shot(page, 'certificate')
  const arriving = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载打印件（PDF）' }).click()
  const folder = await mkdtemp(path.join(process.env.SHOTS ?? tmpdir(), 'certificate-'))
  let code = ''
  try {
    await (await arriving).saveAs(path.join(folder, 'paper.pdf'))
    await run('pdftoppm', ['-r', '150', '-png', '-singlefile', path.join(folder, 'paper.pdf'), path.join(folder, 'paper')])
    code = (await run('zbarimg', ['-q', '--raw', path.join(folder, 'paper.png')])).stdout.trim()
    if (process.env.SHOTS) await run('cp', [path.join(folder, 'paper.png'), path.join(process.env.SHOTS, 'certificate-paper.png')])
  } finally {
    await rm(folder, { recursive: true })
  }
  await outside.goto(code)
  await outside.getByText('有效', { exact: true }).waitFor()
  await outside.getByText(streets[0]).first().waitFor()
  assert.ok(!(await outside.content()).includes(holder), 'the proof names nobody')
  await accessible(outside)
  await shot(outside, 'certificate-proof-360')
  await outside.getByLabel('证明上写的持有人').fill(holder)
  await outside.getByRole('button', { name: '核对', exact: true }).click()
  await outside.getByText('与持有人一致').waitFor()
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

/** Enters the reply of yesterday: two names approved, one refused with its reason. */
async function decides(page) {
  const yesterday = new Date(Date.now() + 8 * 3600_000 - 86400_000).toISOString().slice(0, 10)
  await page.getByLabel('批复文号').first().fill('示例政发〔2026〕1号')
  await page.getByLabel('批复日期（起算期限的日期）').first().fill(yesterday)
  await page.getByRole('group', { name: streets[2] }).first().getByLabel('不批准').check()
  await page.getByLabel(`${streets[2]} 理由`).first().fill('示例：与走向不符')
  await shot(page, 'cases-reply')
  await press(page, '录入批复')
  await page.getByText('已批准').first().waitFor()
}
