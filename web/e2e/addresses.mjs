// The counter for addresses in a real browser, against a server with the demo county: an application
// is taken in, its site seen, numbered, certified, printed and handed over; the register is read.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

const stamp = Date.now() % 9000 + 900
const phone = { viewport: { width: 360, height: 740 } }

export const addressJourneys = [
  { name: 'addresses: an application from the window to its papers', run: serves },
  { name: 'addresses: the register, one address with its texts and its life', run: reads },
  { name: 'addresses: on a phone', options: phone, run: onAPhone },
]

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

async function picksVillage(page, label) {
  await page.getByLabel(label).click()
  const dialog = page.getByRole('dialog', { name: label })
  await dialog.getByText('清湖街道').first().click()
  await dialog.waitFor({ state: 'detached' })
}

/** Takes a step, with what is said of it. */
async function steps(page, verb, note, state) {
  await page.getByRole('button', { name: verb, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: verb })
  if (note) await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await page.locator('.page-head').getByText(state).waitFor()
}

async function serves(page, base) {
  await opens(page, base + '/office/addresses/applications?open=1', 'officer')
  await page.getByRole('heading', { name: '地址申请' }).waitFor()
  await accessible(page)
  await page.getByRole('link', { name: '收件' }).click()
  await page.getByRole('heading', { name: '收件' }).waitFor()
  await page.getByRole('button', { name: '收件', exact: true }).click()
  await page.getByText('请选择所在的村、社区或乡镇。').waitFor()
  await page.getByText('请填写这一项。').first().waitFor()
  await picksVillage(page, '所在村（社区）')
  await page.getByLabel('申请人', { exact: true }).fill('示例申请人')
  await page.getByLabel('联系电话').fill('000-0000')
  await page.getByLabel('房屋坐落').fill('示例：清湖街道新屋')
  await page.getByLabel('经度').fill('118.575')
  await page.getByLabel('纬度').fill('28.69')
  await page.getByRole('button', { name: '再加一份' }).click()
  await page.getByLabel('证件 1').fill('房产证')
  await page.getByLabel('证件上的地址 1').fill('示例旧地址')
  await accessible(page)
  await shot(page, 'addresses-open')
  await page.getByRole('button', { name: '收件', exact: true }).click()
  await page.getByRole('heading', { name: /址-/ }).waitFor()
  await page.getByText(/还有 \d+ 天/).first().waitFor()
  await accessible(page)
  await steps(page, '通知补正', '请补房屋平面图', '待补正')
  await steps(page, '补正完毕', '', '已收件')
  await steps(page, '受理', '', '已受理')
  await page.getByLabel('添加照片').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: picture })
  await page.getByRole('img', { name: /照片/ }).first().waitFor()
  await steps(page, '登记踏勘', '三层新建住宅，门朝南', '已踏勘')
  await page.getByRole('button', { name: '定地址' }).click()
  const dialog = page.getByRole('dialog', { name: '定地址' })
  const box = dialog.getByLabel('门牌号', { exact: true })
  await dialog.locator('[data-standing=fits]').waitFor() // what the scheme gives stands in the box
  await box.fill('门口')
  await dialog.getByText('请写成 4号').waitFor()
  await box.fill(String(stamp))
  await dialog.locator('[data-standing=against]').getByText('跳号').first().waitFor()
  await dialog.getByRole('button', { name: '定地址' }).click()
  await dialog.getByText('请填写这一项。').waitFor()
  await dialog.getByLabel('为什么用这个号（不写人名）').fill('按示例规划')
  await accessible(page)
  await shot(page, 'addresses-number')
  await dialog.getByRole('button', { name: '定地址' }).click()
  await page.locator('.page-head').getByText('已编号').waitFor()
  await page.getByText('按示例规划').waitFor()
  await page.getByRole('button', { name: '改号' }).waitFor()
  await page.getByRole('link', { name: new RegExp(`清湖街道.*${stamp}号`) }).waitFor()
  await page.getByRole('link', { name: '开具门牌证、地址证明' }).click()
  await page.getByRole('heading', { name: '开具门牌证、地址证明' }).waitFor()
  assert.equal(await page.getByLabel('产权人').inputValue(), '示例申请人')
  await accessible(page)
  await shot(page, 'addresses-certify')
  await page.getByRole('button', { name: '开具', exact: true }).click()
  const print = page.getByRole('button', { name: '一次打印（PDF）' })
  const [file] = await Promise.all([page.waitForEvent('download'), print.click()])
  assert.match(file.suggestedFilename(), /\.pdf$/)
  if (process.env.SHOTS) await file.saveAs(process.env.SHOTS + '/addresses-papers.pdf')
  await accessible(page)
  await page.getByRole('link', { name: '已办理' }).click()
  await page.locator('.page-head').getByText('已制证').waitFor()
  await page.getByRole('link', { name: /门牌证〔/ }).waitFor()
  await page.getByRole('link', { name: /地址证〔/ }).waitFor()
  await steps(page, '送达', '', '已送达')
  await accessible(page)
  await shot(page, 'addresses-application')
}

async function reads(page, base) {
  await opens(page, base + '/office/addresses', 'officer')
  await page.getByText('请先选街路巷或村，或输入地址').waitFor()
  await picksVillage(page, '乡镇、村（社区）')
  const rows = page.getByRole('table', { name: '地址列表' }).locator('tbody tr')
  await rows.first().waitFor()
  assert.ok(await rows.count() > 3, 'addresses of the township')
  await accessible(page)
  await shot(page, 'addresses-list')
  await rows.first().getByRole('link').click()
  await page.getByRole('heading', { name: '历来写法' }).waitFor()
  const text = await page.getByRole('heading', { level: 1 }).innerText()
  assert.match(text, /江山市清湖街道/)
  await page.getByRole('table', { name: '历来写法' }).waitFor()
  await accessible(page)
  await shot(page, 'addresses-one')
  await page.getByLabel('按某日的情况').fill('2026-01-01')
  await page.getByRole('button', { name: '回到今天' }).waitFor()
  await page.getByRole('button', { name: '回到今天' }).click()
  await page.goto(base + '/office/addresses')
  await page.getByLabel('输入地址').fill(text)
  await page.getByRole('button', { name: '查找' }).click()
  await rows.first().waitFor()
  assert.ok((await rows.first().innerText()).length > 0)
}

async function onAPhone(page, base) {
  await opens(page, base + '/office/addresses/applications', 'officer')
  await page.getByRole('heading', { name: '地址申请' }).waitFor()
  await shot(page, 'addresses-inbox-phone')
  await page.goto(base + '/office/addresses?q=' + encodeURIComponent('江山市清湖街道清湖一村'))
  await page.getByRole('heading', { name: '标准地址' }).waitFor()
  await accessible(page)
  await shot(page, 'addresses-phone')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= 360, `the page is ${wide} px wide on a phone`)
}
