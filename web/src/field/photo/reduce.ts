// A photo made small enough to send from the hills. What the camera wrote beside the pixels stays in the record, not in the picture.

import { sha256 } from '../bits'
import type { FileNote, Position } from '../domain'
import { jpegFacts } from './jpeg'

const longSide = 2048 // pixels: the text on a marker's face is read at arm's length
const quality = 0.82

export interface Reduced {
  bytes: Uint8Array<ArrayBuffer>
  note: Omit<FileNote, 'face' | 'role'>
  place: string | null // where the camera says it was, "longitude,latitude"
}

/** The photo reduced; null where the file is no picture that this browser can show. */
export async function reduce(file: Blob, here: Position | null): Promise<Reduced | null> {
  const original = new Uint8Array(await file.arrayBuffer())
  const facts = jpegFacts(original)
  const picture = await decoded(file, facts)
  if (!picture) return null
  try {
    const blob = await drawn(picture)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return {
      bytes,
      note: {
        sha256: await sha256(bytes), bytes: bytes.length, type: blob.type,
        original_sha256: await sha256(original), original_bytes: original.length,
        taken: takenAt(facts?.taken ?? null), position: here,
      },
      place: facts?.place ? `${facts.place.lon},${facts.place.lat}` : null,
    }
  } finally {
    picture.close()
  }
}

/** The picture at its reduced size: a browser that can reduces while it decodes, so that 40 megapixels never lie in memory at once. */
async function decoded(file: Blob, facts: ReturnType<typeof jpegFacts>): Promise<ImageBitmap | null> {
  const large = facts && Math.max(facts.width, facts.height) > longSide
  // Only one side is given: the browser keeps the shape, also of a picture that it turns.
  const reducing: ImageBitmapOptions | undefined = large ? { resizeWidth: Math.round(facts.width * longSide / Math.max(facts.width, facts.height)), resizeQuality: 'high' } : undefined
  return createImageBitmap(file, reducing).catch(() => createImageBitmap(file)).catch(() => null)
}

async function drawn(picture: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the canvas gave no picture'))), 'image/jpeg', quality))
}

/** A camera's local time is read in the phone's zone. */
function takenAt(local: string | null): string | null {
  const at = local ? Date.parse(local) : NaN
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
