// Reads ZIP files as they came out of the browser.

import { inflateRawSync } from 'node:zlib'

/** The entries of a ZIP whose central directory is whole. */
export function entries(zip) {
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
