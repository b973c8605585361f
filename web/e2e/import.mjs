// An officer's import in a real browser, against a server with the demo county: a census form
// whose columns are guessed wrongly is corrected, looked at, run, and undone.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accessible, bring, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `import-${name}`)

// The form calls the alias 标准名称 and the standard name 别名; one class is not known.
const stamp = Date.now().toString(36)
const form = ['标准名称*,别名,类别名称,所在（跨）行政区,东经,北纬,地名含义,登记时间',
  '溪头坞,旅程甲村,农村居民点,清湖街道,118.6021,28.6912,溪流源头,2014-05-01',
  '岭脚底,旅程乙村,农村居民点,清湖街道,118.6042,28.6931,山岭脚下,2014-05-01',
  '石门口,旅程丙村,不知何类,清湖街道,118.6063,28.6952,门形巨石,2014-05-01'].join('\n')

export const importJourneys = [{ name: 'import: a wrong mapping corrected, run, rejected rows, undone', real: true, run: corrected },
  { name: 'import: what cannot be taken is said', real: true, run: refused }]

async function corrected(page, base) {
  await opens(page, base + '/office/import', 'importer')
  await page.getByRole('heading', { name: '导入', level: 1 }).waitFor()
  await shot(page, 'start')
  await accessible(page)
  await bring(page, `普查-${stamp}.csv`, form)
  await page.getByRole('table', { name: '栏目对应' }).waitFor()
  const field = (heading) => page.getByLabel(`${heading}：在登记中是`)
  assert.equal(await field('标准名称*').inputValue(), 'name')
  assert.equal(await field('登记时间').inputValue(), '')
  await shot(page, 'columns')
  await field('别名').selectOption('name')
  await page.getByText('只能留一栏').waitFor()
  assert.ok(await page.getByRole('button', { name: '检查', exact: true }).isDisabled())
  await field('标准名称*').selectOption('alias')
  await page.getByLabel('名称', { exact: true }).fill(`旅程${stamp}`)
  await page.getByRole('button', { name: '存为常用' }).click()
  await page.getByText('已存为').waitFor()
  await shot(page, 'corrected')
  await accessible(page)
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await page.getByRole('heading', { name: '会怎样' }).waitFor()
  await page.getByRole('heading', { name: /被拒绝的行/ }).waitFor()
  await page.getByText('不知何类').first().waitFor()
  assert.match(await page.locator('.count-added').innerText(), /2/)
  await page.locator('.office-map .map canvas').waitFor()
  await page.locator('[data-points="2"]').waitFor()
  await page.getByRole('row', { name: /旅程甲村/ }).click()
  await shot(page, 'check')
  await accessible(page)
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText('读 3 行 = 新增 2 + 更新 0 + 未变 0 + 拒绝 1').waitFor({ timeout: 30_000 })
  await shot(page, 'done')
  await accessible(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载被拒绝的行' }).click()])
  const rejected = await readFile(await download.path(), 'utf8')
  assert.match(rejected, /旅程丙村/)
  assert.doesNotMatch(rejected, /旅程甲村/)
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('栏目对应试错')
  await shot(page, 'undo')
  await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByText('撤下 2 处，恢复 0 处').waitFor()
  await shot(page, 'undone')
  await accessible(page)
  await page.getByRole('link', { name: '← 全部导入' }).click()
  await page.getByRole('row', { name: new RegExp(`普查-${stamp}`) }).getByText('已撤销').waitFor()
}

async function refused(page, base) {
  await opens(page, base + '/office/import', 'importer')
  await bring(page, 'a.pdf', '%PDF-1.7')
  await page.getByRole('alert').getByText('PDF').waitFor()
  await bring(page, '无名.csv', '甲,乙\n1,2\n')
  await page.getByText('还缺：标准名称、类别代码').waitFor()
  await shot(page, 'lacking')
  await accessible(page)
  await page.setViewportSize({ width: 820, height: 1180 })
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok(width <= inner, `the page is ${width} px wide in a window of ${inner}`)
  await shot(page, 'tablet')
}
