// Two sides who do not agree, in a real browser: a record that the other side saw otherwise, and both signatures on one phone.

import { checks, enrols, takesPack } from './field.mjs'
import { prepared } from './fieldsetup.mjs'
import { close, codeOn, draws, looked, newPhone, says, throwAway } from './phone.mjs'

export const fieldDifferJourneys = [{ name: 'field: both sign on one phone; the other side saw it otherwise', run: differ }]

async function differ(_page, base) {
  const task = await prepared(base)
  const phones = []
  try {
    const ours = await newPhone(base, task.at)
    phones.push(ours)
    await enrols(ours, task.ours)
    await takesPack(ours, task)
    await checks(ours, task, task.markers[0])
    await onOnePhone(ours, task)
    const theirs = await newPhone(base, task.at)
    phones.push(theirs)
    await enrols(theirs, task.theirs)
    await takesPack(theirs, task)
    await otherwise(ours, theirs, task)
  } finally {
    for (const phone of phones) await close(phone).finally(() => throwAway(phone))
  }
}

/** Both sign on one phone: it is marked so, here and by the server, and counts for nothing more until the sealed paper is filed. */
async function onOnePhone(phone, task) {
  const { page } = phone
  await page.getByRole('link', { name: '会签' }).click()
  await page.getByRole('button', { name: '我签这份清单' }).click()
  await page.getByRole('button', { name: '签名', exact: true }).click()
  await page.getByText('请先在框内签名').waitFor() // an empty box is no signature
  await draws(phone)
  await page.getByRole('button', { name: '签名', exact: true }).click()
  await page.getByRole('button', { name: '对方没带手机：在本机代签' }).click()
  await draws(phone)
  await page.getByRole('button', { name: '签名', exact: true }).click()
  await page.getByText(/已签 .*同机签署/).waitFor()
  await says(phone, '未发 0')
  await page.getByRole('link', { name: '返回' }).click()
  await page.getByRole('link', { name: '会签' }).click()
  await page.getByText('同机签署，待盖章扫描存档').waitFor({ timeout: 60_000 })
  await looked(page, 'field-same-phone')
  await page.getByRole('link', { name: '返回' }).click()
  await page.locator(`a[href='/field/t/${task.id}/sign']`).waitFor()
}

/** The code of one record is scanned by the other side, who writes down what they saw; both accounts are kept. */
async function otherwise(ours, theirs, task) {
  await ours.page.locator('.status').click()
  await ours.page.getByRole('button', { name: '全部' }).click()
  await ours.page.getByRole('link', { name: /^界桩检查/ }).first().click()
  await ours.page.getByText('出示给对方').click()
  const code = await codeOn(ours, '出示给对方')
  await theirs.page.getByRole('link', { name: '会签' }).click()
  await theirs.page.getByRole('link', { name: /扫对方的码/ }).click()
  await theirs.page.locator('input[type=file]').setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: await theirs.page.screenshot({ clip: { x: 0, y: 600, width: 50, height: 50 } }) })
  await theirs.page.getByText(/图片里没有读到二维码/).waitFor()
  await theirs.page.locator('input[type=file]').setInputFiles(code)
  await theirs.page.getByRole('heading', { name: '记异议' }).waitFor()
  await theirs.page.getByRole('button', { name: '保存异议' }).click()
  await theirs.page.getByText('请写明我方看到的情况').waitFor()
  await theirs.page.locator('textarea').last().fill('示例：界桩基座已开裂')
  await looked(theirs.page, 'field-disagreement')
  await theirs.page.getByRole('button', { name: '保存异议' }).click()
  await says(theirs, '未发 0')
  await theirs.page.locator('.status').click()
  await theirs.page.getByText(/^异议/).waitFor()
  await ours.page.goto(`${ours.origin}/field/t/${task.id}/sign`)
  await ours.page.getByLabel('PIN', { exact: true }).waitFor()
}
