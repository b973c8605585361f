// A report from the wall in a real browser: a phone without scripts sends it from the page behind a
// code, the office takes it up, and the phone sees by its number how it stands.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `reports-${name}`)

export const reportJourneys = [
  { name: 'reports: from the wall to the office and back', run: report },
]

// A picture of one grey pixel.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

async function report(page, base) {
  await opens(page, base + '/office/plates?state=in_use', 'officer')
  await page.getByRole('table', { name: '牌' }).waitFor()
  const { items } = await (await page.request.get(base + '/v1/plates?state=in_use&limit=1')).json()
  const { token, name, number = '' } = items[0]

  const phone = await page.context().browser().newContext({ locale: 'zh-CN', javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  const wall = await phone.newPage()
  await wall.goto(`${base}/Q/${token}/report`)
  await wall.getByRole('button', { name: '提交报告' }).click() // nothing chosen
  await wall.getByText('请选择是什么问题。').waitFor()
  await shot(wall, 'form-wrong')
  await wall.getByLabel('损坏、褪色、看不清').check()
  await wall.getByLabel('说明').fill('示例：牌被撞弯')
  await wall.getByLabel('照片').setInputFiles({ name: '牌.png', mimeType: 'image/png', buffer: pixel })
  await wall.getByLabel('您的位置').fill('118.60,28.70')
  await shot(wall, 'form')
  await wall.getByRole('button', { name: '提交报告' }).click()
  await wall.waitForURL(/\/r\/[0-9A-Z]{7}/)
  await wall.getByText('已收到，谢谢').waitFor()
  await shot(wall, 'received')
  const address = wall.url().replace(/\?.*/, '')

  await page.goto(base + '/office/reports')
  await page.getByRole('table', { name: '群众报告清单' }).getByRole('link', { name: name + number }).first().click()
  await page.getByText('示例：牌被撞弯').waitFor()
  await page.getByRole('img', { name: '照片' }).waitFor()
  await shot(page, 'one')
  await accessible(page)
  await page.getByRole('button', { name: '采纳', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '采纳', exact: true }).click()
  await page.getByRole('button', { name: '已处理', exact: true }).waitFor()
  await wall.goto(address)
  await wall.getByText('已采纳').waitFor()
  assert.ok(!(await wall.content()).includes('牌被撞弯'), 'the words of a report are told by its number')
  await page.getByRole('button', { name: '已处理', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '已处理', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await wall.goto(address)
  await wall.getByText('已经处理完毕').waitFor()
  await page.goto(base + '/office/reports?state=done')
  await page.getByRole('table', { name: '群众报告清单' }).waitFor()
  await shot(page, 'done')
  await accessible(page)
  await phone.close()
}
