// The office in a real browser, against a server with the demo county: the officer edits, another
// comes between, the network goes; the administrator sets; the auditor asks the ledger.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accessible, bring, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `office-${name}`)
const stamp = Date.now().toString(36)
const form = new URL('../../testdata/first-day/示例-江山市地名普查登记表.xlsx', import.meta.url)

export const officeJourneys = [
  { name: 'office: a wrong password, the right one, out again', run: logsIn },
  { name: 'office: the register found, a place on both axes of time', run: looks },
  { name: 'office: a map has names beside its dots, and its scale and source within the window', run: seesTheMap },
  { name: 'office: an edit saved and undone, a colleague between, the network away', run: edits },
  { name: 'office: a census workbook with a wrong column, corrected, run, undone', run: census },
  { name: 'office: a setting changed, seen by the auditor, who verifies', run: audits },
  { name: 'office: a new account logs in and changes its password', run: newcomer },
]

async function logsIn(page, base) {
  await page.goto(base + '/office')
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await accessible(page)
  await shot(page, 'login')
  await opens(page, base + '/office', 'approver', 'not-this-one')
  await page.getByText('登录名或密码不对').waitFor()
  await accessible(page)
  await opens(page, base + '/office', 'approver')
  await page.getByRole('heading', { name: '今日', level: 1 }).waitFor()
  await accessible(page)
  await shot(page, 'today')
  await leaves(page)
}

async function looks(page, base) {
  await opens(page, base + '/office/register?q=清湖', 'officer')
  await page.getByRole('row', { name: /清湖街道/ }).first().waitFor()
  await page.locator('.office-map .map canvas').waitFor()
  await shot(page, 'register')
  await accessible(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '两条时间轴' }).waitFor()
  await shot(page, 'place')
  await accessible(page)
  await page.getByLabel('什么日期的情况').fill('2016-01-01')
  await page.waitForURL(/as_of=2016-01-01/)
  await page.getByText(/正在看/).waitFor()
  await shot(page, 'place-then')
  await page.setViewportSize({ width: 820, height: 1180 })
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok(width <= inner, `the page is ${width} px wide in a window of ${inner}`)
  await shot(page, 'place-tablet')
}

async function seesTheMap(page, base) {
  await opens(page, base + '/office/register', 'officer')
  await page.locator('.office-map').waitFor()
  await page.goto(base + '/office/register#map=12.00/28.74000/118.62000')
  await page.reload()
  const map = page.locator('.office-map .map')
  await page.locator('.office-map .map[data-ready=true]').waitFor()
  await page.waitForFunction(() => Number(document.querySelector('.office-map .map').dataset.points) > 20)
  await page.waitForTimeout(1000)
  for (const part of ['.office-map-foot', '.office-map-foot .scale']) {
    const box = await page.locator(part).boundingBox()
    assert.ok(box.y + box.height <= 800, `${part} ends at ${box.y + box.height} of 800`)
  }
  await page.locator('.office-map-foot').getByText('示例数据').waitFor()
  await page.getByRole('img', { name: /^比例尺 \d+ (公里|米)$/ }).waitFor()
  await shot(page, 'map')
  const { dots, struck } = await map.locator('canvas').evaluate(dotsOnNames)
  assert.ok(dots >= 10, `${dots} dots are seen`)
  assert.ok(struck <= dots / 6, `${struck} of ${dots} dots lie on names`)
}

/** In the page: how many amber dots a map shows, and how many of them have letters close to both sides. */
function dotsOnNames(canvas) {
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  const context = copy.getContext('2d')
  context.drawImage(canvas, 0, 0)
  const { data, width, height } = context.getImageData(0, 0, copy.width, copy.height)
  const at = (x, y) => data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)
  const amber = (x, y) => { const [r, g, b] = at(x, y); return Math.abs(r - 0xb4) + Math.abs(g - 0x6a) + b < 40 }
  const dark = (from, to, y) => { let n = 0; for (let x = from; x < to; x++) for (let dy = -4; dy <= 4; dy++) if (Math.max(...at(x, y + dy)) < 0x90) n++; return n }
  const dots = []
  let struck = 0
  for (let y = 30; y < height - 30; y++) {
    for (let x = 30; x < width - 30; x++) {
      const disc = [[0, 0], [0, -3], [0, 3], [-3, 0], [3, 0]].every(([dx, dy]) => amber(x + dx, y + dy))
      if (!disc || dots.some(([a, b]) => Math.hypot(a - x, b - y) < 10)) continue
      dots.push([x, y])
      if (dark(x - 18, x - 7, y) > 8 && dark(x + 8, x + 19, y) > 8) struck++
    }
  }
  return { dots: dots.length, struck }
}

async function edits(page, base) {
  await opens(page, base + '/office/register?q=清湖一村', 'officer')
  await page.getByRole('row', { name: /清湖一村/ }).first().waitFor()
  const { items } = await (await page.request.get(base + '/v1/register?q=清湖一村')).json()
  const place = base + '/office/register/' + items[0].id
  await page.request.delete(`${base}/v1/drafts/place/${items[0].id}`) // of a run that broke off
  const meaning = page.getByLabel('含义', { exact: true })
  const begin = async () => {
    await page.goto(place)
    await page.getByRole('button', { name: '修改', exact: true }).or(page.getByRole('link', { name: '修改', exact: true })).first().click()
    await meaning.waitFor()
  }
  await begin()
  const before = await meaning.inputValue()
  await meaning.fill(`清湖之首 ${stamp}`)
  await shot(page, 'edit')
  await accessible(page)
  await page.getByRole('button', { name: '保存修改' }).click() // a reason is wanted
  await page.getByLabel(/理由|原因/).first().fill('实地核对')
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByText('已修改').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销，恢复为修改前的内容').waitFor()

  await begin()
  assert.equal(await meaning.inputValue(), before)
  await meaning.fill(`我写的 ${stamp}`)
  await page.getByLabel(/理由|原因/).first().fill('实地核对')
  await between(page, base, items[0].id, `别人写的 ${stamp}`)
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByRole('heading', { name: '您打开之后，别人已改过这个地名' }).waitFor()
  await page.getByRole('radio', { name: '用现在的' }).waitFor()
  await shot(page, 'conflict')
  await accessible(page)
  await page.getByRole('radio', { name: '用我的' }).check()
  await page.getByRole('button', { name: '按所选保存' }).click()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByText('已修改').waitFor()

  await begin()
  await page.route('**/v1/**', (route) => route.abort())
  await meaning.fill(`没有网络时写的 ${stamp}`)
  await page.getByText('草稿已存在本机').waitFor()
  await page.unroute('**/v1/**')
  await begin()
  assert.equal(await meaning.inputValue(), `没有网络时写的 ${stamp}`)
  await shot(page, 'draft')
  await page.getByRole('button', { name: '放弃草稿' }).click()
}

/** A colleague's change of the same field, through another log-in. */
async function between(page, base, id, meaning) {
  const colleague = await page.context().browser().newContext()
  const ask = colleague.request
  await ask.post(base + '/v1/session', { data: { login: 'approver', password: process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026' } })
  const tag = (await ask.get(`${base}/v1/places/${id}`)).headers().etag
  const answer = await ask.fetch(`${base}/v1/places/${id}`, { method: 'PATCH', headers: { 'If-Match': tag }, data: { fields: { meaning }, reason: '同事的修改' } })
  assert.equal(answer.status(), 200, await answer.text())
  await colleague.close()
}

async function census(page, base) {
  await opens(page, base + '/office/import', 'importer')
  await bring(page, `普查表-${stamp}.xlsx`, await readFile(form))
  await page.getByRole('table', { name: '栏目对应' }).waitFor()
  const field = (heading) => page.getByLabel(`${heading}：在登记中是`)
  assert.equal(await field('标准名称').inputValue(), 'name')
  await field('标准名称').selectOption('') // by mistake
  await page.getByText('还缺：标准名称').waitFor()
  await shot(page, 'census-wrong')
  await accessible(page)
  await field('标准名称').selectOption('name')
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await page.getByRole('heading', { name: '会怎样' }).waitFor({ timeout: 60_000 })
  await shot(page, 'census-check')
  await accessible(page)
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText(/读 \d+ 行 = 新增 \d+/).waitFor({ timeout: 60_000 })
  await shot(page, 'census-done')
  await accessible(page)
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('试导入')
  await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByText(/撤下 \d+ 处/).waitFor()
}

async function audits(page, base) {
  await opens(page, base + '/office/settings', 'admin')
  await page.getByRole('button', { name: /^修改 .*日志与登录记录保存/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/新值/).fill('3')
  await dialog.getByLabel(/依据/).fill(`江民〔2026〕${stamp}号`)
  await dialog.getByLabel(/理由|原因/).fill(`审计要求 ${stamp}`)
  await dialog.getByRole('button', { name: '保存设置' }).click()
  await dialog.getByText(/应在 6 到 1200 之间/).waitFor() // not below the law's six months
  await accessible(page)
  await shot(page, 'setting-refused')
  await dialog.getByLabel(/新值/).fill('12')
  await dialog.getByRole('button', { name: '保存设置' }).click()
  await page.getByText('日志与登录记录保存已修改').waitFor()
  await shot(page, 'settings')
  await accessible(page)
  await leaves(page)
  await opens(page, base + '/office/ledger?action=setting.set', 'auditor')
  await page.getByRole('row', { name: new RegExp(`审计要求 ${stamp}`) }).click()
  await page.getByText(`江民〔2026〕${stamp}号`).first().waitFor()
  await shot(page, 'ledger')
  await accessible(page)
  await page.getByRole('button', { name: '核验账本' }).click()
  await page.getByText(/核验通过/).waitFor({ timeout: 60_000 })
  await shot(page, 'verified')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 CSV' }).click()])
  assert.match(await readFile(await download.path(), 'utf8'), /setting\.set/)
}

async function newcomer(page, base) {
  await opens(page, base + '/office/accounts', 'admin')
  await page.getByRole('heading', { name: '账号', level: 1 }).waitFor()
  await accessible(page)
  await shot(page, 'accounts')
  const login = `new.${stamp}`
  const made = await (await page.request.post(base + '/v1/accounts', { data: { login, name: '示例·新同事' } })).json()
  await leaves(page)
  await opens(page, base + '/office', login, made.password)
  await page.getByLabel('新密码', { exact: true }).waitFor()
  await accessible(page)
  await shot(page, 'first-password')
  await page.getByLabel('现在的密码').fill(made.password)
  await page.getByLabel('新密码', { exact: true }).fill(`Xin-${stamp}-2026`)
  await page.getByLabel('再输一次新密码').fill(`Xin-${stamp}-2026`)
  await page.getByRole('button', { name: /改密码|修改密码|保存/ }).click()
  await page.getByRole('heading', { name: '今日', level: 1 }).waitFor()
}

async function leaves(page) {
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await page.waitForLoadState('networkidle')
}
