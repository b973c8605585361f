import { useMemo, useState } from 'preact/hooks'
import type { Bounds } from '../../shape'
import type { Lang } from '../../words'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import type { Point } from '../map/points'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { shelterAddress } from '../shelters/page'
import type { Look, LookShelter, Placed } from './api'
import { momentWords, type Words } from './words'

/** How many of a village find a place, and why the others find none. */
export const placedWords = ({ people, places, why }: Placed, w: Words): string =>
  [people === undefined ? w.peopleUnknown : w.placed(people, places), why && w.whys[why]].filter(Boolean).join('，')

/** The bounds of some points with a margin, in degrees; null for none. */
export function boundsAround(points: readonly (readonly [number, number])[], margin = 0.01): Bounds | null {
  if (!points.length) return null
  const lons = points.map(([lon]) => lon), lats = points.map(([, lat]) => lat)
  return [Math.min(...lons) - margin, Math.min(...lats) - margin, Math.max(...lons) + margin, Math.max(...lats) + margin]
}

/** How many people a shelter holds: as said last, or by the last count and when that was. */
function peopleWords({ state, people, counted, counted_at }: LookShelter, w: Words, lang: Lang): string {
  if (people !== undefined) return String(people)
  if (counted !== undefined && counted_at) return w.countedAt(counted, momentWords(counted_at, lang))
  return state === 'open' || state === 'full' ? w.notCounted : ''
}

const shelterKind = { open: 'good', full: 'bad', standby: 'plain', closed: 'ended' } as const
const order = ['full', 'closed', 'open', 'standby'] // what people may walk to in vain first

/** The shelters and the villages without one, in a table and on the map, linked both ways. */
export function Where({ look, w }: { look: Look; w: Words }) {
  const { lang } = useOffice()
  const [lit, setLit] = useState<string | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const without = look.villages.filter((village) => village.without)
  const shelters = useMemo(() => [...look.shelters].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)), [look])
  const points = useMemo<Point[]>(() => [
    ...look.shelters.map((one) => ({ id: one.id, name: one.name, lon: one.lon, lat: one.lat, kind: shelterKind[one.state], label: one.name })),
    ...without.flatMap((one) => (one.lon !== undefined && one.lat !== undefined ? [{ id: one.id, name: one.name, lon: one.lon, lat: one.lat, kind: 'warn' as const, label: one.name, fresh: true }] : [])),
  ], [look])
  const within = useMemo(() => boundsAround([...look.villages.flatMap(({ lon, lat }) => (lon !== undefined && lat !== undefined ? [[lon, lat] as const] : [])), ...look.shelters.map(({ lon, lat }) => [lon, lat] as const)]), [])
  const one = look.shelters.find(({ id }) => id === selected)
  return (
    <div class="split">
      <div>
        <h2>{w.without} ({without.length})</h2>
        {without.length ? <>
          <p><strong>{w.needing(look.count.needing, look.count.finding)}</strong></p>
          <p class="hint">{w.withoutHint(look.reach_m)}</p>
          <ul class="names" tabIndex={0} aria-label={w.without}>{without.map((village) => <li key={village.id} onMouseEnter={() => setLit(village.id)} onMouseLeave={() => setLit(null)}><Link to={href('safety', [village.id])}>{village.name}</Link> <span class="small">{placedWords(village, w)}</span></li>)}</ul>
        </> : <p class="hint">{w.withoutNone}</p>}
        <h2>{w.shelters} ({look.shelters.length})</h2>
        <p class="hint">{w.suits}</p>
        <div class="event-table"><Table<LookShelter> name="event-shelters" label={w.shelters} rows={shelters} id={({ id }) => id} lit={lit} selected={selected} onHover={(row) => setLit(row?.id ?? null)} onPick={({ id }) => setSelected(id)} columns={[
          { key: 'name', head: w.shelter, always: true, wrap: true, cell: (row) => <Link to={shelterAddress(row.id)} class="row-name">{row.name}</Link> },
          { key: 'state', head: w.state, always: true, cell: (row) => row.failed ? <Badge kind="bad">{w.failed}</Badge> : <Badge kind={row.state === 'open' ? 'good' : row.state === 'full' ? 'bad' : 'plain'}>{w.shelterStates[row.state]}</Badge> },
          { key: 'people', head: w.count, number: true, cell: (row) => peopleWords(row, w, lang) },
          { key: 'free', head: w.room, number: true, cell: (row) => `${row.free ?? '?'} / ${row.capacity}` },
          { key: 'said', head: w.said, cell: (row) => (row.said_at ? momentWords(row.said_at, lang) : w.notSaid) },
          { key: 'division', head: w.place, cell: (row) => row.division },
          { key: 'phone', head: w.duty, cell: (row) => row.phone },
        ]} /></div>
      </div>
      <div class="split-map">
        <PointMap points={points} within={within} lit={lit} selected={selected} onHover={setLit} onPick={setSelected} focus={one ? { lon: one.lon, lat: one.lat } : null} />
      </div>
    </div>
  )
}
