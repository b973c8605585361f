// The emergency office's spreadsheet of shelters in a real browser: a wrong column corrected,
// looked at, run, seen among the shelters, and undone. It needs a real server with the demo.

import assert from 'node:assert/strict'
import { accessible, bring, opens, shot as picture } from './desk.mjs'
import { workbook } from './xlsx.mjs'

const shot = (page, name) => picture(page, `importsafety-${name}`)

export const importSafetyJourneys = [{ name: 'import: a spreadsheet of shelters with a wrong column, seen, undone', run: takesShelters }]

async function takesShelters(page, base) {
  await opens(page, base + '/office/import', 'emergency')
  await page.getByRole('heading', { name: '导入', level: 1 }).waitFor()
  const { items } = await (await page.request.get(base + '/v1/shelters?limit=1')).json()
  const [{ division_code: village, lon, lat }] = items
  const name = `示例数据${Date.now().toString(36)}礼堂`
  const kinds = await page.getByLabel('行的内容').locator('option').allInnerTexts()
  assert.deepEqual(kinds, ['按栏名判断', '避难场所', '灾害信息员和联系电话', '政策'], 'no place names for who keeps shelters')
  await page.getByLabel('行的内容').selectOption('shelters')
  await shot(page, 'start')
  await accessible(page)
  // The heading of the persons says area.
  await bring(page, '避灾点（示例数据）.xlsx', workbook([['避灾安置场所名称', '所在村代码', '级别', '避难时长', '类型', '适用灾种', '经度', '纬度', '面积'],
    [name, village, '村级', '短期', '文化礼堂', '台风、洪涝', lon, lat, 260], [name + '二', '330802001201', '村级', '短期', '室内', '台风', lon, lat, 60]]))
  await page.getByRole('table', { name: '栏目对应' }).waitFor()
  assert.equal(await page.getByLabel('面积：在登记中是').inputValue(), 'total_m2')
  await page.getByText('还缺：容纳人数').waitFor()
  assert.ok(await page.getByRole('button', { name: '检查', exact: true }).isDisabled())
  await page.getByLabel('面积：在登记中是').selectOption('capacity')
  await page.getByLabel('密级').selectOption('public')
  await shot(page, 'columns')
  await accessible(page)
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await page.getByRole('heading', { name: '会怎样' }).waitFor()
  assert.match(await page.locator('.count-added').innerText(), /1/)
  await page.getByRole('heading', { name: /登记中没有这个代码/ }).waitFor()
  await shot(page, 'check')
  await accessible(page)
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText('读 2 行 = 新增 1 + 更新 0 + 未变 0 + 拒绝 1').waitFor({ timeout: 30_000 })
  const job = page.url()
  await page.getByRole('link', { name: '查看避难场所' }).click()
  await page.getByRole('table', { name: '避难场所' }).getByText(name).waitFor()
  await shot(page, 'seen')
  await page.goto(job)
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('试一试')
  await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByText('撤下 1 处，恢复 0 处').waitFor()
  await accessible(page)
  await page.goto(base + '/office/shelters')
  await page.getByRole('table', { name: '避难场所' }).waitFor()
  assert.equal(await page.getByRole('table', { name: '避难场所' }).getByText(name).count(), 0)
}
