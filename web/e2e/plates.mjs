// Plates and print runs in a real browser: the stock, one plate with its picture, the reprints of a
// rename made into a run, signed, read back, released, ordered, a link for the workshop, a receipt.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `plates-${name}`)

export const plateJourneys = [
  { name: 'plates: the stock, the reprint list, one plate', run: stock },
  { name: 'plates: those that hang already, and their old codes', run: found },
  { name: 'plates: a run from the reprints to the receipt', run: printRun },
]

async function fits(page, name) {
  await page.setViewportSize({ width: 360, height: 760 })
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok(width <= inner, `${name} is ${width} px wide in a window of ${inner}`)
  await shot(page, name + '-360')
  await accessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}

async function stock(page, base) {
  await opens(page, base + '/office/plates', 'officer')
  await page.getByRole('table', { name: '牌' }).waitFor()
  await page.getByRole('link', { name: /^在用 \d+/ }).click()
  await page.waitForURL(/state=in_use/)
  await shot(page, 'stock')
  await accessible(page)
  await fits(page, 'stock')
  await page.getByLabel('牌上的字或编号').fill('没有这样的牌')
  await page.getByText('没有符合条件的牌').waitFor()
  await page.goto(base + '/office/plates/reprints')
  await page.getByRole('columnheader', { name: '现在应写' }).waitFor()
  await shot(page, 'reprints')
  await accessible(page)
  await page.getByRole('table', { name: '牌' }).getByRole('link').first().click()
  await page.getByText('牌上文字与登记不符').waitFor()
  await page.getByRole('img', { name: /牌面图/ }).waitFor()
  await shot(page, 'one')
  await accessible(page)
  await fits(page, 'one')
}

async function found(page, base) {
  await opens(page, base + '/office/plates/foreign', 'officer')
  await page.getByRole('cell', { name: 'old-plates.example' }).first().waitFor()
  await accessible(page)
  await fits(page, 'foreign')
  await page.goto(base + '/office/plates/found')
  await page.getByRole('button', { name: '登记', exact: true }).click() // a file and a source are wanted
  await page.getByText('请选择文件。').waitFor()
  const { items } = await (await page.request.get(base + '/v1/addresses?q=' + encodeURIComponent('清湖示例苑3幢2单元202室'))).json()
  const address = items[0].id
  const table = `匹配标识,匹配结果,种类,二维码\n${address},matched,户室牌,http://old-plates.example/room?at=${Date.now()}\n,no_name,,\n`
  await page.getByLabel('匹配后的表').setInputFiles({ name: '普查.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await page.getByLabel('来源').fill('示例普查')
  await page.getByRole('button', { name: '先试一遍' }).click()
  await page.getByText('可登记 1 行，不能登记 1 行').waitFor()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('已登记 1 块牌，1 行未登记').waitFor()
  await shot(page, 'found')
  await accessible(page)
  await fits(page, 'found')
}

async function printRun(page, base) {
  await opens(page, base + '/office/print-runs', 'officer')
  await page.getByRole('heading', { name: '制牌批次', level: 1 }).waitFor()
  await page.getByRole('link', { name: '建立批次' }).click()
  await page.getByRole('button', { name: '建立批次' }).click() // a title is wanted
  await page.getByText('请填写名称并选择区划。').first().waitFor()
  await shot(page, 'new')
  await accessible(page)
  const { id: division } = await (await page.request.get(base + '/v1/divisions/330881')).json()
  const listed = await (await page.request.get(base + '/v1/plates/reprints?limit=500')).json()
  const wanted = listed.items.filter((plate) => plate.now).map((plate) => plate.id)
  let made
  for (let from = 0; from + 3 <= wanted.length && made?.status() !== 201; from += 3) { // those of a run before are taken
    made = await page.request.post(base + '/v1/print-runs', { data: { title: '示例更名批次', division, source: 'plates', plates: wanted.slice(from, from + 3) } })
  }
  assert.equal(made.status(), 201, await made.text())
  await page.goto(`${base}/office/print-runs/${(await made.json()).id}`)
  await page.getByRole('table', { name: /校对表/ }).waitFor()
  await shot(page, 'proof')
  await accessible(page)
  await step(page, '校对无误，签字')
  await page.getByText('全部二维码已核对').waitFor({ timeout: 60_000 }) // drawn as soon as it is signed
  await page.getByText(/须由另一人放行：.*示例·门牌管理员/).waitFor()
  assert.equal(await page.getByRole('button', { name: '放行', exact: true }).count(), 0)
  await shot(page, 'signed')
  await releasedByAnother(page, base)
  await page.reload()
  await page.getByLabel('制牌厂（单位名称）').fill('示例制牌厂')
  await page.getByRole('button', { name: '生成链接' }).click()
  const link = await page.locator('a[href*="/w/"]').getAttribute('href')
  await shot(page, 'released')
  await step(page, '下单')
  const run = await (await page.request.get(page.url().replace('/office/print-runs/', '/v1/print-runs/') + '/plates')).json()
  await page.getByLabel('扫到或抄下的编号').fill(run.items[0].url)
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByText('应刻文字').waitFor()
  await shot(page, 'receipt')
  await accessible(page)
  await fits(page, 'receipt')
  await page.getByRole('button', { name: '相同，验收' }).click()
  await page.getByText(/已验收/).waitFor()
  await page.goto(base + new URL(link).pathname)
  await page.getByRole('link', { name: /印刷文件 1/ }).waitFor()
  await shot(page, 'workshop')
  await accessible(page)
  await fits(page, 'workshop')
}

/** Who signed the text does not release the run: another does, who is logged in elsewhere. */
async function releasedByAnother(page, base) {
  const other = await page.context().browser().newContext({ locale: 'zh-CN' })
  const second = await other.newPage()
  await opens(second, page.url(), 'numberer')
  await step(second, '放行')
  await other.close()
}

async function step(page, verb) {
  await page.getByRole('button', { name: verb, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
