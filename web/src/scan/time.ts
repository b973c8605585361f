// Times as the page says them: of China, whatever the phone is set to.

const china = 8 * 3_600_000

/** "10:24", and with its day where that is not today: "11月27日 10:24". */
export function moment(at: number, now: number, english: boolean): string {
  const then = new Date(at + china)
  const clock = then.toISOString().slice(11, 16)
  if (then.toISOString().slice(0, 10) === new Date(now + china).toISOString().slice(0, 10)) return clock
  const month = then.getUTCMonth()
  const day = then.getUTCDate()
  return english ? `${day} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[month]} ${clock}` : `${month + 1}月${day}日 ${clock}`
}

/** When an answer was given: by the server's clock, or by the phone's where the server says nothing. */
export const givenAt = (answer: Response): number => Date.parse(answer.headers.get('Date') || '') || Date.now()

/** How long until the next look, after so many that failed. */
export const pause = (failed: number): number => Math.min(30_000 * 2 ** failed, 300_000)
