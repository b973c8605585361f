// The table that comes back, as bytes: where its records begin and end, and what stands in them.

const quote = 0x22, feed = 0x0a

/** Where a record lies in the table, in bytes. */
export interface Span { from: number; to: number }

/**
 * Finds the records of a table of comma-separated values as it comes in, in UTF-8 or GB18030: in neither
 * is a quote or a line feed part of another character. A quoted line feed ends none.
 */
export class Records {
  at = 0 // bytes taken
  private begun = 0
  private quoted = false
  private rest = new Uint8Array(0)

  /** Takes more and gives the records that have ended, with their bytes. */
  push(chunk: Uint8Array): { span: Span; bytes: Uint8Array }[] {
    const all = new Uint8Array(this.rest.length + chunk.length)
    all.set(this.rest)
    all.set(chunk, this.rest.length)
    const base = this.at - this.rest.length
    const out: { span: Span; bytes: Uint8Array }[] = []
    let from = 0
    for (let i = this.rest.length; i < all.length; i++) {
      if (all[i] === quote) this.quoted = !this.quoted
      else if (all[i] === feed && !this.quoted) {
        out.push({ span: { from: base + from, to: base + i + 1 }, bytes: all.subarray(from, i + 1) })
        from = i + 1
      }
    }
    this.rest = all.slice(from)
    this.at += chunk.length
    this.begun = base + from
    return out
  }

  /** The bytes up to the last record that ended. */
  get whole(): number { return this.begun }

  /** Forgets a record that was cut off. */
  cut(): void {
    this.at = this.begun
    this.rest = new Uint8Array(0)
    this.quoted = false
  }
}

const decoders: Record<string, TextDecoder> = {}

/** The cells of a record in an encoding. */
export function cells(bytes: Uint8Array, encoding = 'utf-8'): string[] {
  const line = (decoders[encoding] ??= new TextDecoder(encoding)).decode(bytes).replace(/^\uFEFF/, '').replace(/\r?\n$/, '')
  if (!line.includes('"')) return line.split(',')
  const out: string[] = []
  let cell = '', quoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (quoted) {
      if (c !== '"') cell += c
      else if (line[i + 1] === '"') { cell += c; i++ }
      else quoted = false
    } else if (c === '"') quoted = true
    else if (c === ',') { out.push(cell); cell = '' }
    else cell += c
  }
  return [...out, cell]
}

/** A record of cells, as the server writes one. */
export const record = (row: string[]): string => row.map((cell) => (/[",\r\n]|^ /.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') + '\n'

/** What begins like a formula gets an apostrophe in front, so that no spreadsheet takes it for one; a plain number stays. */
export const tame = (cell: string): string => (/^[=+\-@\t\r\n]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? "'" + cell : cell)
