// House numbering in a real browser, against a server with the demo county: a street is looked at, gates
// are added, moved and accepted, and of two officers at once the second is told.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const numberingJourneys = [
  { name: 'office: a street is tried, gates are put on the map, dragged and moved by keys, and accepted', run: numbered },
  { name: 'office: numbering on a phone, in English too', options: { viewport: { width: 360, height: 740 } }, run: onAPhone },
]

const streetName = '清湖示例路'

/** Chooses the street and waits for its trial. */
async function choose(page) {
  await page.getByLabel('街路巷').fill(streetName)
  await page.getByRole('button', { name: new RegExp(streetName) }).first().click()
  await tried(page)
}

const status = (page) => page.locator('[data-busy]')
async function tried(page) {
  await page.locator('[data-busy=false]', { hasText: '现有' }).waitFor()
}
const rowOf = (page, gate) => page.locator(`tr[data-row="${gate}"]`)

/** Waits until a gate's row no longer reads as it did, and gives what it reads. */
async function changedFrom(page, gate, before) {
  await page.waitForFunction(([gate, before]) => {
    const text = document.querySelector(`tr[data-row="${gate}"]`)?.textContent
    return text && text !== before && document.querySelector('[data-busy=false]')
  }, [gate, before])
  return rowOf(page, gate).textContent()
}

async function numbered(page, base) {
  await opens(page, base + '/office/numbering', 'officer')
  await page.getByRole('heading', { name: '待整理的编号' }).waitFor()
  await accessible(page)
  await choose(page)
  const standing = Number((await status(page).textContent()).match(/现有 (\d+)/)[1])
  assert.ok(standing > 20, `${standing} numbers stand`)
  assert.equal(await page.locator('tr[data-row]').count(), standing, 'a row for each')
  const map = page.locator('.office-map .map')
  await page.locator('.office-map .map[data-ready=true]').waitFor()
  await accessible(page)
  await shot(page, 'numbering-street')

  await page.getByRole('button', { name: '在街中段添加门点' }).click()
  const first = await changedFrom(page, '门1', '')
  assert.match(first, /\d+(-\d+)?号 新 门1/)
  const handle = rowOf(page, '门1').getByRole('button', { name: /移动 门1/ })
  await handle.focus()
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight')
  const moved = await changedFrom(page, '门1', first)
  assert.ok(await handle.evaluate((one) => one === document.activeElement), 'the keyboard stays where it is')

  await page.getByLabel('添加门点', { exact: true }).check()
  await map.scrollIntoViewIfNeeded()
  const box = await map.boundingBox()
  const [x, y] = [box.x + box.width / 2 - 60, box.y + box.height / 2 - 24]
  await page.mouse.click(x, y)
  const put = await changedFrom(page, '门2', '')
  await page.getByLabel('只看', { exact: true }).check()
  await map.scrollIntoViewIfNeeded()
  const now = await map.boundingBox()
  const [dx, dy] = [now.x - box.x, now.y - box.y]
  await page.mouse.move(x + dx, y + dy)
  await page.mouse.down()
  await page.mouse.move(x + dx - 15, y + dy - 3, { steps: 4 })
  await page.mouse.move(x + dx - 30, y + dy - 6, { steps: 4 })
  await page.mouse.up()
  await changedFrom(page, '门2', put)
  await shot(page, 'numbering-trial')

  await page.getByLabel('按规则整街重编（只供比较）').check()
  await page.getByText(/个现有门牌会改号/).waitFor()
  assert.ok(await page.getByRole('button', { name: '受理' }).isDisabled(), 'a comparison is not accepted')
  await Promise.all([page.waitForResponse(/numberings\/simulate/), page.getByLabel('按规则整街重编（只供比较）').uncheck()])
  await tried(page)

  // Somebody else numbers a gate of this street meanwhile.
  const street = new URL(page.url()).searchParams.get('street')
  const other = await page.evaluate(async (street) => {
    const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then((answer) => answer.json())
    const look = await post('/v1/numberings/simulate', { street, gates: [] })
    const [lon, lat] = look.course.coordinates[1]
    const asked = { street, gates: [{ id: '另一人的门', lon, lat: lat + 0.0001 }] }
    const { seen } = await post('/v1/numberings/simulate', asked)
    return post('/v1/numberings', { ...asked, seen, reason: '示例：另一人受理' })
  }, street)
  assert.equal(other.ids?.length, 1, JSON.stringify(other))
  await page.getByRole('button', { name: '受理' }).click()
  const dialog = page.getByRole('dialog', { name: '受理编号' })
  await dialog.getByLabel('理由').fill('示例：新建房屋编号')
  await dialog.getByRole('button', { name: '受理' }).click()
  await dialog.getByText('请重新试编', { exact: false }).waitFor()
  await shot(page, 'numbering-conflict')
  await dialog.getByRole('button', { name: '取消' }).click()
  await page.waitForFunction((n) => document.querySelector('[data-busy=false]')?.textContent.includes(`现有 ${n} `), standing + 1)

  await page.getByRole('button', { name: '受理' }).click()
  await dialog.getByLabel('理由').fill('示例：新建房屋编号')
  await accessible(page)
  await dialog.getByRole('button', { name: '受理' }).click()
  await page.getByText('已录入 2 个地址', { exact: false }).waitFor()
  await page.waitForFunction((n) => document.querySelector('[data-busy=false]')?.textContent.includes(`现有 ${n} `), standing + 3)
  assert.notEqual(moved, first)
}

async function onAPhone(page, base) {
  await opens(page, base + '/office/numbering', 'officer')
  await choose(page)
  await page.locator('.office-map .map[data-ready=true]').waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'numbering-phone')
  await page.getByRole('button', { name: '修改编号规则' }).click()
  await page.getByRole('dialog', { name: '设定编号规则' }).getByLabel('规则名称').waitFor()
  await accessible(page)
  await shot(page, 'numbering-scheme-phone')
}
