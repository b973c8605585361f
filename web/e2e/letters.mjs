// The letter templates through the office in a real browser: one is downloaded, edited, tried, refused
// for a wrong name, put in force and put back. It changes the register, so it runs against a real server.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import { accessible, opens, shot } from './desk.mjs'

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export const letterJourneys = [
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

/** The entries of a ZIP whose central directory is whole. */
function entries(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  const all = []
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, packed, nameLength, extra, comment, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const raw = zip.subarray(from, from + packed)
    all.push({ name, content: method ? inflateRawSync(raw) : Buffer.from(raw) })
    at += 46 + nameLength + extra + comment
  }
  return all
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
