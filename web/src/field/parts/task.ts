import { useMemo } from 'preact/hooks'
import type { Marker } from '../domain'
import { checksOf } from '../patrol'
import type { Kept } from '../field'
import { fix, trust } from '../geo/position'
import { way } from '../geo/way'
import { useLive } from '../live'
import { useField } from './context'

export interface Found { marker: Marker; checked: boolean; metres: number | null; azimuth: number }

/** The pack of a task; null where it is not on the phone. */
export function useKept(task: string): Kept | null {
  return useLive(useField().packs).get(task) ?? null
}

/** The markers of a task: those to check first, the nearest before the others; in their own order without a position. */
export function useMarkers(task: string): Found[] {
  const field = useField()
  const kept = useKept(task)
  const at = useLive(fix)
  const here = at && trust(at) !== 'useless' ? at : null // a position good to 2 km shows no way
  const made = useLive(field.outbox.made)
  return useMemo(() => {
    const done = new Set(checksOf(made.values(), task).map(({ object }) => object.id))
    const found = (kept?.pack.markers ?? []).map((marker): Found => {
      const to = here && way(here, { lon: Number(marker.lon), lat: Number(marker.lat) })
      return { marker, checked: done.has(marker.id), metres: to?.metres ?? null, azimuth: to?.azimuth ?? 0 }
    })
    return found.sort((a, b) => Number(a.checked) - Number(b.checked) || (a.metres ?? 0) - (b.metres ?? 0))
  }, [kept, here, made, task])
}
