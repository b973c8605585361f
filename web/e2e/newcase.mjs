// The form of a case in a real browser, as somebody uses it who was never told how. It changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `newcase-${name}`)
const han = '东南西北山水云泉松竹梅兰'
const word = () => Array.from({ length: 5 }, () => han[Math.floor(Math.random() * han.length)]).join('')

export const newCaseJourneys = [
  { name: 'newcase: renaming from the register opens the form of a case, filled', run: renames },
  { name: 'newcase: wrong numbers are said at their fields; a draft is changed; a paper has the day it came; a finding is jumped to', run: amends },
]

async function renames(page, base) {
  await opens(page, base + '/office/register?q=清湖一村', 'officer')
  await page.getByRole('row', { name: /清湖一村/ }).first().waitFor()
  const found = async (filter) => (await (await page.request.get(`${base}/v1/register?limit=100&${filter}`)).json()).items
  const whole = ({ id }) => page.request.get(`${base}/v1/places/${id}`).then((answer) => answer.json())
  const division = (await Promise.all((await found('q=清湖')).map(whole))).find(({ code }) => code?.length === 9)
  const made = await page.request.post(base + '/v1/places', { data: { name: `示例${word()}路`, class: '23514', division: division.code, visibility: 'internal', reason: '示例' } })
  const place = await whole(await made.json())
  assert.ok(place && division, 'the demo has places and divisions of this name')
  await page.goto(base + '/office/register/' + place.id)
  await page.getByRole('link', { name: '更名', exact: true }).click()
  await page.getByRole('button', { name: '换一个' }).waitFor()
  assert.equal(await page.getByLabel('事项').inputValue(), 'renaming')
  await page.locator('.case-form').getByText(place.name, { exact: true }).first().waitFor()
  await page.getByText('选择行政区', { exact: true }).waitFor({ state: 'detached' })
  await shot(page, 'renaming')
  await accessible(page)
  await page.goto(base + '/office/register/' + division.id)
  await page.getByRole('link', { name: '更名', exact: true }).click()
  await page.waitForURL(/\/office\/redivision/)
}

async function amends(page, base) {
  const name = `示例${word()}路`
  await opens(page, base + '/office/cases/new', 'officer')
  await page.getByLabel('所属行政区').click()
  await page.getByRole('dialog').locator('.twig').first().click()
  await page.getByLabel('拟用名称').fill(name)
  await page.getByLabel('方案及理由').fill('示例：新建道路')
  await page.getByLabel('长（米）').fill('８００米')
  await page.getByLabel('宽（米）').fill('二十四')
  assert.equal(await page.getByLabel('长（米）').inputValue(), '800')
  await page.getByLabel('经度').fill('28.74')
  await page.getByLabel('纬度').fill('118.62')
  await page.getByRole('button', { name: '立案', exact: true }).click()
  await page.getByText('请写米数', { exact: false }).waitFor()
  await page.getByText('经纬度写反了', { exact: false }).first().waitFor()
  await shot(page, 'wrong')
  await accessible(page)
  await page.getByLabel('宽（米）').fill('24')
  await page.getByLabel('经度').fill('118.62')
  await page.getByLabel('纬度').fill('28.74')
  await page.getByRole('button', { name: '立案', exact: true }).click()
  await page.getByRole('link', { name: '修改', exact: true }).click()
  const changed = `示例${word()}路`
  await page.getByLabel('拟用名称').fill(changed)
  assert.equal(await page.getByLabel('宽（米）').inputValue(), '24', 'the form holds what was asked for')
  await accessible(page)
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByRole('heading', { name: changed }).waitFor()
  const came = new Date(Date.now() - 5 * 86400000).toISOString().slice(0, 10)
  await page.getByLabel('收件日期').fill(came)
  await shot(page, 'received')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText(/收件，立案时已过 \d 天/).waitFor()
  await page.getByRole('button', { name: '受理并审查名称' }).click()
  await page.getByRole('button', { name: '先处理下面的审查结果' }).click()
  assert.ok(await page.evaluate(() => !!document.activeElement.closest('[data-waits]')), 'the first finding that waits has the keyboard')
  await shot(page, 'finding')
  await accessible(page)
}
