import { followHeading, heading, needsTap, refused, turned } from '../geo/heading'
import { useEffect, useRef } from 'preact/hooks'
import { useLive } from '../live'
import { t } from '../words'

/** An arrow to where azimuth (degrees from north) leads: by the compass where the phone has one, else with north up. */
export function Arrow({ azimuth }: { azimuth: number }) {
  const top = useLive(heading)
  const denied = useLive(refused)
  useEffect(() => void (needsTap() ? undefined : followHeading()), [])
  const before = useRef(0)
  const turn = (before.current = turned(before.current, Math.round(azimuth - (top ?? 0))))
  return (
    <div class="arrow center">
      <svg width="150" height="150" viewBox="-50 -50 100 100" aria-hidden="true" style={{ transform: `rotate(${turn}deg)` }}>
        <circle r="48" fill="none" stroke="#000" stroke-width="2" transform={`rotate(${-turn})`} />
        <path d="M0 -44 L26 34 L0 18 L-26 34 Z" />
      </svg>
      <p class="quiet">{top === null ? (denied ? t.marker.compassDenied : t.marker.noCompass) : ''}</p>
      {top === null && needsTap() && <button onClick={() => void followHeading()}>{t.marker.compass}</button>}
    </div>
  )
}
