// Which way the phone points. Phones tell magnetic north; the difference (a few degrees here) does not matter to an arrow.

import { Live } from '../live'

type Compass = DeviceOrientationEvent & { webkitCompassHeading?: number }

/** Degrees clockwise from north that the top of the phone points to; null where the phone does not tell. */
export const heading = new Live<number | null>(null)

/** Whether the person was asked for the compass and said no. */
export const refused = new Live(false)

let following = false

/** Begins to follow the compass; an iPhone asks the person, and only after a tap. */
export async function followHeading(): Promise<void> {
  const kind = globalThis.DeviceOrientationEvent as (typeof DeviceOrientationEvent & { requestPermission?: () => Promise<string> }) | undefined
  if (following || !kind) return
  if (kind.requestPermission && (await kind.requestPermission().catch(() => 'denied')) !== 'granted') return refused.set(true)
  refused.set(false)
  following = true
  addEventListener('ondeviceorientationabsolute' in globalThis ? 'deviceorientationabsolute' : 'deviceorientation', told as EventListener)
}

/** Whether the person has to tap before the compass may be read. */
export const needsTap = (): boolean => 'requestPermission' in (globalThis.DeviceOrientationEvent ?? {})

function told(event: Compass): void {
  const north = headingOf(event, screen.orientation?.angle ?? 0)
  if (north !== null) heading.set(north)
}

/** The heading in an event, the screen turned by angle degrees; null where it only knows how the phone is tilted. */
export function headingOf({ webkitCompassHeading, absolute, alpha }: Pick<Compass, 'webkitCompassHeading' | 'absolute' | 'alpha'>, angle: number): number | null {
  if (webkitCompassHeading !== undefined) return Math.round(webkitCompassHeading + angle + 360) % 360
  return absolute && alpha !== null ? Math.round(360 - alpha + angle) % 360 : null
}

/** The turn that shows to (degrees) and is nearest to from, so that an arrow never goes the long way round at north. */
export const turned = (from: number, to: number): number => from + ((((to - from) % 360) + 540) % 360) - 180
