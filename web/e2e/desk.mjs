// What journeys through the office share: logging in, looking, and axe.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const password = process.env.DEMO_PASSWORD ?? 'Qinghu-Demo-2026'

/** Opens a page of the office and logs in as one of the demo's accounts. */
export async function opens(page, address, login, word = password) {
  await page.goto(address)
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(word)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Brings a file as the page of imports takes it. */
export async function bring(page, name, content) {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
}

/** A picture to look at, where SHOTS names a folder. */
export async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), fullPage: true })
}

/** Fails on what axe calls serious or critical. */
export async function accessible(page) {
  await page.evaluate(axeSource)
  const faults = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | ')}`)
  })
  if (faults.length) throw new Error('axe: ' + faults.join('\n'))
}
