// The rules of names in a real browser, against a server with the demo county: an officer tries a name,
// pastes names into the reserve, sees the try change, and takes an entry back.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const namingJourneys = [
  { name: 'office: a name tried, names pasted into the reserve, the try that follows them', run: keepsLists },
  { name: 'office: a procedure of a class set within the law and taken back', run: setsProcedure },
  { name: 'office: names declared held whole, a built-up area pasted and ended', run: keepsAreas },
  { name: 'office: the administrator adopts a local rule of names and takes it back', run: adoptsRule },
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
  await offeredToACase(page, base, name)
  await page.goto(base + '/office/naming?list=reserve')
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

/** A new case of a street in the county is offered the name of the reserve. */
async function offeredToACase(page, base, name) {
  await page.goto(base + '/office/cases/new')
  await page.getByLabel('所属行政区').click()
  await page.getByRole('dialog').getByRole('button', { name: /江山市/ }).first().click()
  await page.locator(`#offered-names option[value="${name}"]`).waitFor({ state: 'attached' })
  assert.equal(await page.locator('input[list=offered-names]').count(), 1, 'the name is typed with what is offered')
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/naming?list=plan', 'importer')
  await page.getByText('这个词表还没有本地内容').waitFor()
  assert.equal(await page.getByRole('button', { name: '增补', exact: true }).count(), 0, 'who may not edit is offered nothing')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-naming-phone')
}

async function setsProcedure(page, base) {
  await opens(page, base + '/office/naming/procedures', 'officer')
  await page.getByRole('table', { name: '办理程序' }).waitFor()
  await accessible(page)
  await shot(page, 'office-naming-procedures')
  await page.getByRole('button', { name: '设定程序' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('类别', { exact: true }).selectOption('222')
  await dialog.getByLabel('批准机关', { exact: true }).fill('示例市民政局')
  await dialog.getByLabel('公告').uncheck()
  await dialog.getByLabel('依据', { exact: true }).fill('示例规定第三条')
  await dialog.getByLabel('理由').fill('示例')
  await accessible(page)
  await dialog.getByRole('button', { name: '保存程序' }).click()
  await dialog.getByText('批准后须公告').waitFor() // the law's, not the place's; what was typed stays
  assert.equal(await dialog.getByLabel('批准机关', { exact: true }).inputValue(), '示例市民政局')
  await dialog.getByLabel('公告').check()
  await dialog.getByRole('button', { name: '保存程序' }).click()
  const back = page.getByRole('button', { name: /^恢复默认 自然村/ })
  await back.waitFor()
  await back.click()
  await dialog.getByLabel('理由').fill('示例')
  await dialog.getByRole('button', { name: '恢复默认' }).click()
  await back.waitFor({ state: 'detached' })
}

async function keepsAreas(page, base) {
  const name = `示例建成区${Date.now().toString().slice(-4)}`
  await opens(page, base + '/office/naming/areas', 'officer')
  await page.getByRole('table', { name: '哪些名称已录全' }).waitFor()
  await accessible(page)
  await shot(page, 'office-naming-areas')
  await page.getByRole('button', { name: '划定建成区' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称', { exact: true }).fill(name)
  await dialog.getByLabel('范围（GeoJSON）').fill('{"type":"Point"}')
  await dialog.getByText('不是 GeoJSON 面').waitFor()
  const ring = [[118.2, 28.4], [118.21, 28.4], [118.21, 28.41], [118.2, 28.41], [118.2, 28.4]]
  await dialog.getByLabel('范围（GeoJSON）').fill(JSON.stringify({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }))
  await dialog.getByText('1.09 平方公里').waitFor()
  await dialog.getByLabel('依据').fill('示例：合成')
  await dialog.getByLabel('理由').fill('示例')
  await accessible(page)
  await dialog.getByRole('button', { name: '划定建成区' }).click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.waitFor()
  await page.getByRole('button', { name: '声明录全' }).click()
  await dialog.getByLabel('范围种类').selectOption('built')
  await dialog.getByLabel('范围', { exact: true }).selectOption({ label: name })
  await dialog.getByLabel('街路巷').check()
  await dialog.getByLabel('来源').or(dialog.getByLabel('依据')).first().fill('示例核对')
  await dialog.getByLabel('理由').fill('示例')
  await accessible(page)
  await dialog.getByRole('button', { name: '声明录全' }).click()
  const withdraw = page.getByRole('button', { name: `撤回 ${name} · 街路巷` })
  await withdraw.click()
  await dialog.getByLabel('理由').fill('示例')
  await dialog.getByRole('button', { name: '撤回' }).click()
  await withdraw.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: `结束 ${name}` }).click()
  await dialog.getByLabel('理由').fill('示例')
  await dialog.getByRole('button', { name: '结束' }).click()
  await page.getByRole('button', { name: `结束 ${name}` }).waitFor({ state: 'detached' })
}

async function adoptsRule(page, base) {
  await opens(page, base + '/office/naming', 'admin')
  await page.getByRole('heading', { name: '地方规定与方言' }).waitFor()
  await accessible(page)
  const row = page.getByRole('row', { name: /方言不分 n、l/ })
  const dialog = page.getByRole('dialog')
  for (const [value, word] of [['true', '采用'], ['false', '不采用']]) {
    await row.getByRole('button').click()
    await dialog.getByLabel('新值').selectOption(value)
    await dialog.getByLabel('依据').fill('示例方言调查')
    await dialog.getByLabel('理由').fill('示例')
    await dialog.getByRole('button', { name: '保存设置' }).click()
    await row.getByText(word, { exact: true }).waitFor()
  }
  await shot(page, 'office-naming-local')
}
