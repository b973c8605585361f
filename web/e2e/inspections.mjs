// Inspections of lines in a real browser, against a server with the demo county: a round is planned,
// a special check goes to the field, problems are found and handled.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const inspectionJourneys = [
  { name: 'office: inspections: what is due, the round, a plan of the next one', run: rounds },
  { name: 'office: inspections: a special check from its plan into the field, on a phone', options: { viewport: { width: 360, height: 740 } }, run: special },
]

export async function narrow(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  const widest = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`).at(-1))
  assert.ok(over <= 0, `the page is ${over} px wider than the screen: ${widest}`)
}

async function rounds(page, base) {
  await opens(page, base + '/office', 'inspector')
  await page.getByRole('heading', { name: '到期的界线联检' }).waitFor()
  await page.goto(base + '/office/boundary/tasks')
  await page.getByRole('table', { name: '联检任务' }).getByText('逾期', { exact: false }).first().waitFor()
  await accessible(page)
  await shot(page, 'inspections-tasks')
  await page.goto(base + '/office/boundary/rounds')
  await page.getByRole('link', { name: '第五轮' }).click()
  await page.getByRole('heading', { name: '第五轮' }).waitFor()
  await accessible(page)
  await shot(page, 'inspections-round')
  const ordinal = 6 + Math.floor(Math.random() * 90) // a round is planned once
  await page.goto(base + '/office/boundary/rounds/new')
  await page.getByLabel('第几轮').fill(String(ordinal))
  await page.getByLabel('起始年').fill('2028')
  await page.getByLabel('截止年').fill('2032')
  await page.getByRole('button', { name: '生成计划' }).click()
  const plan = page.getByRole('table', { name: '计划中的界线' })
  await plan.getByRole('row').nth(1).waitFor()
  await plan.getByRole('combobox').first().selectOption('2032')
  await page.getByRole('button', { name: '保存计划' }).click()
  await page.getByText('请填写完整。').waitFor()
  await page.getByLabel('依据').fill('示例通知')
  await accessible(page)
  await shot(page, 'inspections-plan')
  await page.getByRole('button', { name: '保存计划' }).click()
  await page.getByRole('heading', { name: '2028—2032 年' }).waitFor()
}

async function special(page, base) {
  await opens(page, base + '/office/boundary/tasks/new', 'inspector')
  await page.getByRole('combobox', { name: '界线', exact: true }).waitFor()
  await page.getByRole('button', { name: '发起', exact: true }).click()
  assert.ok(await page.getByText('请填写完整。').count() >= 4, 'what is missing is said at its field')
  await page.getByRole('combobox', { name: '界线', exact: true }).selectOption({ index: 1 })
  const sides = page.getByLabel('牵头')
  await sides.selectOption(await sides.locator('option', { hasText: '江山市' }).getAttribute('value'))
  await page.getByLabel('起因').fill('示例：山洪')
  await page.getByLabel('起点').fill('1号界桩')
  await page.getByLabel('止点').fill('2号界桩')
  await page.getByLabel('期限').fill('2099-12-31')
  await narrow(page)
  await shot(page, 'inspections-special')
  await page.getByRole('button', { name: '发起', exact: true }).click()
  await page.getByText('示例：山洪').waitFor()
  assert.ok(await page.getByRole('button', { name: '登记方案已签' }).isDisabled(), 'without a plan it is not signed')
  await page.getByRole('button', { name: '登记会议纪要' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('日期').fill('2026-01-05')
  await dialog.getByLabel('地点').fill('示例会议室')
  await dialog.getByLabel('纪要').fill('示例：商定方案')
  await dialog.getByRole('button', { name: '登记会议纪要' }).click()
  for (const verb of ['登记方案已签', '开始内业检查', '开始实地检查']) await page.getByRole('button', { name: verb }).click()
  await page.getByRole('button', { name: '登记问题' }).click()
  await page.getByRole('dialog').getByLabel('问题', { exact: true }).fill('示例：基座松动')
  await page.getByRole('dialog').getByRole('button', { name: '登记问题' }).click()
  await page.getByText('未落实处理单位和期限').waitFor()
  await page.getByRole('button', { name: '实地完成，处理问题' }).click()
  await page.getByText('每个问题的处理单位和期限').waitFor()
  assert.ok(await page.getByRole('button', { name: '开始起草报告' }).isDisabled(), 'a problem that nobody handles holds the report up')
  await narrow(page)
  await accessible(page)
  await shot(page, 'inspections-task-phone')
}
