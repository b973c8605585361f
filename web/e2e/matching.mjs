// A table of addresses matched in a real browser, against a server with the demo county: its doubtful
// rows are looked at by key, taken back, and go out with the result.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accessible, opens, shot } from './desk.mjs'

export const matchingJourneys = [
  { name: 'matching: a table with doubtful rows looked at by key, and downloaded', run: matches },
  { name: 'matching: a column is asked for, a broken answer goes on', run: goesOn },
  { name: 'matching: on a phone', options: { viewport: { width: 360, height: 740 } }, run: onAPhone },
]

const table = '编号,地址,备注\n1,江山清湖镇清湖一村,=1+1\n2,江山市清湖街道清湖一村９９号,"逗号,引号"""\n3,清湖镇清湖二村88号,\n4,,空\n5,江山市清湖街道清湖三村77号,\n'
const bring = (page, text, name = '住户.csv') => page.locator('.match-input').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const left = (page, n, all) => page.getByText(`已核对 ${n} / ${all}`).first().waitFor()

async function matches(page, base) {
  await opens(page, base + '/office/matching', 'officer')
  await page.getByRole('heading', { name: '地址匹配', level: 1 }).waitFor()
  await accessible(page)
  await page.getByLabel('地址文本').fill('江山清湖镇清湖一村')
  await page.getByRole('button', { name: '匹配', exact: true }).click()
  await page.getByText('“清湖镇”是清湖街道的曾用名').first().waitFor()
  assert.ok(page.url().includes('q='))
  await accessible(page)
  await shot(page, 'office-matching')

  await bring(page, table)
  await page.getByText('匹配完成，共 5 行').waitFor()
  await left(page, 0, 3)
  await page.locator('.match-candidates kbd').first().waitFor()
  await accessible(page)
  await shot(page, 'office-matching-review')
  await page.keyboard.press('1')
  await left(page, 1, 3)
  await page.locator('.match-candidates kbd').first().waitFor()
  await page.keyboard.press('n')
  await left(page, 2, 3)
  await page.keyboard.press('u') // the row before, as this one is open
  await left(page, 1, 3)
  await page.keyboard.press('n')
  await left(page, 2, 3)
  await page.locator('.match-candidates kbd').first().waitFor()
  await page.keyboard.press('1')
  await page.getByText('存疑的行都已核对').waitFor()
  await accessible(page)

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载结果' }).click()])
  assert.equal(file.suggestedFilename(), '住户-matched.csv')
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
  assert.equal(lines.length, 6)
  assert.ok(lines[0].startsWith('\uFEFF编号,地址,备注,匹配地址,匹配标识'))
  assert.ok(lines[1].startsWith("1,江山清湖镇清湖一村,'=1+1,浙江省衢州市江山市清湖街道清湖一村"), lines[1])
  assert.ok(lines[2].includes('"逗号,引号"""') && lines[2].includes(',chosen,'), lines[2])
  assert.ok(lines[3].includes(',,,,,none,'), lines[3])
  assert.ok(lines[4].includes(',empty,'), lines[4])
  assert.ok(lines[5].includes(',chosen,'), lines[5])
}

async function goesOn(page, base) {
  await opens(page, base + '/office/matching', 'officer')
  await page.getByRole('heading', { name: '地址匹配', level: 1 }).waitFor()
  await bring(page, '甲,乙\n江山市清湖街道,1\n')
  await page.getByText('不知道哪一列是地址').waitFor()
  await accessible(page)
  await shot(page, 'office-matching-column')
  await page.getByLabel('地址所在的列').selectOption('甲')
  await page.getByText('匹配完成，共 1 行').waitFor()
  await page.getByText('没有存疑的行').waitFor()
  await page.getByRole('button', { name: '换一个文件' }).click()

  // The answer breaks off in the middle of a row: what is whole stays, the rest is asked for.
  await page.evaluate(() => {
    const whole = globalThis.fetch
    globalThis.fetch = async (path, how) => {
      const answer = await whole(path, how)
      if (!String(path).includes('match.csv')) return answer
      globalThis.fetch = whole
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const cut = bytes.length - 30
      return new Response(new ReadableStream({
        start(control) { control.enqueue(bytes.slice(0, cut)) },
        pull(control) { control.error(new TypeError('network error')) },
      }), { headers: answer.headers })
    }
  })
  const asked = []
  page.on('request', (request) => { if (request.url().includes('match.csv')) asked.push(new URL(request.url()).searchParams.get('from_row')) })
  await bring(page, table)
  await page.getByText('已收到 4 行').waitFor()
  await accessible(page)
  await page.getByRole('button', { name: '接着匹配' }).click()
  await page.getByText('匹配完成，共 5 行').waitFor()
  assert.deepEqual(asked, [null, '5'])
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载结果' }).click()])
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
  assert.deepEqual(lines.slice(1).map((line) => line[0]), ['1', '2', '3', '4', '5'])
}

async function onAPhone(page, base) {
  await opens(page, base + '/office/matching', 'officer')
  await page.getByRole('heading', { name: '地址匹配', level: 1 }).waitFor()
  await shot(page, 'office-matching-phone-start')
  await bring(page, table)
  await left(page, 0, 3)
  await page.locator('.match-candidates kbd').first().waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'office-matching-phone')
}
