// The officer's desk in a real browser: what is due this morning, one name set aside, a notice and
// its comments, places drawn and found, the keyboard, the network away. It changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `casepage-${name}`)
const han = '东南西北山水云泉松竹梅兰'
const word = () => Array.from({ length: 5 }, () => han[Math.floor(Math.random() * han.length)]).join('')

export const casePageJourneys = [
  { name: 'desk: a street is typed and drawn on the map of its case, and saved with the name', run: draws },
  { name: 'desk: the place to be renamed is found by its name, and the case shows what it touches', run: picks },
  { name: 'desk: a notice is published from the case, its comments are read, answered and shown', run: notices },
  { name: 'desk: the network away during a step loses nothing typed and does nothing twice', run: away },
  { name: 'desk: the morning shows what is overdue, what it lacks, and leads there by the keyboard', run: morning },
  { name: 'desk: a refused name is set aside and the others go on', run: aside },
]

/** Another account's requests, through a log-in of its own. */
async function as(page, base, login) {
  const context = await page.context().browser().newContext()
  await context.request.post(base + '/v1/session', { data: { login, password: process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026' } })
  return context
}

let keys = 0
async function posts(request, address, data, etag) {
  const answer = await request.post(address, { data, headers: { 'Idempotency-Key': `casepage-${Date.now()}-${keys++}`, ...(etag && { 'If-Match': etag }) } })
  assert.ok(answer.ok(), `${address}: ${await answer.text()}`)
  return answer.json()
}

/** Opens and submits a case of streets, as the office does for an applicant. */
async function opened(request, base, names, more = {}) {
  const { items } = await (await request.get(base + '/v1/divisions?level=town&limit=1')).json().catch(() => ({ items: [] }))
  const division = items?.[0]?.code ?? '330881'
  let made = await posts(request, base + '/v1/cases', { kind: 'naming', channel: 'counter', class: '23514', division, reason: '示例：新建道路', items: names.map((text) => ({ text, lon: 118.62, lat: 28.74 })), ...more })
  made = { ...made, ...(await posts(request, `${base}/v1/cases/${made.id}/submit`, {}, made.etag)) }
  return made
}

/** Takes a case a step on, from the version that stands. */
async function steps(request, base, id, step, data = {}) {
  const { etag } = await (await request.get(`${base}/v1/cases/${id}`)).json()
  return posts(request, `${base}/v1/cases/${id}/${step}`, data, etag)
}

const caseOf = async (request, base, id) => (await request.get(`${base}/v1/cases/${id}`)).json()

async function morning(page, base) {
  const officer = await as(page, base, 'officer')
  const approver = await as(page, base, 'approver')
  const name = `示例${word()}路`
  const past = await opened(officer.request, base, [name], { channel: 'past', opened_on: '2024-03-01' })
  const item = (await caseOf(officer.request, base, past.id)).items[0].id
  await steps(approver.request, base, past.id, 'record', { reply_no: '示例政发〔2024〕3号', on: '2024-03-20', approver: '示例县人民政府', items: [{ item, approve: true }] })
  await opens(page, base + '/office', 'officer')
  const overdue = page.getByRole('table', { name: '逾期的案件' })
  const row = overdue.getByRole('row', { name: new RegExp(name) }).filter({ hasText: '备案' }).first()
  await row.waitFor()
  assert.match(await row.innerText(), /逾期 \d+ 天/)
  await shot(page, 'today')
  await accessible(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '下一步' }).waitFor()
  await page.goto(base + '/office')
  await row.getByRole('link').click()
  await page.getByRole('heading', { name: new RegExp(name) }).waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(base + '/office')
  await row.waitFor()
  await shot(page, 'today-360')
  await Promise.all([officer.close(), approver.close()])
}

async function aside(page, base) {
  const officer = await as(page, base, 'officer')
  const [good, bad] = [`示例${word()}路`, '毛泽东路']
  const made = await opened(officer.request, base, [good, bad])
  await opens(page, `${base}/office/cases/${made.id}`, 'officer')
  await page.getByRole('button', { name: '受理并审查名称', exact: true }).click()
  const away = page.getByRole('button', { name: new RegExp(`拟不批准“${bad}”`) })
  await away.first().waitFor()
  await shot(page, 'refused')
  await accessible(page)
  await away.first().click()
  await page.getByRole('button', { name: `取消拟不批准 ${bad}` }).waitFor()
  await shot(page, 'aside')
  await accessible(page)
  const { items, findings } = await caseOf(officer.request, base, made.id)
  assert.ok(items[1].aside, 'the finding is the reason')
  assert.ok(findings.every((one) => one.item !== items[1].id || !one.stands), 'nothing stands against the name set aside')
  await page.getByRole('button', { name: `取消拟不批准 ${bad}` }).click()
  await away.first().waitFor()
  await officer.close()
}

/** Takes a case of one street to its consultation, by the requests of the office. */
async function consulting(request, base, name) {
  const made = await opened(request, base, [name])
  await steps(request, base, made.id, 'accept')
  for (const finding of (await caseOf(request, base, made.id)).findings) {
    if (finding.stands) await steps(request, base, made.id, `findings/${finding.id}/answer`, { text: '示例：已核对档案' })
  }
  await steps(request, base, made.id, 'consult')
  return made.id
}

async function notices(page, base) {
  const officer = await as(page, base, 'officer')
  const name = `示例${word()}路`
  const id = await consulting(officer.request, base, name)
  await opens(page, `${base}/office/cases/${id}`, 'officer')
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: '发布公示' }) })
  await form.waitFor()
  assert.match(await form.getByLabel('标题').inputValue(), new RegExp(`关于${name}命名的公示`))
  await form.getByLabel('截止日期').fill('2020-01-01')
  await form.getByRole('button', { name: '发布公示' }).click()
  await page.getByText('公示期太短').waitFor()
  await shot(page, 'notice-short')
  await form.getByLabel('截止日期').fill('')
  await form.getByRole('button', { name: '发布公示' }).click()
  await page.getByText('公示中', { exact: true }).waitFor()
  const [notice] = (await (await officer.request.get(`${base}/v1/cases/${id}/notices`)).json()).items
  const visitor = await page.context().browser().newContext({ locale: 'zh-CN' })
  const public_ = await visitor.newPage()
  await public_.goto(`${base}/notices/${notice.id}`)
  await public_.locator('textarea').first().fill('示例：名称好听，同意')
  await public_.locator('form').filter({ has: public_.locator('textarea') }).getByRole('button').click()
  await public_.getByText(/收到|谢/).first().waitFor()
  await visitor.close()
  await page.reload()
  await page.getByText('示例：名称好听，同意').waitFor()
  await shot(page, 'notice')
  await accessible(page)
  await page.getByRole('button', { name: '公开', exact: true }).click()
  await page.getByText('已公开').waitFor()
  await page.getByRole('button', { name: '答复' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('示例：感谢支持')
  await page.getByRole('dialog').getByRole('button', { name: '答复' }).click()
  await page.getByText(/作说明：示例：感谢支持/).waitFor()
  await page.getByText('意见 1 条，待处理 0 条').waitFor()
  await shot(page, 'notice-answered')
  await accessible(page)
  await officer.close()
}

async function away(page, base) {
  const officer = await as(page, base, 'officer')
  const made = await opened(officer.request, base, [`示例${word()}路`])
  await opens(page, `${base}/office/cases/${made.id}`, 'officer')
  const reason = page.getByLabel(/须补正/)
  await reason.fill('示例：请补交平面图')
  const ask = page.getByRole('button', { name: '通知补正', exact: true })
  // No request reaches the server.
  await page.route('**/v1/**', (route) => route.abort())
  await ask.click()
  await page.getByText('没有连上服务器', { exact: false }).first().waitFor()
  assert.equal(await reason.inputValue(), '示例：请补交平面图')
  await page.unroute('**/v1/**')
  await page.reload()
  await reason.waitFor()
  assert.equal(await reason.inputValue(), '示例：请补交平面图', 'what was typed stays over a reload')
  // The request arrives, its answer is lost: the repeat does it once.
  let lost = 0
  await page.route('**/v1/cases/*/ask', async (route) => {
    await route.fetch()
    lost++
    await route.abort()
  })
  await ask.click()
  await page.getByText('没有连上服务器', { exact: false }).first().waitFor()
  await page.unroute('**/v1/cases/*/ask')
  await shot(page, 'away')
  await accessible(page)
  assert.equal(lost, 1)
  await ask.click()
  await page.getByText('待补正', { exact: true }).first().waitFor()
  const { items } = await (await officer.request.get(`${base}/v1/cases/${made.id}/timeline`)).json()
  assert.equal(items.filter(({ action }) => action === 'case.ask').length, 1, 'done once')
  await officer.close()
}

async function draws(page, base) {
  const officer = await as(page, base, 'officer')
  const name = `示例${word()}路`
  const made = await opened(officer.request, base, [name])
  await opens(page, `${base}/office/cases/${made.id}`, 'officer')
  await page.getByRole('button', { name: `修改位置 ${name}` }).click()
  await page.getByLabel('画法').selectOption('line')
  const positions = page.getByLabel('位置', { exact: true })
  await positions.fill('118.62, 28.74\nhere')
  await page.getByText('有一行不是').waitFor()
  await positions.fill('118.62, 28.74')
  const map = page.locator('.office-map .map[data-drawn]')
  await map.waitFor()
  const box = await map.boundingBox()
  await page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.4)
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value.split('\n').length === 2))
  await page.getByText(/线长约 \d+ 米/).waitFor()
  await shot(page, 'draw')
  await accessible(page)
  await page.getByRole('button', { name: '保存位置' }).click()
  await page.getByRole('button', { name: `修改位置 ${name}` }).waitFor()
  await shot(page, 'drawn')
  await accessible(page)
  const [item] = (await caseOf(officer.request, base, made.id)).items
  assert.equal(item.shape.type, 'LineString')
  assert.equal(item.shape.coordinates.length, 2)
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: `修改位置 ${name}` }).click()
  await shot(page, 'draw-360')
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok(width <= inner, `the page is ${width} px wide in a window of ${inner}`)
  await officer.close()
}

async function picks(page, base) {
  await opens(page, base + '/office/cases/new', 'officer')
  await page.getByLabel('事项').selectOption('renaming')
  await page.getByLabel('所属行政区').click()
  await page.getByRole('dialog').locator('.twig').first().click()
  await page.getByLabel('哪个地名').fill('示例乡道')
  const found = page.getByRole('list', { name: '找到的地名' })
  await found.waitFor()
  await shot(page, 'pick')
  await accessible(page)
  await page.getByLabel('哪个地名').press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '换一个' }).waitFor()
  await page.getByLabel('拟用名称').fill(`示例${word()}路`)
  await page.getByLabel('方案及理由').fill('示例：名实不符')
  await page.getByRole('button', { name: '立案', exact: true }).click()
  await page.getByRole('heading', { name: '更名影响' }).waitFor()
  await page.getByText(/示例乡道\d+号/).first().waitFor()
  await page.getByText('费用合计', { exact: false }).waitFor()
  await shot(page, 'touches')
  await accessible(page)
}
