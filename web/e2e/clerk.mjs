// What the office keeps beside its cases: protection lists, supervision, clean-ups. Against a real
// server with the demo county, as it changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

const stamp = Date.now().toString(36).slice(-5)
const phone = { viewport: { width: 360, height: 740 } }

export const clerkJourneys = [
  { name: 'clerk: a name onto a protection list, its plan written and approved', run: protects },
]

async function leaves(page) {
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
}

/** Logs in as another person and opens the page that was left. */
async function becomes(page, login) {
  const address = page.url()
  await leaves(page)
  await opens(page, address, login)
}

async function protects(page, base) {
  await opens(page, base + '/office/heritage', 'officer')
  await page.getByRole('heading', { name: '地名保护' }).waitFor()
  await page.getByRole('button', { name: '新建一批名录' }).click()
  const dialog = page.getByRole('dialog', { name: '新建一批名录' })
  await accessible(page)
  await dialog.getByRole('button', { name: '新建一批名录' }).click()
  await dialog.getByText('请填写这一项。').first().waitFor()
  await dialog.getByLabel('名录名称').fill(`示例名录${stamp}`)
  await dialog.getByLabel('列入标准').fill('示例：使用五十年以上，见县志')
  await picks(page, '编制单位所在区划')
  await dialog.getByRole('button', { name: '新建一批名录' }).click()
  await page.getByRole('heading', { name: `示例名录${stamp}` }).waitFor()
  const place = await proposes(page, base)
  await page.getByRole('link', { name: place.name, exact: true }).click()
  await page.getByRole('button', { name: '登记审核意见' }).click()
  await reasons(page, '登记审核意见')
  await page.getByText('待有批准权限的同事列入名录').waitFor()
  await plans(page)
  await accessible(page)
  await becomes(page, 'approver')
  await page.getByRole('button', { name: '列入名录' }).click()
  await reasons(page, '列入名录')
  await page.getByText('还没有批准的保护方案').waitFor()
  await shot(page, 'clerk-heritage-name')
  await page.getByRole('button', { name: '批准方案' }).click()
  await reasons(page, '批准方案')
  await page.getByText('保护方案已批准，可以更名').waitFor()
  await page.getByRole('link', { name: `示例名录${stamp}` }).click()
  await page.getByRole('button', { name: '公布名录' }).click()
  await reasons(page, '公布名录')
  await page.getByText(/年.*公布/).first().waitFor()
  await page.getByRole('cell', { name: '已批准' }).waitFor()
  await accessible(page)
  await shot(page, 'clerk-heritage-list')
  const lists = await (await page.request.get(base + '/v1/heritage-lists')).json()
  assert.ok(lists.items.some((list) => list.title === `示例名录${stamp}` && list.names.some((name) => name.name === place.name)), 'the published list is public')
  await exported(page, /名录,名称/)
}

/** Chooses the county in a field of divisions. */
async function picks(page, label) {
  await page.getByLabel(label).click()
  await page.getByRole('dialog', { name: label }).getByText('江山市').first().click()
  await page.getByRole('dialog', { name: label }).waitFor({ state: 'detached' })
}

/** Puts a village that is on no list yet forward for the list on the page. */
async function proposes(page, base) {
  const listed = (await (await page.request.get(base + '/v1/heritage-items?limit=500')).json()).items.map((item) => item.place)
  const places = (await (await page.request.get(base + '/v1/register?class=21610&limit=100')).json()).items
  const place = places.find((one) => !listed.includes(one.id) && places.filter((other) => other.name === one.name).length === 1)
  await page.getByRole('button', { name: '推荐地名' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('地名', { exact: true }).fill(place.name)
  await dialog.getByRole('button', { name: place.name }).first().click()
  await dialog.getByLabel('推荐理由').fill('示例：明代已有记载')
  await shot(page, 'clerk-heritage-propose')
  await accessible(page)
  await dialog.getByRole('button', { name: '推荐地名' }).click()
  await dialog.waitFor({ state: 'detached' })
  return place
}

async function plans(page) {
  await page.getByRole('button', { name: '编写保护方案' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('设立标志').check()
  await dialog.getByLabel('方案内容').fill('示例：立碑说明来历，新路沿用旧名')
  await accessible(page)
  await dialog.getByRole('button', { name: '编写保护方案' }).click()
  await page.getByText('立碑说明来历').waitFor()
}

/** Fills in why, and presses the verb of the open dialog. */
async function reasons(page, verb) {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('理由').fill('示例：经会议研究')
  await dialog.getByRole('button', { name: verb }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Takes the list on the page as CSV and looks at its head and its last line. */
async function exported(page, head) {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const file = await (await coming).createReadStream()
  let text = ''
  for await (const part of file) text += part
  assert.ok(text.startsWith('\ufeff'), 'a spreadsheet knows it is UTF-8')
  assert.match(text, head)
  assert.match(text, /# 共 \d+ 行\r?\n$/)
  return text
}
