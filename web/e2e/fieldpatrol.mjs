// A keeper's monthly patrol with the field app in a real browser: two markers seen, the others not reached, ended without a
// network, sent, and counted by the office. It needs a real server with the demo's contracts.

import assert from 'node:assert/strict'
import { startProxy } from './fieldproxy.mjs'
import { enrols } from './field.mjs'
import { keeping } from './fieldsetup.mjs'
import { close, looked, newPhone, says, throwAway } from './phone.mjs'

export const fieldPatrolJourneys = [{ name: 'field: a keeper patrols without a network, and the month has its patrol', run: patrol }]

async function patrol(_page, base) {
  const contract = await keeping(base)
  const proxy = await startProxy(base)
  const keeper = await newPhone(proxy.origin, contract.at)
  try {
    await enrols(keeper, contract.keeper)
    await takesPack(keeper, contract)
    await proxy.stop()
    await sees(keeper, contract.markers[0], '完好')
    await sees(keeper, contract.markers[1], '字迹不清')
    await ends(keeper)
    await proxy.again()
    await keeper.page.locator('.status').click()
    await keeper.page.getByRole('button', { name: '现在发送' }).click()
    await says(keeper, '未发 0')
    await counted(contract)
  } finally {
    await close(keeper).finally(() => throwAway(keeper))
    await proxy.stop().catch(() => undefined)
  }
}

async function takesPack({ page }, contract) {
  const task = page.locator(`a[href='/field/t/${contract.id}']`)
  await task.getByText('巡查').waitFor()
  assert.equal(await page.locator("a[href^='/field/t/']").count(), 1, 'a keeper has the contract and no inspection')
  await looked(page, 'field-patrol-tasks')
  await task.click()
  await page.getByRole('button', { name: '下载' }).click()
  await page.getByText('任务包已在手机上').waitFor({ timeout: 120_000 })
  await page.getByRole('link', { name: '打开任务' }).click()
  await page.getByText('已查 0 / 6 座').waitFor()
  assert.equal(await page.getByRole('link', { name: '会签' }).count(), 0, 'a patrol is signed by nobody else')
  await looked(page, 'field-patrol-home')
}

async function sees({ page }, number, condition) {
  await page.getByRole('link', { name: '界桩', exact: true }).click()
  await page.getByText(`${number} 号界桩`, { exact: true }).click()
  await page.getByRole('link', { name: '检查这座界桩' }).click()
  await page.getByRole('button', { name: condition }).click()
  for (const [what, answer] of [['周围杂草已清理', '是'], ['文字已描红', '否'], ['有新的施工', '否']]) {
    await page.locator('fieldset.chips').filter({ hasText: what }).getByRole('button', { name: answer, exact: true }).click()
  }
  await looked(page, 'field-patrol-marker')
  await page.getByRole('button', { name: '保存检查' }).click()
  await page.getByText(/^已查/).waitFor()
}

/** A patrol is not ended without a word about what was not reached. */
async function ends({ page }) {
  await page.getByText('已查 2 / 6 座').waitFor()
  await page.getByRole('link', { name: '结束巡查' }).first().click()
  await page.getByText('本次巡查看了 2 / 6 座界桩。').waitFor()
  await page.getByRole('button', { name: '结束巡查' }).click()
  await page.getByRole('alert').getByText('还有界桩没有到').waitFor()
  await looked(page, 'field-patrol-end')
  await page.getByLabel('补充说明').fill('示例：山路塌方，后四座没有到')
  await page.getByRole('button', { name: '结束巡查' }).click()
  await page.getByText('已查 0 / 6 座').waitFor()
}

/** The office reads the patrol of the running month, with what was reached and why the rest was not. */
async function counted(contract) {
  const before = contract.done
  const after = await contract.read()
  assert.equal(after.done, before + 1, 'the month has its patrol')
  const last = after.patrols[0]
  assert.equal(last.occasion, 'regular')
  assert.deepEqual(last.checks.filter(({ reached }) => reached).map(({ condition }) => condition).sort(), ['normal', 'text_faded'])
  assert.ok(last.checks.filter(({ reached }) => !reached).every(({ note }) => note.includes('山路塌方')), 'why the others were not reached')
}
