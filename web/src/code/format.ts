// How a large code says what it says: the address, "#", two bytes in three characters, the last 64 an Ed25519 signature. It is read as
// signs/payload writes it; who checks the signature says by what. No BigInt and no library: old phones read it too.

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:*'
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const purpose = 'diming plate payload 1\n'
const most = 120
const signatureBytes = 64

export interface Shelter { name: string; bearing: number; distanceM: number } // bearing in 256ths of a turn
export interface Payload { key: string; token: string; made: string; name: string; shelters: Shelter[] }
export interface Key { key: string; ed25519: string; from: string; to: string; withdrawn?: string }
export interface KeysFile { origin?: string; at: string; keys: Key[] }

/** What stands behind the "#", the bytes that were signed, and the signature. */
export interface Said { payload: Payload; signed: Uint8Array<ArrayBuffer>; signature: Uint8Array<ArrayBuffer> }

/** The bytes of a text of the 41 characters; null where it is none that the register writes. */
export function decode(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null
  const bytes: number[] = []
  for (let i = 0; i < text.length; i += 3) {
    const digits = Array.from(text.slice(i, i + 3), (c) => alphabet.indexOf(c))
    if (digits.some((d) => d < 0)) return null
    const value = digits.reduce((sum, d) => sum * 41 + d, 0)
    if (value > (digits.length === 3 ? 0xffff : 0xff)) return null
    if (digits.length === 3) bytes.push(value >> 8)
    bytes.push(value & 0xff)
  }
  return Uint8Array.from(bytes)
}

const day = (days: number) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10)
const number = (bytes: Uint8Array) => bytes.reduce((sum, b) => sum * 256 + b, 0)

/** Five bytes as eight characters of a token. */
function characters(bytes: Uint8Array): string {
  let text = ''
  for (let rest = number(bytes), i = 0; i < 8; i++, rest = Math.floor(rest / 32)) text = crockford[rest % 32] + text
  return text
}

/** Takes a body apart; null where it is not of version 1 or its parts do not fit. */
function read(body: Uint8Array, token: string): Payload | null {
  let at = 0
  const take = (n: number) => { const part = body.slice(at, at + n); at += n; return part }
  const name = () => new TextDecoder('gb18030').decode(take(number(take(1))))
  const [head = 0, year = 0, nth = 0] = take(3)
  if (head >> 4 !== 1 || characters(take(5)) !== token.slice(0, 8)) return null
  const payload: Payload = { key: `${2000 + year}-${nth}`, token, made: day(number(take(2))), name: name(), shelters: [] }
  for (let i = 0; i < (head & 15); i++) {
    const bearing = number(take(1))
    const distanceM = 10 * number(take(2))
    payload.shelters.push({ bearing, distanceM, name: name() })
  }
  return at === body.length ? payload : null
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Takes apart what stands behind the "#" of a code; address is what stands before it, as it was signed. Null where the register writes no such text. */
export function said(address: string, token: string, text: string): Said | null {
  const data = decode(text)
  if (!data || data.length > most || data.length < signatureBytes) return null
  const body = data.slice(0, -signatureBytes)
  const payload = read(body, token)
  if (!payload) return null
  const before = utf8(purpose + address + '#')
  const signed = new Uint8Array(before.length + body.length)
  signed.set(before)
  signed.set(body, before.length)
  return { payload, signed, signature: data.slice(-signatureBytes) }
}

/** Whether a key may have signed what was made on a day, and still holds. */
export const holds = (key: Key, payload: Payload): boolean => !key.withdrawn && payload.made >= key.from && payload.made <= key.to

export const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

/** Which of eight winds a bearing is, from north clockwise. */
export const windOf = (bearing: number): number => Math.floor((bearing + 16) / 32) % 8
