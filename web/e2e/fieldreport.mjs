// Weeks later in the office: the task with what both sides signed, and the report that the office makes of it.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accessible, opens, shot } from './desk.mjs'
import { narrow } from './inspections.mjs'
import { entries } from './zip.mjs'

/** The office makes the report, twice: the same bytes, which name the markers that were inspected and who signed. */
export async function report(page, base, task) {
  await opens(page, `${base}/office/boundary/tasks/${task.id}`, 'inspector')
  await page.getByRole('heading', { name: '联检成果' }).waitFor()
  await accessible(page)
  await narrow(page)
  await shot(page, 'field-office')
  const word = await took(page, '联检报告（DOCX）')
  const pdf = await took(page, '联检报告（PDF）')
  assert.deepEqual(await took(page, '联检报告（DOCX）'), word, 'the report made again is the same to the byte')
  assert.deepEqual(await took(page, '联检报告（PDF）'), pdf, 'the PDF made again is the same to the byte')
  const { text, rows } = written(word)
  for (const number of task.markers.slice(0, 3)) {
    assert.ok(rows.some((cells) => cells[1] === number && cells.some((cell) => cell.startsWith('完好'))), `the table says how marker ${number} was found`)
  }
  for (const { name } of [task.ours, task.theirs]) assert.ok(rows.some((cells) => cells[1] === name && cells.at(-1) === '有效'), `${name} signed, and the signature holds`)
  assert.match(text, /双方共同签署/)
  assert.match(text, /示例数据/)
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []
  assert.ok(pages.length > 1, `the PDF has ${pages.length} pages`)
}

async function took(page, label) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.getByRole('button', { name: label }).click()])
  await page.getByRole('button', { name: label }).and(page.locator(':enabled')).waitFor()
  return readFile(await download.path())
}

/** The words of a document, and its tables by rows and cells. */
function written(docx) {
  const xml = entries(docx).find(({ name }) => name === 'word/document.xml').content.toString('utf8')
  const words = (part) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('')
  const rows = [...xml.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) => [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => words(cell)))
  return { text: words(xml), rows }
}
