import { useEffect, useRef, useState } from 'preact/hooks'
import { fix } from '../geo/position'
import type { FieldMap } from '../geo/map'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { usePosition } from '../parts/position'
import { Notice, Screen } from '../parts/screen'
import { useKept, useMarkers } from '../parts/task'
import { atMarker, atTask, go } from '../route'
import { t } from '../words'

/** The line, its markers and where one stands, from the tiles on the phone. */
export function MapScreen({ task }: { task: string }) {
  const field = useField()
  const kept = useKept(task)!
  const markers = useMarkers(task)
  const here = usePosition()
  const imprint = useLive(field.imprint)
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<FieldMap | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let made: FieldMap | null = null
    let gone = false
    import('../geo/map').then(({ FieldMap }) => {
      if (gone || !box.current) return
      made = new FieldMap(box.current, field, kept, (marker) => go(atMarker(task, marker)))
      setMap(made)
    }).catch(() => setFailed(true))
    return () => { gone = true; made?.close() }
  }, [task])
  useEffect(() => void map?.show(markers.map(({ marker, checked }) => ({ id: marker.id, number: marker.number, lon: Number(marker.lon), lat: Number(marker.lat), checked }))), [map, markers])
  useEffect(() => void map?.here(here), [map, here])
  return (
    <Screen title={t.home.map} back={atTask(task)} actions={
      map && <div class="row"><button onClick={map.whole}>{t.map.whole}</button><button class="primary" disabled={!here} onClick={() => fix.value && map.goTo(fix.value)}>{t.map.locate}</button></div>
    }>
      {failed ? <Notice kind="bad">{t.map.noWebGL}</Notice> : <div class="map" ref={box} role="region" aria-label={t.map.label} />}
      <p class="quiet center">{[t.map.north, imprint?.demo && t.demo, imprint?.approval_number && t.map.approval(imprint.approval_number), imprint?.attribution].filter(Boolean).join(' · ')}</p>
    </Screen>
  )
}
