// A village's safety card as who keeps it: numbers are tried, ways written, and the paper that hangs is made anew.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `safety-${name}`)

export const safetyJourneys = [{ name: 'safety: a way is written, a number tried, the paper made and put up', run: card }]

async function card(page, base) {
  await opens(page, base + '/office/safety', 'emergency')
  await page.getByRole('heading', { name: '村安全卡', level: 1 }).waitFor()
  await page.getByRole('table').first().waitFor()
  await accessible(page)
  await page.goto(base + '/office/papers')
  await page.getByRole('link', { name: '华夏村', exact: true }).first().click()
  const own = page.getByLabel(/^到华夏村文化礼堂.*怎么走$/)
  const other = page.getByLabel(/^到(?!华夏村文化礼堂).*怎么走$/).first()
  await other.waitFor()
  await shot(page, 'card')
  await accessible(page)

  const unsaved = '示例：还没有写完的另一条'
  await other.fill(unsaved)
  await own.fill('示例：' + '走'.repeat(140))
  await saveBy(own).click()
  await page.getByText(/120/).nth(1).waitFor() // the rule says it, and now the error
  const way = '示例：从祠堂前上坡，见大樟树向右'
  await own.fill(way)
  await saveBy(own).click()
  await page.getByText('已保存').first().waitFor()
  assert.equal(await other.inputValue(), unsaved, 'what is typed beside a thing that is saved')
  await page.frameLocator('iframe').getByText(way).first().waitFor({ timeout: 15_000 })

  const desk = page.locator('main li', { hasText: '村值班室' }).first()
  await desk.getByRole('button', { name: '打通' }).click()
  await desk.getByText(/最近拨测.*打通/).waitFor()
  assert.equal(await other.inputValue(), unsaved, 'what is typed beside a number that is tried')

  await page.goto(base + '/office/papers?standing=out_of_date')
  await page.getByRole('row', { name: /华夏村/ }).first().waitFor()
  await page.getByLabel('选择华夏村').first().check()
  await page.getByText(/所选的村里有没有生成或内容已变的/).waitFor()
  await accessible(page)
  await page.getByRole('button', { name: '生成', exact: true }).click()
  await page.getByText('1 个村的告示已生成').first().waitFor()
  const a4 = page.getByRole('link', { name: '打印 A4' })
  await a4.waitFor()
  const paper = await page.request.get(new URL(await a4.getAttribute('href'), base).href)
  assert.equal(paper.headers()['content-type'], 'application/pdf')
  await page.getByRole('button', { name: '登记张贴' }).click()
  await page.getByRole('dialog').getByLabel(/贴在哪里/).fill('示例：祠堂门口')
  await page.getByRole('dialog').getByRole('button', { name: '登记张贴' }).click()
  await page.getByRole('row', { name: /华夏村/ }).first().waitFor({ state: 'detached' })
  await shot(page, 'papers')
}

const saveBy = (field) => field.locator('xpath=ancestor::form').getByRole('button', { name: '保存' })
