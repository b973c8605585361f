// Journeys of people without an account: they change the register, so they run against a real server.

import { accessible, shot } from './desk.mjs'
import { packJourneys } from './packs.mjs'

export const publicJourneys = [
  ...packJourneys,
  {
    name: 'public: apply online for three streets and follow the case',
    async run(page, base) {
      await page.goto(base + '/apply')
      await page.getByLabel('在哪里').selectOption({ index: 1 })
      await page.getByLabel('申请单位').fill('江山示例置业公司')
      await page.getByLabel('联系人和电话').fill('示例联系人 000')
      for (const [i, name] of ['示例文苑路', '示例书香巷', '示例墨池巷'].entries()) await page.locator(`#f-name${i + 1}`).fill(name)
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.getByRole('alert').waitFor() // the reasons are missing
      await accessible(page)
      if ((await page.locator('#f-name2').inputValue()) !== '示例书香巷') throw new Error('what was typed is gone')
      await page.getByLabel('方案及理由').fill('示例：新建小区配套道路')
      await page.getByRole('button', { name: '提交申请' }).click()
      const [number, code] = await page.locator('.big').allTextContents()
      await accessible(page)
      await shot(page, 'public-receipt')
      await page.goto(base + '/apply/status')
      await page.getByLabel('受理编号').fill(number)
      await page.getByLabel('查询码').fill(code)
      await page.getByRole('button', { name: '查询' }).click()
      await page.getByText('已申请').waitFor()
      await page.getByText('示例墨池巷').waitFor()
      await accessible(page)
      for (const address of ['/notices', '/announcements']) { await page.goto(base + address); await accessible(page) }
    },
  },
]
