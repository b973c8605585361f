// What the office keeps beside its cases: protection lists, supervision, clean-ups. Against a real
// server with the demo county, as it changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

const stamp = Date.now().toString(36).slice(-5)
const phone = { viewport: { width: 360, height: 740 } }

export const clerkJourneys = [
  { name: 'clerk: a name onto a protection list, its plan written and approved', run: protects },
  { name: 'clerk: a report whose reporter stays secret, an overdue notice on top', run: supervises },
  { name: 'clerk: a clean-up begun, run, decided and turned into a case', run: cleansUp },
  { name: 'clerk: lists on a phone', options: phone, run: looksOnAPhone },
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

async function supervises(page, base) {
  await opens(page, base + '/office/supervision', 'officer')
  await page.getByRole('link', { name: '登记举报' }).click()
  await page.getByRole('heading', { name: '登记监督检查' }).waitFor()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('请写明事由或举报原话').waitFor()
  await picks(page, '区划')
  await page.getByLabel('事由').fill(`示例路牌用字不规范${stamp}`)
  await page.getByLabel('姓名（可不填）').fill(`示例举报人${stamp}`)
  await page.getByLabel('举报原话').fill(`示例：我家门口${stamp}的路牌写错了`)
  await accessible(page)
  await shot(page, 'clerk-supervision-report')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('heading', { name: `示例路牌用字不规范${stamp}` }).waitFor()
  const report = page.url()
  await page.getByRole('button', { name: '查看举报人' }).waitFor()
  assert.ok(!(await page.content()).includes(`示例举报人${stamp}`), 'nobody sees the reporter before they ask')
  await page.goto(base + '/office/supervision/new?kind=notice')
  await picks(page, '区划')
  for (const [label, text] of [['文号', `示例整〔2026〕${stamp}号`], ['对象单位', '示例物业公司'], ['事由', `示例擅自命名${stamp}`], ['内容', '示例：限期恢复标准地名'], ['期限', '2026-10-01']]) await page.getByLabel(label, { exact: true }).fill(text)
  await page.getByLabel('日期', { exact: true }).fill('2026-09-01')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('heading', { name: `示例擅自命名${stamp}` }).waitFor()
  await page.goto(base + '/office/supervision')
  await page.getByText('监督检查', { exact: true }).first().waitFor()
  await page.getByRole('table', { name: '监督检查台账' }).waitFor()
  assert.match(await page.getByRole('row').nth(1).innerText(), /逾期/, 'what is overdue stands on top')
  await accessible(page)
  await shot(page, 'clerk-supervision')
  const text = await exported(page, /种类,文号/)
  assert.ok(text.includes(`示例路牌用字不规范${stamp}`) && !text.includes(`示例举报人${stamp}`) && !text.includes('我家门口'), 'the export knows no reporter')
  await page.getByRole('link', { name: `示例擅自命名${stamp}` }).click()
  await page.getByRole('button', { name: '登记结果并办结' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('结果').fill('示例：已恢复标准地名')
  await accessible(page)
  await dialog.getByRole('button', { name: '登记结果并办结' }).click()
  await page.getByText('已办结', { exact: true }).waitFor()
  await page.goto(report)
  await becomes(page, 'approver')
  await page.getByRole('button', { name: '查看举报人' }).click()
  await dialog.getByText('会记入账本').waitFor()
  await dialog.getByRole('button', { name: '查看举报人' }).click()
  await dialog.getByText(`示例举报人${stamp}`).waitFor()
  await accessible(page)
  await dialog.getByRole('button', { name: '关闭' }).click()
  assert.ok(!(await page.content()).includes(`示例举报人${stamp}`), 'what was looked up is gone with its dialog')
}

async function cleansUp(page, base) {
  await opens(page, base + '/office/campaign', 'approver')
  await page.getByRole('heading', { name: '不规范地名清理' }).waitFor()
  await page.getByRole('button', { name: '开始一次清理' }).click()
  const dialog = page.getByRole('dialog', { name: '开始一次清理' })
  await dialog.getByLabel('名称').fill(`示例清理${stamp}`)
  await picks(page, '范围')
  await accessible(page)
  await shot(page, 'clerk-campaign-begin')
  await dialog.getByRole('button', { name: '开始一次清理' }).click()
  await page.getByRole('heading', { name: `示例清理${stamp}` }).waitFor()
  await page.getByRole('button', { name: '开始排查' }).click()
  await page.getByText('排查完成').waitFor()
  await page.getByRole('table', { name: '命中的名称' }).waitFor()
  await accessible(page)
  await exported(page, /名称,现名/)
  await becomes(page, 'officer')
  const name = await decides(page)
  await shot(page, 'clerk-campaign-items')
  await page.getByRole('button', { name: `立案 ${name}` }).click()
  const opening = page.getByRole('dialog')
  await opening.getByLabel('拟用新名称').fill(`示例新名${stamp}`)
  await opening.getByLabel('理由').fill('示例：名称不规范')
  await accessible(page)
  await opening.getByRole('button', { name: '立案' }).click()
  await page.getByRole('heading', { name: '下一步' }).waitFor()
  await page.getByText('更名').first().waitFor()
  const nameCase = page.url().split('/').pop()
  await page.goBack()
  await page.getByRole('link', { name: /草稿/ }).first().waitFor()
  await shot(page, 'clerk-campaign-case')
  const read = async () => (await page.request.get(`${base}/v1/cases/${nameCase}`)).json()
  assert.equal((await read()).kind, 'renaming')
  await accessible(page)
}

/** Takes the first name that was hit on, and decides that it is to be renamed. */
async function decides(page) {
  const row = page.getByRole('table', { name: '命中的名称' }).getByRole('row').nth(1)
  await row.waitFor()
  const name = (await row.getByRole('checkbox').getAttribute('aria-label')).replace('选择 ', '')
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: '由我承办 1 条' }).click()
  await row.getByText('示例·地名干部').first().waitFor()
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: '决定所选 1 条' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('决定').selectOption('rename')
  await dialog.getByLabel('证据').fill('示例：现场查看，无历史依据')
  await dialog.getByLabel('理由').fill('示例：不规范')
  await accessible(page)
  await dialog.getByRole('button', { name: '记下决定' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: `立案 ${name}` }).waitFor()
  return name
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/supervision', 'officer')
  await page.getByRole('heading', { name: '监督检查' }).waitFor()
  for (const [address, heading] of [['supervision', '监督检查'], ['supervision/new?kind=report', '登记监督检查'], ['heritage', '地名保护'], ['campaign', '不规范地名清理']]) {
    await page.goto(`${base}/office/${address}`)
    await page.getByRole('heading', { name: heading }).first().waitFor()
    await page.locator('.skeleton').first().waitFor({ state: 'detached' })
    await accessible(page)
    await shot(page, 'clerk-phone-' + address.split('?')[0].replace('/', '-'))
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${heading} is wider than the phone`)
  }
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
