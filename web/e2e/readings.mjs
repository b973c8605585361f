// Readings confirmed by keyboard in a real browser, against a server with the demo county.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const readingJourneys = [
  { name: 'office: readings confirmed one after the other by keyboard, typed with numbers, taken back', run: confirms },
  { name: 'office: readings on a phone', options: { viewport: { width: 360, height: 740 } }, run: looksOnAPhone },
]

const current = (page) => page.locator('.reading-list [aria-current=true]')
const nameOf = (page) => current(page).locator('b').textContent()
const atName = (page, name) => page.locator('.reading-list [aria-current=true] b', { hasText: new RegExp(`^${name}$`) }).first().waitFor()
const left = async (page) => Number(/还有 (\d+) 个/.exec(await page.locator('.reading-progress').textContent())[1])

async function confirms(page, base) {
  await opens(page, base + '/office/readings', 'officer')
  await current(page).waitFor()
  await accessible(page)
  const before = await left(page)
  const first = await nameOf(page)
  await page.keyboard.press('j')
  await page.waitForFunction((was) => document.querySelector('.reading-list li:nth-child(2) [aria-current=true]') && was, first)
  await page.keyboard.press('k')
  await atName(page, first)
  await page.getByRole('button', { name: '核定读音' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(`${first} 已核定为`).waitFor()
  await page.locator('.reading-list li:nth-child(2) [aria-current=true]').waitFor()
  assert.equal(await left(page), before - 1)
  await accessible(page)
  await shot(page, 'office-readings')

  // Taken back by the key, on the name itself.
  await page.keyboard.press('k')
  await atName(page, first)
  await page.locator('[data-undo]').waitFor()
  await page.keyboard.press('u')
  await page.getByText(`${first} 的核定已撤回`).waitFor()
  await page.getByRole('button', { name: '核定读音' }).waitFor()
  assert.equal(await left(page), before)

  // Heteronyms are marked; another reading is a key away, or typed with numbers.
  await page.goto(base + '/office/readings?heteronyms=1')
  await current(page).waitFor()
  await page.locator('.reading-characters .heteronym').first().waitFor()
  await page.keyboard.press('2')
  await page.locator('.reading-characters [aria-pressed=true]').waitFor()
  const other = await page.getByLabel('核定为').inputValue()
  assert.notEqual(other, await current(page).locator('[lang=zh-Latn]').textContent())
  await accessible(page)
  await shot(page, 'office-readings-heteronym')

  const name = await nameOf(page)
  await page.getByLabel('核定为').fill('ma1')
  await page.locator('.field .wrong').waitFor() // a syllable for each character
  await accessible(page)
  await page.getByLabel('核定为').fill(other.toLowerCase())
  await page.locator('.reading-written', { hasText: other }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(`${name} 已核定为 ${other}`).waitFor()
  await page.locator('.toast').getByRole('button', { name: '撤回核定' }).click()
  await page.getByText(`${name} 的核定已撤回`).waitFor()
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/readings?heteronyms=1', 'officer')
  await current(page).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-readings-phone')
}
