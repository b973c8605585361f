// What a person decides is written into a table in its own encoding. Browsers read GB18030 but do not
// write it: the way back is made from what they read.

const first4 = 0x81, lastBMP = 0x84 // lead bytes of the four-byte codes of the basic plane

let codes: Map<number, Uint8Array> | null = null

/** The codes of all characters of the basic plane that are none of ASCII. */
function table(): Map<number, Uint8Array> {
  if (codes) return codes
  codes = new Map()
  const decoder = new TextDecoder('gb18030')
  const enter = (...bytes: number[]) => {
    const code = Uint8Array.from(bytes), text = decoder.decode(code)
    if (text.length === 1 && text !== '\uFFFD' && !codes!.has(text.charCodeAt(0))) codes!.set(text.charCodeAt(0), code)
  }
  for (let a = 0x81; a <= 0xfe; a++) for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) enter(a, b)
  for (let a = first4; a <= lastBMP; a++) for (let b = 0x30; b <= 0x39; b++) for (let c = 0x81; c <= 0xfe; c++) for (let d = 0x30; d <= 0x39; d++) enter(a, b, c, d)
  return codes
}

/** A text in GB18030, which has every character. */
export function gb18030(text: string): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  for (const char of text) {
    const r = char.codePointAt(0)!
    if (r < 0x80) out.push(r)
    else if (r > 0xffff) {
      const n = r - 0x10000
      out.push(0x90 + Math.floor(n / 12600), 0x30 + Math.floor(n / 1260) % 10, 0x81 + Math.floor(n / 10) % 126, 0x30 + n % 10)
    } else out.push(...(table().get(r) ?? [0x84, 0x31, 0xa4, 0x37])) // half a character is none: U+FFFD
  }
  return Uint8Array.from(out)
}
