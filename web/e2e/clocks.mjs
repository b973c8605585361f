// The clocks of the law in a real browser, against a server with the demo county: the administrator
// keeps the holidays, an officer takes the deadlines along in a calendar.

import assert from 'node:assert/strict'
import { accessible, opens, shot } from './desk.mjs'

export const clockJourneys = [
  { name: 'office: a holiday set by keyboard and taken back, a year that nobody entered', run: keepsHolidays },
  { name: 'office: the holidays on a phone', options: { viewport: { width: 360, height: 740 } }, run: looksOnAPhone },
  { name: 'office: a calendar link made, read without a log-in, revoked', run: subscribes },
]

async function keepsHolidays(page, base) {
  await opens(page, base + '/office/holidays?year=2026', 'admin')
  await page.locator('#day-2026-02-14').waitFor()
  assert.match(await page.locator('#day-2026-02-14').getAttribute('aria-label'), /上班 春节调休/)
  await accessible(page)
  await shot(page, 'office-holidays')
  await page.locator('#day-2026-01-01').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '2026年1月8日的安排' }).waitFor()
  await accessible(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('示例假')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.locator('#day-2026-01-08[aria-label*="放假 示例假"]').waitFor()
  await page.locator('#day-2026-01-08').click()
  await dialog.getByLabel('安排', { exact: true }).selectOption('plain')
  await dialog.getByLabel('理由').fill('试验后恢复')
  await dialog.getByRole('button', { name: '取消' }).last().click()
  await page.locator('#day-2026-01-08:not([aria-label*="示例假"])').waitFor()
  await page.goto(base + '/office/holidays?year=2050')
  await page.getByText('2050年放假安排尚未录入').waitFor()
  await accessible(page)
}

async function looksOnAPhone(page, base) {
  await opens(page, base + '/office/holidays?year=2026', 'officer')
  await page.getByRole('heading', { name: '节假日 2026' }).waitFor()
  await page.getByRole('table', { name: '12月' }).waitFor()
  assert.equal(await page.locator('#day-2026-02-14').count(), 0, 'an officer looks and does not set')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-holidays-phone')
}

async function subscribes(page, base) {
  await opens(page, base + '/office/me', 'officer')
  await page.getByRole('button', { name: /新建日历链接|换一个链接/ }).click()
  const dialog = page.getByRole('dialog')
  await accessible(page)
  await dialog.getByRole('button', { name: '新建日历链接' }).click()
  const link = await dialog.locator('output').textContent()
  await accessible(page)
  const feed = await fetch(link)
  assert.equal(feed.status, 200)
  assert.match(feed.headers.get('content-type'), /text\/calendar/)
  assert.match(await feed.text(), /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/)
  await dialog.getByRole('button', { name: '已保存' }).click()
  await shot(page, 'office-calendar-link')
  await page.getByRole('button', { name: '收回 日历链接' }).click()
  await dialog.getByRole('button', { name: '收回' }).click()
  await page.getByText('还没有日历链接').waitFor()
  assert.equal((await fetch(link)).status, 404)
}
