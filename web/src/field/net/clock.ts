// The phone's clock beside the server's: it may be wrong by years and nothing depends on it.

export interface Pair { phone: number; server: number } // milliseconds

/** What the server's clock most likely says when the phone's says now. */
export const serverTime = (pair: Pair | null, now: number): number => (pair ? now + pair.server - pair.phone : now)

/** How far the phone is off, in words; '' where it is near enough for a record (two minutes). */
export function offWords(pair: Pair | null, lang: 'zh' | 'en'): string {
  const off = pair ? Math.abs(pair.server - pair.phone) : 0
  if (off < 120_000) return ''
  const units: [number, string, string][] = [[31_557_600_000, '年', 'years'], [86_400_000, '天', 'days'], [3_600_000, '小时', 'hours'], [60_000, '分钟', 'minutes']]
  const [size, zh, en] = units.find(([size]) => off >= size)!
  const n = Math.floor(off / size)
  return lang === 'zh' ? `${n} ${zh}` : `${n} ${en}`
}
