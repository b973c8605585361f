// A voice note on its way: what was spoken lies on the phone piece by piece, so that a phone that dies takes a second or two along.

import { sha256, uuid7 } from './bits'
import type { FileNote, Position } from './domain'
import type { Draft, Recording } from './draft'
import type { Change, Vault } from './vault/vault'

type Bytes = Uint8Array<ArrayBuffer>
type Keep = (by: Partial<Draft>, more: Change[]) => Promise<boolean>

const pieceKey = (id: string, n: number) => `voice/${id}/${n}`

export class Spoken {
  private readonly parts: Bytes[] = []
  private written = 0
  private last: Promise<void> = Promise.resolve()

  constructor(private readonly type: string, private readonly keep: Keep, private readonly now: number, private readonly id = uuid7(now)) {}

  /** Takes the next piece; what could not be written is written with the one after it. */
  add(piece: Blob): void {
    this.last = this.last.then(async () => {
      const bytes = new Uint8Array(await piece.arrayBuffer())
      if (!bytes.length) return
      this.parts.push(bytes)
      const more = this.parts.slice(this.written).map((value, i): Change => ({ in: 'files', key: pieceKey(this.id, this.written + i), value }))
      if (await this.keep({ recording: this.note() }, more)) this.written = this.parts.length
    })
  }

  /** Makes one file of the pieces; where that has no room they stay, and are taken up another time. */
  async end(files: () => FileNote[], position: Position | null): Promise<boolean> {
    await this.last
    return this.parts.length ? one(this.note(), this.parts, this.keep, files, position) : true
  }

  private note = (): Recording => ({ id: this.id, type: this.type, taken: new Date(this.now).toISOString(), pieces: this.parts.length })
}

/** Takes up a note that was cut off: the pieces that are there, to the first that is not. */
export async function recover(vault: Pick<Vault, 'bytes'>, recording: Recording, keep: Keep, files: () => FileNote[]): Promise<boolean> {
  const parts: Bytes[] = []
  for (let n = 0; n < recording.pieces; n++) {
    const piece = await vault.bytes('files', pieceKey(recording.id, n)).catch(() => null)
    if (!piece) break
    parts.push(piece)
  }
  return parts.length ? one(recording, parts, keep, files, null) : keep({ recording: null }, [])
}

async function one({ id, type, taken, pieces }: Recording, parts: Bytes[], keep: Keep, files: () => FileNote[], position: Position | null): Promise<boolean> {
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  const note: FileNote = { sha256: await sha256(bytes), bytes: bytes.length, type, role: 'voice', face: null, original_sha256: null, original_bytes: null, taken, position }
  const gone = Array.from({ length: pieces }, (_, n): Change => ({ in: 'files', key: pieceKey(id, n), value: null }))
  return keep({ files: [...files(), note], recording: null }, [{ in: 'files', key: note.sha256, value: bytes }, ...gone])
}
