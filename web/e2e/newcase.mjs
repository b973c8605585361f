// The form of a case in a real browser, as somebody uses it who was never told how. It changes the register.

import assert from 'node:assert/strict'
import { accessible, opens, shot as picture } from './desk.mjs'

const shot = (page, name) => picture(page, `newcase-${name}`)
const han = '东南西北山水云泉松竹梅兰'
const word = () => Array.from({ length: 5 }, () => han[Math.floor(Math.random() * han.length)]).join('')

export const newCaseJourneys = [
  { name: 'newcase: renaming from the register opens the form of a case, filled', run: renames },
]

async function renames(page, base) {
  await opens(page, base + '/office/register?q=清湖一村', 'officer')
  await page.getByRole('row', { name: /清湖一村/ }).first().waitFor()
  const found = async (filter) => (await (await page.request.get(`${base}/v1/register?limit=100&${filter}`)).json()).items
  const whole = ({ id }) => page.request.get(`${base}/v1/places/${id}`).then((answer) => answer.json())
  const division = (await Promise.all((await found('q=清湖')).map(whole))).find(({ code }) => code?.length === 9)
  const made = await page.request.post(base + '/v1/places', { data: { name: `示例${word()}路`, class: '23514', division: division.code, visibility: 'internal', reason: '示例' } })
  const place = await whole(await made.json())
  assert.ok(place && division, 'the demo has places and divisions of this name')
  await page.goto(base + '/office/register/' + place.id)
  await page.getByRole('link', { name: '更名', exact: true }).click()
  await page.getByRole('button', { name: '换一个' }).waitFor()
  assert.equal(await page.getByLabel('事项').inputValue(), 'renaming')
  await page.locator('.case-form').getByText(place.name, { exact: true }).first().waitFor()
  await page.getByText('选择行政区', { exact: true }).waitFor({ state: 'detached' })
  await shot(page, 'renaming')
  await accessible(page)
  await page.goto(base + '/office/register/' + division.id)
  await page.getByRole('link', { name: '更名', exact: true }).click()
  await page.waitForURL(/\/office\/redivision/)
}
