// The letter templates through the office in a real browser: one is downloaded, edited, tried, refused
// for a wrong name, put in force and put back. It changes the register, so it runs against a real server.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accessible, opens, shot } from './desk.mjs'
import { entries } from './zip.mjs'

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export const letterJourneys = [
  { name: 'letters: the name archive of a renamed place, read, printed and taken along', run: archives },
  { name: 'letters: a template downloaded, edited, refused, put in force and put back', run: replaces },
  { name: 'letters: the templates on a phone', options: { viewport: { width: 360, height: 740 } }, run: onAPhone },
]

async function replaces(page, base) {
  await opens(page, base + '/office/templates', 'officer')
  await page.getByRole('link', { name: '批复', exact: true }).waitFor()
  await accessible(page)
  await shot(page, 'templates')
  await page.getByRole('link', { name: '批复', exact: true }).click()
  await page.getByRole('heading', { name: '可用的字段' }).waitFor()
  await backToBuiltIn(page)
  await accessible(page)
  await shot(page, 'template-built-in')

  const original = await saved(page, () => page.getByRole('link', { name: '下载现用模板' }).click())
  await tries(page, edited(original, '{{.Title}}', '{{.Titel}}'))
  const refusal = page.getByRole('alert')
  await refusal.waitFor()
  assert.match(await refusal.textContent(), /\{\{\.Titel\}\}.*不是可用的字段/)
  await accessible(page)
  await shot(page, 'template-refused')

  await tries(page, edited(original, '{{.To}}：', '此页不写主送机关'))
  await page.getByText('检查通过').waitFor()
  await page.getByText('公文里通常应有、模板没有用到的字段').waitFor()

  const own = edited(original, '此复。', '特此批复，请遵照执行。')
  await tries(page, own)
  await page.getByText('检查通过').waitFor()
  assert.match(await page.getByRole('region', { name: '样张文字' }).textContent(), /特此批复，请遵照执行。/)
  const sample = await saved(page, () => page.getByRole('button', { name: '下载这份样张' }).click())
  assert.match(textOf(sample), /关于同意示例溪路等2个地名命名的批复/)
  await accessible(page)
  await shot(page, 'template-checked')
  await page.getByRole('button', { name: '启用这个模板' }).click()
  await page.getByText('请写明依据。').waitFor()
  await page.getByLabel('依据（会议、文件名或文号）').fill('示例：局办公会决定')
  await page.getByRole('button', { name: '启用这个模板' }).click()
  await page.getByRole('button', { name: '恢复内置模板' }).waitFor()
  const kept = await saved(page, () => page.getByRole('link', { name: '下载现用模板' }).click())
  assert.ok(kept.equals(own), 'the template in force is the file that was brought')
  await accessible(page)
  await shot(page, 'template-own')
  await backToBuiltIn(page)
  await page.getByRole('table', { name: '历史' }).getByText('示例：试验后恢复').first().waitFor()
  await shot(page, 'template-history')
}

async function onAPhone(page, base) {
  await opens(page, base + '/office/templates/announcement', 'approver')
  await page.getByRole('heading', { name: '可用的字段' }).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await accessible(page)
  await shot(page, 'template-phone')
}

const stamp = [...Date.now().toString(36).slice(-4)].map((c) => '东南西北山水云泉松竹梅兰'[parseInt(c, 36) % 12]).join('')

/** Sends JSON, or a file, as the page itself would; gives the answer. */
const asked = (page, method, path, body, etag) => page.evaluate(async ([method, path, body, etag]) => {
  const answer = await fetch(path, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...(etag && { 'If-Match': etag }) } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} = ${answer.status} ${text}`)
  return { etag: answer.headers.get('etag'), body: text ? JSON.parse(text) : null }
}, [method, path, body, etag])

async function archives(page, base) {
  await opens(page, base + '/office/register', 'officer')
  await page.getByRole('button', { name: '退出登录' }).waitFor()
  const { body: session } = await asked(page, 'GET', '/v1/session')
  assert.ok(session.can.includes('case.read'))
  const { body: found } = await asked(page, 'GET', '/v1/places?limit=50&q=' + encodeURIComponent('示例坑'))
  const place = found.items.find((one) => one.class === '12000' && /\d号$/.test(one.name))
  const { body: whole } = await asked(page, 'GET', '/v1/places/' + place.id)
  const next = `示例${stamp}坑`
  const opened = await asked(page, 'POST', '/v1/cases', { kind: 'renaming', channel: 'past', class: whole.class, division: whole.divisions.at(-1).id, reason: '示例：统一名称', body: '示例申请单位', opened_on: '2019-05-06', items: [{ place: place.id, class: whole.class, text: next }] })
  const at = '/v1/cases/' + opened.body.id
  const submitted = await asked(page, 'POST', at + '/submit', {}, opened.body.etag)
  const paper = await page.evaluate(async ([at, etag]) => {
    const form = new FormData()
    form.set('file', new File(['%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n'], '申请书.pdf', { type: 'application/pdf' }))
    const answer = await fetch(at + '/documents?kind=application&title=' + encodeURIComponent('示例申请书'), { method: 'POST', body: form, headers: { 'If-Match': etag } })
    return { ok: answer.ok, text: await answer.text() }
  }, [at, submitted.body.etag])
  assert.ok(paper.ok, paper.text)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()

  await opens(page, base + '/office/cases', 'approver')
  await page.getByRole('button', { name: '退出登录' }).waitFor()
  const { body: held } = await asked(page, 'GET', at)
  await asked(page, 'POST', at + '/record', { on: '2019-06-10', reply_no: '示例函〔2019〕1号', approver: '示例县人民政府', items: [{ item: held.items[0].id, approve: true }] }, held.etag)

  await page.goto(`${base}/office/register/${place.id}`)
  await page.getByRole('link', { name: '地名档案' }).click()
  await page.getByRole('heading', { name: `${next} 地名档案` }).waitFor()
  const names = page.getByRole('table', { name: '名称沿革' })
  await names.getByText('自此为标准地名：示例县人民政府 示例函〔2019〕1号').waitFor()
  await names.getByText('终止：示例县人民政府').first().waitFor()
  const decided = page.getByRole('region', { name: `更名 ${next}` })
  await decided.getByRole('link', { name: '示例申请书' }).waitFor()
  await decided.getByText(/办理经过/).click()
  await decided.getByRole('cell', { name: '立案' }).waitFor()
  await accessible(page)
  await shot(page, 'archive')
  const zip = await saved(page, () => page.getByRole('link', { name: '下载全部（ZIP）' }).click())
  const packed = entries(zip)
  const manifest = JSON.parse(packed.find((one) => one.name === 'manifest.json').content.toString('utf8'))
  assert.ok(manifest.files.some((one) => /^案卷\/2019-更-\d+\/01-申请书-示例申请书\.pdf$/.test(one.file)), JSON.stringify(manifest))
  assert.equal(packed.length, manifest.files.length + 2)
  await page.setViewportSize({ width: 360, height: 740 })
  await shot(page, 'archive-phone')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the phone')
  await page.setViewportSize({ width: 1280, height: 800 })
  // The print runs no script of anybody, so axe looks at its text in a page of its own.
  const print = await page.request.get(`${base}/v1/places/${place.id}/archive.html`)
  assert.match(print.headers()['content-security-policy'], /default-src 'none'.*sandbox/)
  const sheet = await page.context().newPage()
  await sheet.setContent(await print.text())
  await sheet.getByRole('heading', { name: `${next} 地名档案` }).waitFor()
  await accessible(sheet)
  await shot(sheet, 'archive-print')
  await sheet.close()
  await page.context().clearCookies()
  const seen = await (await page.request.get(`${base}/v1/places/${place.id}/archive`)).text()
  assert.ok(seen.includes('示例函〔2019〕1号') && !seen.includes('示例申请单位') && !seen.includes('示例申请书'), 'the public reads the outcome and nothing of the case')
}

/** Puts the template of the program in force, where another is. */
async function backToBuiltIn(page) {
  const button = page.getByRole('button', { name: '恢复内置模板' })
  if (!(await button.count())) return
  await button.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('理由').fill('示例：试验后恢复')
  await dialog.getByRole('button', { name: '恢复内置模板' }).click()
  await page.getByText('还没有换成本局的模板').waitFor()
}

async function tries(page, content) {
  await page.getByLabel('选择 .docx 文件').setInputFiles({ name: '批复.docx', mimeType: docxType, buffer: content })
  await page.getByRole('button', { name: '检查并预览' }).click()
}

async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return readFile(await download.path())
}

/** The text of a Word document. */
const textOf = (docx) => entries(docx).find((one) => one.name === 'word/document.xml').content.toString('utf8').replace(/<[^>]*>/g, '')

/** The document with one word replaced by another, as a word processor would leave it. */
function edited(docx, from, to) {
  const all = entries(docx).map((one) => (one.name === 'word/document.xml' ? { ...one, content: Buffer.from(one.content.toString('utf8').replace(from, to)) } : one))
  const parts = []
  const directory = []
  let offset = 0
  for (const { name, content } of all) {
    const title = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt32LE(content.length, 22)
    head.writeUInt16LE(title.length, 26)
    const line = Buffer.alloc(46)
    line.writeUInt32LE(0x02014b50, 0)
    line.writeUInt16LE(20, 4)
    head.copy(line, 6, 4, 30)
    line.writeUInt32LE(offset, 42)
    parts.push(head, title, content)
    directory.push(line, title)
    offset += head.length + title.length + content.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(all.length, 8)
  end.writeUInt16LE(all.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}

function crc32(content) {
  let crc = ~0
  for (const byte of content) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}
