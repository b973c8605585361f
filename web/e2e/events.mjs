// A disaster event in a real browser: it is started, a shelter opens and fills, a village is told
// in words, the event ends and its report is read.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `events-${name}`)

export const eventJourneys = [
  { name: 'events: a typhoon from its warning to its report', run: typhoon },
  { name: 'events: an assignment is tried, and a barrier drawn', run: assignment },
]

const told = async (page, base, path) => (await page.request.get(base + path)).json()

/** What a keeper says of a shelter, as their phone sends it. */
async function said(page, base, shelter, state, people) {
  const answer = await page.request.post(`${base}/v1/shelters/${shelter}/reports`, { data: { id: randomUUID(), state, people }, headers: { origin: base } })
  assert.ok(answer.ok(), await answer.text())
}

/** Waits until the page behind a village's code says so: it is at most ten seconds old. */
async function wallSays(wall, address, holds) {
  const until = Date.now() + 10_000
  for (;;) {
    await wall.goto(address)
    if (await holds()) return
    assert.ok(Date.now() < until, `the page behind the code does not say so in ten seconds:\n${(await wall.locator('main').innerText()).slice(0, 400)}`)
    await wall.waitForTimeout(500)
  }
}

/** The page of the office reads the event again every ten seconds: let them have passed. */
const tenSecondsPass = (page) => page.clock.fastForward(10_000)

async function typhoon(page, base) {
  await page.clock.install()
  await opens(page, base + '/office/events', 'emergency')
  await page.getByText('还没有灾害事件').or(page.locator('.lines')).first().waitFor()
  await accessible(page)
  await page.getByRole('button', { name: '发布灾害事件' }).click()
  await page.getByRole('button', { name: '发布灾害事件' }).click() // everything is still wanted
  await page.getByText('请至少选一个范围').waitFor()
  await page.getByText('请选结束时间').waitFor()
  await page.getByLabel('预警颜色').selectOption('orange')
  await page.getByLabel('标题').fill('示例台风橙色预警')
  await page.getByLabel('群众要做什么').fill('住在低洼处和危房的，马上转移到避灾点')
  await page.getByLabel('发布机关').fill('示例防汛指挥部')
  await page.getByRole('button', { name: '从区划中加入' }).click()
  await page.locator('.twig', { hasText: '清湖街道' }).first().click()
  await page.getByRole('button', { name: '移出清湖街道' }).waitFor()
  await page.getByRole('button', { name: '24 小时' }).click()
  await shot(page, 'form')
  await accessible(page)
  await page.getByRole('button', { name: '发布灾害事件' }).press('Enter')
  const check = page.getByRole('dialog')
  await check.getByText(/[1-9]\d* 个村，\d+ 人/).waitFor()
  await check.getByText('示例台风橙色预警').waitFor()
  await accessible(page)
  await check.getByRole('button', { name: '确认发布' }).press('Enter')
  await page.getByRole('heading', { name: '示例台风橙色预警', level: 1 }).waitFor()
  const wall = await (await page.context().browser().newContext({ locale: 'zh-CN', viewport: { width: 360, height: 640 } })).newPage()
  const { items: [village] } = await told(page, base, `/v1/places?q=${encodeURIComponent('清湖一村')}&limit=1`)
  const card = `${base}/Q/${(await told(page, base, `/v1/places/${village.id}`)).token}`
  const goal = () => wall.locator('.g').first().innerText()
  await wallSays(wall, card, async () => await wall.locator('.al', { hasText: '示例台风橙色预警' }).count() > 0)
  const id = page.url().match(/events\/([0-9a-f-]{36})/)[1]

  const look = await told(page, base, `/v1/disaster-events/${id}/look`)
  const shelter = look.shelters.find(({ name }) => name.startsWith('清湖一村'))
  await said(page, base, shelter.id, 'open', 12)
  await wallSays(wall, card, async () => (await goal()).includes(shelter.name) && (await goal()).includes('已开放'))
  await tenSecondsPass(page)
  await page.getByRole('row', { name: /清湖一村.*开放/ }).waitFor({ timeout: 20_000 })
  await shot(page, 'going')
  await accessible(page)

  await page.getByRole('button', { name: '通知用语和登记 清湖一村', exact: true }).click()
  const loud = page.locator('.event-text[data-means=loudspeaker]')
  await loud.getByText(/清湖一村的乡亲们请注意.*请马上去/).waitFor()
  await loud.getByRole('button', { name: /^复制/ }).click()
  await page.getByText(/已复制|没能复制/).waitFor()
  await page.getByLabel('已用喇叭通知').click()
  await page.getByText('已登记').waitFor()
  await page.getByRole('heading', { name: '已通知到的村 (1)' }).waitFor({ timeout: 20_000 })

  await said(page, base, shelter.id, 'full', shelter.capacity)
  await wallSays(wall, card, async () => !(await goal()).includes(shelter.name) && await wall.locator('section', { hasText: '这些不要去' }).getByText(shelter.name).count() > 0)
  await tenSecondsPass(page)
  await page.getByRole('row', { name: /清湖一村.*已满/ }).waitFor({ timeout: 20_000 })
  const texts = await told(page, base, `/v1/disaster-events/${id}/villages/${look.villages.find(({ name }) => name === '清湖一村').code}/texts`)
  assert.ok(!texts.loudspeaker.includes(`请马上去${shelter.name}`), 'people are sent to a shelter that is full')

  await page.goto(base + '/office')
  await page.getByRole('link', { name: /示例台风橙色预警/ }).first().waitFor()
  assert.match(await page.locator('main .section').first().innerText(), /示例台风橙色预警/, 'the event stands before all that waits')
  await shot(page, 'today')
  await page.goto(`${base}/office/events/${id}`)
  await page.getByRole('button', { name: '结束', exact: true }).click()
  await page.getByRole('dialog').getByText(shelter.name).waitFor()
  await page.getByLabel('一并改为待命').click()
  await page.getByRole('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await page.getByText('已结束').first().waitFor()
  await page.getByText('本页不再更新').waitFor()
  assert.equal((await told(page, base, `/v1/shelters/${shelter.id}`)).state, 'standby', 'the shelter stays full after the event')
  await wallSays(wall, card, async () => await wall.locator('.al').count() === 0)
  await wall.context().close()
  await page.getByRole('link', { name: '看灾后报告' }).first().click()
  await page.getByRole('heading', { name: /灾后报告/ }).waitFor()
  await page.getByText(/[1-9]\d* 个避灾点开放过/).waitFor()
  await shot(page, 'after')
  await accessible(page)
}

async function assignment(page, base) {
  await opens(page, base + '/office/assignment?hazard=flood', 'emergency')
  await page.getByText(/现行方案/).waitFor()
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByRole('heading', { name: '试算结果' }).waitFor({ timeout: 30_000 })
  await shot(page, 'trial')
  await accessible(page)
  await page.getByRole('button', { name: '画一条' }).click()
  await page.getByLabel('名称', { exact: true }).fill('示例沟')
  const map = page.getByRole('region').first()
  await page.locator('.office-map .map[data-ready=true]').or(map).first().waitFor()
  const box = await map.boundingBox()
  for (const [x, y] of [[0.4, 0.45], [0.6, 0.55]]) await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
  await page.getByText('已点 2 个点').waitFor()
  await page.getByRole('button', { name: '画一条' }).click()
  await page.getByText('已画').waitFor()
  await page.getByText('示例沟').first().waitFor()
}
