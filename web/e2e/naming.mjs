// The rules of names in a real browser, against a server with the demo county: an officer tries a name,
// pastes names into the reserve, sees the try change, and takes an entry back.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const namingJourneys = [
  { name: 'office: a name tried, names pasted into the reserve, the try that follows them', run: keepsLists },
  { name: 'office: the rules of names on a phone, read by who may not edit', options: { viewport: { width: 360, height: 740 } }, run: looksOnAPhone },
]

async function keepsLists(page, base) {
  const name = `示例试${Date.now().toString().slice(-4)}路`
  await opens(page, base + '/office/naming?list=reserve', 'officer')
  await page.getByRole('heading', { name: '地名规则' }).waitFor()
  await page.getByLabel('名称').fill('清湖一村')
  await page.getByLabel('类别').first().selectOption('21610')
  await page.getByLabel('所在区划').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /江山市/ }).first().click()
  await page.getByRole('button', { name: '检查名称' }).click()
  await page.locator('.finding-refuse', { hasText: 'N10' }).first().waitFor()
  assert.match(page.url(), /name=/, 'the address asks the same again')
  await accessible(page)
  await shot(page, 'office-naming-try')

  await page.getByRole('button', { name: '增补', exact: true }).click()
  await dialog.getByLabel('词条').fill(`1、${name}\t以示例得名\n${name}\n\n2、示例${Date.now().toString().slice(-4)}号街`)
  await dialog.getByText('将增补 2 条').waitFor()
  await dialog.getByLabel('类别').selectOption('235')
  await dialog.getByLabel('依据').fill('示例地名储备库（示例）')
  await accessible(page)
  await dialog.getByLabel('理由').fill('示例录入')
  await dialog.getByRole('button', { name: '增补' }).click()
  const row = page.getByRole('table', { name: '地名储备库' }).getByRole('row', { name: new RegExp(name) })
  await row.waitFor()
  await accessible(page)
  await shot(page, 'office-naming-reserve')

  await page.getByLabel('名称').fill(name)
  await page.getByLabel('类别').first().selectOption('23514')
  await page.getByRole('button', { name: '检查名称' }).press('Enter')
  await page.locator('.finding-note', { hasText: '地名储备库' }).waitFor()
  await row.getByRole('button', { name: new RegExp(`撤销 ${name}`) }).click()
  await dialog.getByLabel('理由').fill('示例撤销')
  await dialog.getByRole('button', { name: '撤销' }).click()
  await row.waitFor({ state: 'detached' })

  await page.getByLabel('词表', { exact: true }).selectOption('brands')
  await page.getByLabel('查找').fill('华为')
  await page.getByRole('button', { name: /停用 华为/ }).click()
  await dialog.getByLabel('理由').fill('示例停用')
  await dialog.getByRole('button', { name: '停用' }).click()
  await page.getByRole('button', { name: /恢复 华为/ }).click()
  await dialog.getByLabel('理由').fill('示例恢复')
  await dialog.getByRole('button', { name: '恢复' }).click()
  await page.getByRole('button', { name: /停用 华为/ }).waitFor()
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/naming?list=plan', 'importer')
  await page.getByText('这个词表还没有本地内容').waitFor()
  assert.equal(await page.getByRole('button', { name: '增补', exact: true }).count(), 0, 'who may not edit is offered nothing')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-naming-phone')
}
