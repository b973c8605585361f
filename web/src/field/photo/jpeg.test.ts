import { expect, test } from 'vitest'
import { jpegFacts } from './jpeg'

/** A JPEG's head with an EXIF block of time and place, and no pixel. */
function head(little: boolean): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(300))
  const u16 = (at: number, n: number) => tiff.setUint16(at, n, little)
  const u32 = (at: number, n: number) => tiff.setUint32(at, n, little)
  const entry = (at: number, tag: number, type: number, count: number, value: number) => { u16(at, tag); u16(at + 2, type); u32(at + 4, count); u32(at + 8, value) }
  const letters = (at: number, text: string) => Array.from(text).forEach((c, i) => tiff.setUint8(at + i, c.charCodeAt(0)))
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d); u16(2, 42); u32(4, 8)
  u16(8, 2); entry(10, 0x8769, 4, 1, 40); entry(22, 0x8825, 4, 1, 60)
  u16(40, 1); entry(42, 0x9003, 2, 20, 120); letters(120, '2026:11:26 09:30:05')
  u16(60, 4)
  entry(62, 1, 2, 2, 0); letters(70, 'S'); entry(74, 2, 5, 3, 150)
  entry(86, 3, 2, 2, 0); letters(94, 'E'); entry(98, 4, 5, 3, 180)
  ;[[28, 1], [44, 1], [2844, 100]].forEach(([n, d], i) => { u32(150 + 8 * i, n!); u32(154 + 8 * i, d!) })
  ;[[118, 1], [37, 1], [3750, 100]].forEach(([n, d], i) => { u32(180 + 8 * i, n!); u32(184 + 8 * i, d!) })
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...new Uint8Array(tiff.buffer)]
  const length = exif.length + 2
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, ...exif, 0xff, 0xc0, 0, 17, 8, 0x17, 0x70, 0x1f, 0x40, 3, 1, 0x22, 0, 2])
}

test('size, time and place are read in both byte orders', () => {
  for (const little of [true, false]) {
    expect(jpegFacts(head(little))).toEqual({ width: 8000, height: 6000, taken: '2026-11-26T09:30:05', place: { lon: '118.6270833', lat: '-28.7412333' } })
  }
})

test('what is no JPEG gives null, and a torn EXIF block only costs what it held', () => {
  expect(jpegFacts(new Uint8Array([1, 2, 3, 4, 5]))).toBeNull()
  expect(jpegFacts(new TextEncoder().encode('<html>not a photo</html>'))).toBeNull()
  const torn = head(true)
  torn.set([0xff, 0xff, 0xff, 0xff], 16) // where the first directory is said to be
  expect(jpegFacts(torn)).toEqual({ width: 8000, height: 6000, taken: null, place: null })
  for (let n = 0; n < torn.length; n++) expect(() => jpegFacts(head(true).subarray(0, n))).not.toThrow()
})
