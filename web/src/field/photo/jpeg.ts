// What a JPEG says of itself: its size, and when and where it was taken. No pixel is decoded.

export interface JpegFacts {
  width: number // as stored, before any turning
  height: number
  taken: string | null // local time as the camera wrote it, "2026-11-26T09:30:00"
  place: { lon: string; lat: string } | null // degrees WGS 84
}

/** null where the bytes are no JPEG with a size. */
export function jpegFacts(bytes: Uint8Array): JpegFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null
  let exif: Exif = { taken: null, place: null }
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const kind = bytes[at + 1]!
    const length = view.getUint16(at + 2)
    if (kind === 0xe1) exif = exifOf(bytes.subarray(at + 4, at + 2 + length)) ?? exif
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), ...exif }
    }
    at += 2 + length
  }
  return null
}

interface Exif { taken: string | null; place: { lon: string; lat: string } | null }

function exifOf(block: Uint8Array): Exif | null {
  try {
    return readExif(block)
  } catch { // a torn block: the picture itself may be whole
    return null
  }
}

function readExif(block: Uint8Array): Exif | null {
  if (String.fromCharCode(...block.subarray(0, 4)) !== 'Exif') return null
  const tiff = new DataView(block.buffer, block.byteOffset + 6, block.byteLength - 6)
  const little = tiff.getUint16(0) === 0x4949
  const u16 = (at: number) => tiff.getUint16(at, little)
  const u32 = (at: number) => tiff.getUint32(at, little)
  /** Where the entry of a tag stands in a directory. */
  const entry = (directory: number, tag: number): number | null => {
    for (let i = 0, n = u16(directory); i < n; i++) if (u16(directory + 2 + 12 * i) === tag) return directory + 2 + 12 * i
    return null
  }
  const pointer = (directory: number, tag: number) => { const at = entry(directory, tag); return at === null ? null : u32(at + 8) }
  const letters = (at: number, n: number) => Array.from({ length: n }, (_, i) => String.fromCharCode(tiff.getUint8(at + i))).join('')
  const degrees = (directory: number, tag: number, refTag: number) => {
    const [at, ref] = [pointer(directory, tag), entry(directory, refTag)]
    if (at === null || ref === null) return null
    const parts = [0, 8, 16].map((by) => u32(at + by) / u32(at + by + 4))
    const value = parts[0]! + parts[1]! / 60 + parts[2]! / 3600
    return Number.isFinite(value) ? (/[SW]/.test(letters(ref + 8, 1)) ? -value : value).toFixed(7) : null
  }
  const first = u32(4)
  const [photo, gps] = [pointer(first, 0x8769), pointer(first, 0x8825)]
  const taken = photo === null ? null : pointer(photo, 0x9003)
  const lat = gps === null ? null : degrees(gps, 2, 1)
  const lon = gps === null ? null : degrees(gps, 4, 3)
  const time = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(taken === null ? '' : letters(taken, 19))
  return { taken: time && `${time[1]}-${time[2]}-${time[3]}T${time[4]}`, place: lat && lon ? { lon, lat } : null }
}
