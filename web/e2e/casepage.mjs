// The officer's desk in a real browser: what is due this morning, one name set aside, a notice and
// its comments, places drawn and found, the keyboard, the network away. It changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `casepage-${name}`)
const han = '东南西北山水云泉松竹梅兰'
const word = () => Array.from({ length: 5 }, () => han[Math.floor(Math.random() * han.length)]).join('')

export const casePageJourneys = [
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
