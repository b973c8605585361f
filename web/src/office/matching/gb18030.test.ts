import { expect, it } from 'vitest'
import { cells, record } from './records'
import { gb18030 } from './gb18030'

it('writes what browsers read again, of both planes', () => {
  const texts = ['江山市清湖街道清溪路1号', 'a,"b"\n', '㙍𬭚𰻞塱堽', '€…—“”', '\u{10ffff}\u{10000}', 'ǹḿ']
  for (const text of texts) expect(new TextDecoder('gb18030').decode(gb18030(text))).toBe(text)
  expect([...gb18030('清')]).toEqual([0xc7, 0xe5])
  const lost: string[] = []
  for (let from = 0x80; from < 0x20000; from += 0x80) {
    if (from >= 0xd800 && from < 0xf900) continue // halves of characters, and those of private use
    const some = Array.from({ length: 0x80 }, (_, i) => String.fromCodePoint(from + i)).join('')
    if (new TextDecoder('gb18030').decode(gb18030(some)) !== some) lost.push(from.toString(16))
  }
  expect(lost).toEqual([])
})

it('holds neither quote, comma nor line feed within a character, so that records are found in its bytes', () => {
  const row = ['清,溪"路\n1号', '堽']
  expect(cells(gb18030(record(row)), 'GB18030')).toEqual(row)
})
