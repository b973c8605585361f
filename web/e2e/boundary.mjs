// The pages of the boundary in a real browser, against a server with the demo county: lines with their course in words, papers and
// works; a marker from its entry on; problems of a task; contracts, patrols, reports and matters; each page on a phone.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { narrow } from './inspections.mjs'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `boundary-${name}`)
const stamp = Date.now().toString(36)
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n')

export const boundaryJourneys = [
  { name: 'boundary: a line found, its description checked, its paper filed, a work across it', run: line },
  { name: 'boundary: the check of areas and lines, with places on the map', run: check },
  { name: 'boundary: a marker entered, wrong at first, then set by both sides', run: marker },
  { name: 'boundary: a problem of a task with who mends it by when', run: problem },
  { name: 'boundary: a contract, its patrol, a report, a matter', run: upkeep },
  { name: 'boundary: every page on a phone', options: { viewport: { width: 360, height: 740 } }, run: phone },
]

/** Nothing that axe calls serious, nothing wider than the screen, and a picture to look at. */
async function looked(page, name) {
  await accessible(page)
  await narrow(page)
  await shot(page, name)
}

async function line(page, base) {
  await opens(page, base + '/office/boundary/lines', 'inspector')
  const table = page.getByRole('table', { name: '界线列表' })
  await table.getByRole('row').nth(3).waitFor()
  await page.getByRole('searchbox', { name: '名称、编号或代码' }).fill('没有这条线')
  await page.getByText('没有符合条件的界线').waitFor()
  await page.getByRole('button', { name: '清除条件' }).click()
  await page.getByRole('combobox', { name: '级别' }).selectOption({ label: '省界' })
  await page.getByRole('combobox', { name: '邻方' }).selectOption({ label: '广丰区' })
  await page.waitForFunction(() => document.querySelectorAll('table[aria-label=界线列表] tbody tr').length === 1)
  await looked(page, 'lines')
  await table.getByRole('link', { name: /广丰区/ }).click()
  await page.getByRole('heading', { name: '走向说明', level: 2 }).waitFor()
  await page.locator('.map[data-ready=true]').waitFor({ timeout: 60_000 })
  await describes(page)
  await page.locator('input[type=file]').setInputFiles({ name: '协议书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no paper at all') })
  await page.getByLabel('题名').fill(`示例协议书 ${stamp}`)
  await page.getByRole('button', { name: '归档材料' }).click()
  await page.getByText('文件不能接收').waitFor() // what it is not is told by its content
  await page.locator('input[type=file]').setInputFiles({ name: '协议书.pdf', mimeType: 'application/pdf', buffer: pdf })
  await page.getByRole('button', { name: '归档材料' }).click()
  const paper = page.getByRole('listitem').filter({ hasText: `示例协议书 ${stamp}` })
  await paper.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), paper.getByRole('button', { name: /协议书.pdf/ }).click()])
  assert.deepEqual(await readFile(await download.path()), pdf, 'the paper comes back to the byte')
  await works(page)
  await looked(page, 'line')
  await past(page)
  await page.getByRole('link', { name: '界线档案' }).last().click()
  await page.getByRole('link', { name: '界线登记' }).click()
  await page.getByRole('heading', { name: '登记内容' }).waitFor()
}

/** The generated description is registered and agrees; a pasted one with a wrong direction does not. */
async function describes(page) {
  const made = page.getByRole('button', { name: '采用生成的说明' })
  if (await made.count()) {
    await made.click()
    await page.getByRole('dialog').getByRole('button', { name: '采用生成的说明' }).click()
    await page.getByText('请写明理由').or(page.getByRole('dialog').locator('.wrong')).first().waitFor()
    await page.getByRole('dialog').getByRole('textbox').fill('示例：补录走向说明')
    await page.getByRole('dialog').getByRole('button', { name: '采用生成的说明' }).click()
  }
  await page.getByText('与界线一致').waitFor()
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await page.getByText('请粘贴要核对的文字').waitFor()
  await page.getByLabel('走向说明文字').fill('沿山脊而行')
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await page.getByText(/没有读出“方向 \+ 长度”的段落/).waitFor()
  const [first] = (await page.locator('.written').first().innerText()).match(/向[东南西北]+方向/)
  const turned = { 东: '西', 西: '东', 南: '北', 北: '南' }
  const wrong = first.replace(/[东南西北]/g, (one) => turned[one])
  await page.getByLabel('走向说明文字').fill((await page.locator('.written').first().innerText()).replace(first, wrong))
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await page.getByText(/有 \d+ 处与界线不一致/).waitFor()
  await page.locator('.line-differs li').first().getByRole('button', { name: '位置' }).click()
}

async function works(page) {
  await page.getByRole('button', { name: '登记跨界工程' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill(`示例水渠 ${stamp}`)
  await dialog.getByLabel('备案日期').fill('2026-01-05')
  await dialog.getByRole('button', { name: '登记跨界工程' }).click()
  await dialog.getByText(/须有双方同意的文件/).waitFor() // it is not filed before both consented
  await dialog.getByLabel(/甲方.*同意的文件/).fill('示例甲函〔2025〕1号')
  await dialog.getByLabel(/乙方.*同意的文件/).fill('示例乙函〔2025〕2号')
  await dialog.getByRole('button', { name: '登记跨界工程' }).click()
  await page.getByRole('listitem').filter({ hasText: `示例水渠 ${stamp}` }).getByText('2026年1月5日备案').waitFor()
}

/** A change leaves the former text in the history, where it is read again. */
async function past(page) {
  await page.getByRole('button', { name: '更正登记' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('协议书内容').fill(`示例：双方议定 ${stamp}`)
  await accessible(page)
  await dialog.getByRole('textbox').last().fill('示例：补录')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText(`示例：双方议定 ${stamp}`).waitFor()
  const rows = page.getByRole('table', { name: '登记的变化' }).getByRole('row')
  await rows.nth(2).waitFor()
  await rows.filter({ hasNotText: '现行' }).last().getByRole('link', { name: /看这一版/ }).click()
  await page.getByText(/正在看：/).waitFor()
  assert.equal(await page.getByText(`示例：双方议定 ${stamp}`).count(), 0, 'the former version does not know the later text')
  assert.equal(await page.getByRole('button', { name: '更正登记' }).count(), 0, 'the past cannot be changed')
  await page.getByRole('link', { name: '回到现在' }).click()
  await page.getByText(`示例：双方议定 ${stamp}`).waitFor()
}

async function check(page, base) {
  await opens(page, base + '/office/boundary/lines/check', 'inspector')
  await page.getByText('没有发现问题').or(page.getByRole('table', { name: '界线检查' })).first().waitFor({ timeout: 60_000 })
  await looked(page, 'check-clean')
  // The demo's areas and lines are sound: what a page of faults looks like is shown with two of a server that has some.
  await page.route('**/v1/boundary-check*', (route) => route.fulfill({ json: { items: [
    { kind: 'gap', level: 4, lon: 118.6271, lat: 28.7412, area_m2: 12345, names: ['清湖街道', '贺村镇'] },
    { kind: 'dangle', level: 3, lon: 118.5271, lat: 28.6412, names: ['衢江区—江山市线'] },
  ] } }))
  await page.reload()
  await page.getByRole('row', { name: /缝隙.*1\.23 公顷.*清湖街道/ }).click()
  await page.waitForURL(/id=0/)
  await page.locator('.map[data-points="2"]').waitFor({ timeout: 60_000 })
  await looked(page, 'check')
  await page.getByLabel('问题', { exact: true }).selectOption({ label: '端点未接上 1' })
  await page.getByRole('row', { name: /衢江区/ }).waitFor()
  assert.equal(await page.getByRole('row', { name: /清湖街道/ }).count(), 0)
}

async function marker(page, base) {
  await opens(page, base + '/office/boundary/markers', 'inspector')
  await page.getByRole('table', { name: '界桩列表' }).getByRole('row').nth(2).waitFor()
  await looked(page, 'markers')
  await page.getByRole('button', { name: '登记界桩' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('请把标明的内容填写完整').waitFor()
  await looked(page, 'marker-missing')
  await page.getByRole('combobox', { name: '界线', exact: true }).selectOption({ label: await page.getByRole('combobox', { name: '界线', exact: true }).locator('option', { hasText: '广丰区' }).first().innerText() })
  const number = `3336${500 + Date.now() % 400}Q`
  await page.getByLabel('编号', { exact: true }).fill('示例 12')
  await page.getByLabel('经度（CGCS2000）').fill('东边')
  await page.getByLabel('纬度（CGCS2000）').fill('28.5012345')
  await page.getByLabel('资料来源').fill('示例资料')
  await page.getByLabel('原因或依据').fill('示例：增设')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('应为数').waitFor()
  await page.getByLabel('经度（CGCS2000）').fill('118.4012345')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText(/编号不合本地规定的格式/).waitFor()
  await page.getByLabel('编号', { exact: true }).fill(number)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
  await page.locator('.map[data-ready=true]').waitFor({ timeout: 60_000 })
  await page.getByText('拟设', { exact: true }).first().waitFor()
  await looked(page, 'marker')
  await page.getByRole('button', { name: '埋设', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('甲方到场人').fill('示例甲')
  await dialog.getByRole('button', { name: '埋设' }).click()
  await dialog.locator('.wrong').first().waitFor() // nobody sets a marker alone
  await dialog.getByLabel('乙方到场人').fill('示例乙')
  await dialog.getByRole('button', { name: '埋设' }).click()
  await dialog.getByText(/请先写明由哪一方保管/).waitFor() // nor one that nobody keeps
  await accessible(page)
  await dialog.getByRole('button', { name: '取消' }).click()
  await references(page)
  await page.getByRole('button', { name: '埋设', exact: true }).click()
  await dialog.getByLabel('甲方到场人').fill('示例甲')
  await dialog.getByLabel('乙方到场人').fill('示例乙')
  await dialog.getByRole('button', { name: '埋设' }).click()
  await page.getByText('埋设', { exact: true }).first().waitFor()
  await page.getByText(/示例甲、示例乙/).waitFor()
  await looked(page, 'marker-set')
}

/** Keeper and three objects around the marker, without which it is not set. */
async function references(page) {
  await page.getByRole('button', { name: '更正', exact: true }).click()
  await page.getByLabel('保管方').selectOption('a')
  for (const [i, [name, azimuth, metres]] of [['示例屋角', '10.5', '35.2'], ['示例桥头', '130', '48'], ['示例电杆', '250.25', '61.4']].entries()) {
    await page.getByRole('button', { name: '加一个方位物' }).click()
    const group = page.getByRole('group', { name: `方位物 ${i + 1}` })
    await group.getByLabel('名称').fill(name)
    await group.getByLabel('方位角（度）').fill(azimuth)
    await group.getByLabel('距离（米）').fill(metres)
  }
  await page.getByLabel('原因或依据').fill('示例：补方位物')
  await looked(page, 'marker-edit')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('cell', { name: '示例电杆' }).waitFor()
}

async function problem(page, base) {
  await opens(page, base + '/office/boundary/tasks', 'inspector')
  const table = page.getByRole('table', { name: '联检任务' })
  await table.getByRole('row').nth(1).waitFor()
  await looked(page, 'tasks')
  await table.getByRole('row', { name: /玉山/ }).getByRole('link').first().click()
  await page.getByRole('button', { name: '登记问题' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '登记问题' }).click()
  await dialog.getByText('请填写完整').waitFor()
  await dialog.getByLabel('问题', { exact: true }).fill(`示例：基座松动 ${stamp}`)
  await dialog.getByLabel('处理单位').fill('示例镇政府')
  await dialog.getByLabel('期限').fill('2099-03-31')
  await dialog.getByRole('button', { name: '登记问题' }).click()
  const one = page.getByRole('listitem').filter({ hasText: `示例：基座松动 ${stamp}` })
  await one.getByText(/还有 \d+ 天/).waitFor()
  await one.getByText(/示例镇政府.*2099年3月31日/).waitFor()
  await looked(page, 'task')
}

async function upkeep(page, base) {
  await opens(page, base + '/office/boundary/upkeep', 'inspector')
  await page.getByRole('heading', { name: '委托合同' }).waitFor()
  await looked(page, 'upkeep')
  await page.getByRole('link', { name: '登记合同' }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('请把标明的内容填写完整').waitFor()
  await looked(page, 'contract-missing')
  const lines = page.getByRole('combobox', { name: '界线', exact: true })
  const which = await lines.locator('option', { hasText: '遂昌' }).first().getAttribute('value')
  await lines.selectOption(which)
  await page.getByLabel('受托方').selectOption({ label: '个人' })
  await page.getByLabel('姓名').fill(`示例管护人 ${stamp}`)
  await page.locator('.upkeep-markers input').nth(1).check()
  await page.getByLabel('开始日期').fill('2026-06-01')
  await page.getByLabel('结束日期').fill('2026-01-01')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('结束不能早于开始').waitFor()
  await page.getByLabel('结束日期').fill('2099-12-31')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('heading', { name: `示例管护人 ${stamp}` }).waitFor()
  await looked(page, 'contract')
  await patrols(page)
  await reports(page, base, which)
  await disputes(page, base, which)
  await page.goto(`${base}/office/boundary/dossier/${which}`)
  await page.getByText(`示例管护人 ${stamp}`).first().waitFor()
  await page.getByText(`示例：山洪冲刷 ${stamp}`).first().waitFor()
  await page.getByText(`示例争议 ${stamp}`).first().waitFor()
  await looked(page, 'dossier')
}

/** A patrol that says nothing of its marker is not taken; one that found it damaged reports by itself. */
async function patrols(page) {
  await page.getByRole('button', { name: '登记巡查' }).click()
  await page.getByRole('heading', { name: /登记巡查：/ }).waitFor()
  await page.getByRole('button', { name: '登记巡查' }).click()
  await page.getByText(/请选状况和清理情况/).waitFor()
  await page.getByRole('radio', { name: '字迹不清' }).check()
  await page.getByRole('radio', { name: '已清理' }).check()
  await looked(page, 'patrol')
  await page.getByRole('button', { name: '登记巡查' }).click()
  await page.getByText(/已巡 1 期/).waitFor()
  await page.getByText(/字迹不清/).first().waitFor()
}

async function reports(page, base, line) {
  await page.goto(`${base}/office/boundary/upkeep/report?line=${line}`)
  await page.getByLabel('种类').selectOption({ label: '地形变化' })
  await page.getByRole('button', { name: '报告事件' }).click()
  await page.getByText('请把标明的内容填写完整').waitFor()
  await page.getByLabel('情况').fill(`示例：山洪冲刷 ${stamp}`)
  await looked(page, 'report')
  await page.getByRole('button', { name: '报告事件' }).click()
  await page.getByText(`示例：山洪冲刷 ${stamp}`).first().waitFor()
}

/** A matter is recorded for a side: a form sent before the line was read waits for it. */
async function disputes(page, base, line) {
  await page.route(/\/v1\/upkeep\/lines\?line=/, async (route) => {
    await new Promise((go) => setTimeout(go, 1500))
    await route.continue()
  })
  await page.goto(`${base}/office/boundary/upkeep/matters/new?kind=dispute&line=${line}`)
  await page.getByLabel('标题').fill(`示例争议 ${stamp}`)
  await page.getByLabel('日期', { exact: true }).fill('2026-05-01')
  await page.getByLabel('下次提醒').fill('2026-04-01')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('结束不能早于开始').waitFor()
  await page.getByLabel('下次提醒').fill('2099-04-01')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('heading', { name: `示例争议 ${stamp}` }).waitFor()
  await page.getByRole('button', { name: '登记进展' }).click()
  await page.getByRole('dialog').getByRole('textbox').last().fill('示例：双方到场查看')
  await page.getByRole('dialog').getByRole('button', { name: '登记进展' }).click()
  await page.getByRole('listitem').filter({ hasText: '示例：双方到场查看' }).waitFor()
  await looked(page, 'matter')
}

async function phone(page, base) {
  await opens(page, base + '/office/boundary', 'inspector')
  await page.locator('.boundary-nav').waitFor()
  const first = async (path, table) => {
    await page.goto(`${base}/office/boundary/${path}`)
    return new URL(await page.getByRole('table', { name: table }).getByRole('link').first().getAttribute('href'), base).pathname.replace('/office/boundary/', '')
  }
  const ones = [await first('lines?level=1', '界线列表'), await first('markers', '界桩列表'), await first('tasks', '联检任务'), await first('dossier', '选择一条界线')]
  for (const path of ['lines', 'markers', 'rounds', 'tasks', 'upkeep', 'dossier', 'lines/check', 'markers/new', 'tasks/new', 'rounds/form', 'upkeep/contracts/new', 'upkeep/report', 'upkeep/matters/new?kind=dispute', ...ones]) {
    await page.goto(`${base}/office/boundary/${path}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 60_000 })
    await looked(page, `phone-${path.split('?')[0].replace(/[0-9a-f-]{36}/, 'one').replaceAll('/', '-')}`)
  }
}
