// Division cases in a real browser, against a server with the demo county: what changes is said in
// every way, papers are files, and the reply starts clocks.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const redivisionJourneys = [
  { name: 'office: a division case with a split, a line and a seat, its papers as files, to the reply', run: replied },
  { name: 'office: a new division case on a phone', options: { viewport: { width: 360, height: 740 } }, run: onAPhone },
]

const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n'
const file = (name, content) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(content) })

/** Chooses a division in the nth change, by its name in the tree. */
async function choose(page, n, label, name) {
  await page.locator('fieldset.change').nth(n).getByLabel(label, { exact: true }).click()
  const dialog = page.getByRole('dialog', { name: label })
  await dialog.getByText(name, { exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function replied(page, base) {
  const title = `示例拆分${Date.now()}`
  await opens(page, base + '/office/redivision/new', 'officer')
  await page.getByLabel('案由').fill(title)
  const change = (n) => page.locator('fieldset.change').nth(n)
  await change(0).getByLabel('变更种类').selectOption('split')
  await choose(page, 0, '区划', '贺村镇')
  await change(0).getByLabel('分出的新区划名称').fill('示例镇')
  assert.ok(await page.getByRole('button', { name: '建立草稿' }).isDisabled(), 'a split without what goes is incomplete')
  await change(0).getByRole('group', { name: '划入新区划的下级' }).getByRole('checkbox').first().check()
  await page.getByRole('button', { name: '添加一项变更' }).click()
  await change(1).getByLabel('变更种类').selectOption('line_change')
  await choose(page, 1, '界线一侧', '清湖街道')
  await choose(page, 1, '界线另一侧', '双塔街道')
  await change(1).getByLabel('界线怎样变更').fill('示例：以河中心线为界')
  await page.getByRole('button', { name: '添加一项变更' }).click()
  await change(2).getByLabel('变更种类').selectOption('seat_move')
  await choose(page, 2, '区划', '峡口镇')
  await change(2).getByLabel('驻地经度（CGCS2000）').fill('118.51')
  await change(2).getByLabel('驻地纬度（CGCS2000）').fill('28.52')
  await accessible(page)
  await shot(page, 'redivision-new')
  await page.getByRole('button', { name: '建立草稿' }).click()
  await page.getByRole('heading', { name: title }).waitFor()
  await page.getByText('示例：以河中心线为界').waitFor()
  await page.getByText('118.51，28.52').waitFor()
  await page.getByRole('region', { name: '代码对照' }).getByText('示例镇').first().waitFor()
  await papers(page)
  await accessible(page)
  await shot(page, 'redivision-case')
  await page.getByRole('button', { name: '报送审批' }).click()
  await page.getByText('审批人员', { exact: false }).first().waitFor()
  await reply(page, base, title)
}

/** Every paper: the first a file that is no PDF, then one that is, taken out and given again; the rest written. */
async function papers(page) {
  const form = page.locator('form.step-form', { has: page.locator('input[type=file]') })
  await form.getByLabel('加入材料').selectOption('risk')
  await form.locator('input[type=file]').setInputFiles(file('风险评估报告.pdf', 'MZ and so on'))
  await form.getByRole('button', { name: '加入材料' }).click()
  await form.getByRole('alert').waitFor()
  await form.locator('input[type=file]').setInputFiles(file('风险评估报告.pdf', pdf))
  await form.getByRole('button', { name: '加入材料' }).click()
  const link = page.getByRole('link', { name: '风险评估报告.pdf' })
  await link.waitFor()
  const got = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href)
  assert.equal(await got.text(), pdf, 'the file comes back as it was given')
  await page.getByRole('button', { name: '取出 风险评估报告.pdf' }).click()
  await link.waitFor({ state: 'detached' })
  const words = await form.getByLabel('加入材料').locator('option').allTextContents()
  for (const [n, word] of words.entries()) {
    await form.getByLabel('加入材料').selectOption({ label: word })
    await form.locator('input[type=file]').setInputFiles(file(`示例${n}.pdf`, pdf))
    await form.getByRole('button', { name: '加入材料' }).click()
    await page.getByRole('link', { name: `示例${n}.pdf`, exact: true }).waitFor()
  }
}

async function reply(page, base, title) {
  const at = page.url()
  await page.context().clearCookies()
  await opens(page, at, 'approver')
  await page.getByRole('heading', { name: title }).waitFor()
  await page.getByLabel('批复文号').fill('示例〔2026〕1号')
  const today = await page.evaluate(() => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10))
  await page.getByLabel('批复日期', { exact: true }).fill(today)
  await page.getByRole('button', { name: '录入批复' }).click()
  await page.getByText('行政区划管理条例第十七条').waitFor()
  await page.getByText('行政区划管理条例第十五条').waitFor()
  await accessible(page)
  await shot(page, 'redivision-replied')
}

async function onAPhone(page, base) {
  await opens(page, base + '/office/redivision/new', 'officer')
  await page.getByLabel('变更种类').selectOption('seat_move')
  await page.getByLabel('驻地经度（CGCS2000）').waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
}
