import { useMemo, useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { PointMap } from '../map/pointmap'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { PlaceField, type Picked } from '../parts/place'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { list, type Address, type Listed } from './api'
import { ApplicationView } from './application'
import { Applications } from './applications'
import { Certify } from './certify'
import { OpenApplication } from './open'
import { OneAddress } from './one'
import { addressWords, type Words } from './words'
import './addresses.css'

/** /office/addresses is the register, …/<id> an address, …/<id>/certify its papers, …/applications the inbox. */
export default function Addresses({ rest, param }: PageProps) {
  if (rest[0] === 'applications') {
    if (rest[1] === 'new') return <OpenApplication />
    return rest[1] ? <ApplicationView key={rest[1]} id={rest[1]} /> : <Applications param={param} />
  }
  if (rest[0] && rest[1] === 'certify') return <Certify key={rest[0]} id={rest[0]} application={param.get('application') ?? ''} />
  return rest[0] ? <OneAddress key={rest[0]} id={rest[0]} param={param} /> : <Register param={param} />
}

/** A street numbers its doors; where a settlement 22xxx is picked, its own doors are meant. */
const baseOf = (place: Picked | null) => {
  const isSettlement = !!place?.class.startsWith('22')
  return { way: place && !isSettlement ? place.id : null, settlement: place && isSettlement ? place.id : null, wayname: place?.name ?? null }
}

const divisions = ['township', 'village']

/** What a text means where it is no address, and why it is not sure. */
function Meant({ match, w }: { match: NonNullable<Listed['match']>; w: Words }) {
  const places = match.candidates.filter((one) => !one.is_address && [...divisions, 'street', 'settlement'].includes(one.precision))
  if (!match.reason_text && !places.length) return null
  return (
    <Notice>
      {match.reason_text && <p>{match.reason_text}</p>}
      {places.length > 0 && <p>{w.listAll} {places.map((one) => <><Link key={one.id} to={href('addresses', [], { [divisions.includes(one.precision) ? 'division' : one.precision === 'street' ? 'way' : 'settlement']: one.id, wayname: one.text })}>{one.text}</Link> </>)}</p>}
    </Notice>
  )
}

const tone = { numbered: 'warn', confirmed: 'plain', in_use: 'good', cancelled: 'bad', changed: 'plain' } as const

export function AddressState({ row, w }: { row: Address; w: Words }) {
  return <Badge kind={tone[row.state]}>{w.states[row.state]}</Badge>
}

function Register({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = addressWords(lang)
  const given = (key: string) => param.get(key) ?? ''
  const filters = Object.fromEntries(['q', 'way', 'settlement', 'division', 'state'].map((key) => [key, given(key)]).filter(([, value]) => value)) as Record<string, string>
  const asked = !!(filters.q || filters.way || filters.settlement || filters.division)
  const [typed, setTyped] = useState(given('q'))
  const [match, setMatch] = useState<Listed['match']>()
  const found = usePaged<Address>((cursor, signal) => (asked ? list(filters, cursor, signal) : Promise.resolve<Listed>({ items: [] })).then((page) => { setMatch(page.match); return page }), [JSON.stringify(filters), lang])
  const [lit, setLit] = useState<string | null>(null)
  const set = (changes: Record<string, string | null>) => go(href('addresses', [], withParams(param, changes)), 'replace')
  const base = filters.way ?? filters.settlement
  const way: Picked | null = base ? { id: base, name: given('wayname'), class: '', class_name: '', division_name: '' } : null
  const points = useMemo(() => found.items.flatMap((row) => (row.lon === undefined || row.lat === undefined ? [] : [{ id: row.id, name: row.short, lon: row.lon, lat: row.lat }])), [found.items])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{session.can.includes('address_application.work') && <Link class="button screen" to={href('addresses', ['applications'], { open: '1' })}>{w.apps}</Link>}</div>
      <p class="hint">{w.hint}</p>
      <form class="filters address-find screen" role="search" onSubmit={(event) => { event.preventDefault(); set({ q: typed.trim() || null, ...baseOf(null), division: null, code: null }) }}>
        <TextField label={w.find} type="search" value={typed} onInput={setTyped} />
        <Button submit>{w.findVerb}</Button>
      </form>
      <div class="filters screen">
        <PlaceField label={w.street} value={way} onPick={(place) => { setTyped(''); set({ ...baseOf(place), q: null }) }} />
        <DivisionField label={w.village} whole={w.anyVillage} value={given('code')} onPick={(division) => { setTyped(''); set({ division: division?.id ?? null, code: division?.code ?? null, q: null }) }} />
        {!filters.q && <SelectField label={w.state} value={given('state')} onPick={(state) => set({ state: state || null })}
          choices={[{ value: '', word: w.allStates }, ...['numbered', 'confirmed', 'in_use'].map((value) => ({ value, word: w.states[value]! }))]} />}
      </div>
      {!asked && <Empty title={w.start}><p>{w.startHint}</p></Empty>}
      {asked && (
        <div class="split">
          <div class="split-list">
            {found.items.length > 0 && <Table name="addresses" label={w.list} rows={found.items} id={(row) => row.id} lit={lit} onHover={(row) => setLit(row?.id ?? null)} onPick={(row) => go(href('addresses', [row.id]))} columns={[
              { key: 'short', head: w.short, always: true, cell: (row) => <Link to={href('addresses', [row.id])}>{row.short}</Link> },
              { key: 'state', head: w.state, always: true, cell: (row) => <AddressState {...{ row, w }} /> },
              { key: 'text', head: w.text, wrap: true, cell: (row) => row.text },
              { key: 'kind', head: w.kind, hidden: true, cell: (row) => w.kinds[row.kind] },
            ]} />}
            {found.busy && <Skeleton rows={8} />}
            {found.problem && <Trouble problem={found.problem} retry={found.more} />}
            {!found.busy && match && <Meant match={match} w={w} />}
            {!found.busy && !found.problem && !found.items.length && !match?.candidates.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
            {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
          </div>
          {points.length > 0 && <div class="split-map"><PointMap points={points} lit={lit} focus={points[0] ?? null} onHover={setLit} onPick={(id) => points.some((point) => point.id === id) && go(href('addresses', [id]))} /></div>}
        </div>
      )}
    </>
  )
}
