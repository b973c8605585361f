import { useMemo, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { moveRow, useKeys } from '../keys'
import { PointMap } from '../map/pointmap'
import type { Point } from '../map/points'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table, type Column } from '../parts/table'
import { go, href, withParams } from '../route'
import { mayDo } from '../session'
import { timeWords } from '../words'
import { shelters, type Shelter } from './api'
import { fits, type Wanted } from './filter'
import { ShelterForm } from './form'
import { ShelterPage } from './one'
import { shelterWords, standing, type Words } from './words'
import './shelters.css'

export const shelterAddress = (...rest: string[]) => href('shelters', rest)

/** /office/shelters is the list with its map, …/new a form, …/<id> one shelter, …/<id>/edit its form. */
export default function Shelters({ rest: [id, what], param }: PageProps) {
  if (id === 'new') return <ShelterForm />
  if (id && what === 'edit') return <ShelterForm key={id} id={id} />
  return id ? <ShelterPage key={id} id={id} /> : <List param={param} />
}

function List({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = shelterWords(lang)
  const { value, problem, retry } = useLoad(shelters, [lang])
  const [lit, setLit] = useState<string | null>(null)
  const selected = param.get('id')
  const get = (name: string) => param.get(name) ?? ''
  const wanted: Wanted = { division: get('division'), state: get('state'), hazard: get('hazard'), due: get('due') !== '' }
  const rows = useMemo(() => (value?.items ?? []).filter((one) => fits(one, wanted)), [value, JSON.stringify(wanted)])
  const points = useMemo(() => rows.map((one): Point => ({ id: one.id, name: one.name, lon: one.lon, lat: one.lat, kind: standing(one.state) })), [rows])
  const set = (changes: Record<string, string | null>) => go(href('shelters', [], withParams(param, changes)), 'replace')
  const choices = (all: string, words: Record<string, string>) => [{ value: '', word: all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  return (
    <>
      <div class="page-head">
        <h1>{w.title}</h1>
        <p class="small" role="status">{value && w.shown(rows.length, value.items.length)}</p>
        <div class="row-of screen">
          {mayDo(session, ['shelter.keep']) && <a class="button" href="/shelter">{w.phone}</a>}
          {mayDo(session, ['shelter.keep']) && <Button kind="primary" onClick={() => go(shelterAddress('new'))}>{w.add}</Button>}
        </div>
      </div>
      {value?.items[0]?.demo && <p class="shelter-demo">{w.demo}</p>}
      <p class="small screen">{w.hint}</p>
      <div class="shelter-filters screen">
        <DivisionField label={w.division} whole={w.anywhere} value={wanted.division} onPick={(division) => set({ division: division?.code ?? null })} />
        <SelectField label={w.state} value={wanted.state} onPick={(state) => set({ state })} choices={choices(w.allStates, w.states)} />
        <SelectField label={w.hazard} value={wanted.hazard} onPick={(hazard) => set({ hazard })} choices={choices(w.allHazards, w.hazards)} />
        <SelectField label={w.due} value={wanted.due ? '1' : ''} onPick={(due) => set({ due })} choices={choices(w.allDue, { 1: w.onlyDue })} />
      </div>
      <div class="split">
        <div class="split-list">
          {rows.length > 0 && <Table name="shelters" label={w.list} columns={columnsOf(w, lang)} rows={rows} id={(row) => row.id} selected={selected} lit={lit}
            onPick={(row) => go(shelterAddress(row.id))} onHover={(row) => setLit(row?.id ?? null)} />}
          {!value && !problem && <Skeleton rows={10} />}
          {problem && <Trouble problem={problem} retry={retry} />}
          {value && !rows.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
        </div>
        <div class="split-map">
          <PointMap points={points} selected={selected} lit={lit} inAddress focus={rows.find(({ id }) => id === selected) ?? null} onHover={setLit}
            onPick={(id) => { set({ id }); document.querySelector(`[data-row="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' }) }} />
        </div>
      </div>
    </>
  )
}

/** A state by its colour, its shape and its word. */
export function StateBadge({ state, w }: { state: string; w: Words }) {
  return <Badge kind={standing(state)}><span aria-hidden="true">{w.marks[state]}</span> {w.states[state]}</Badge>
}

/** How many places are left, in words. */
export const freeWords = (one: Shelter, w: Words) => (one.over ? w.over(one.over) : one.free === undefined ? w.freeUnknown : w.people(one.free))

function columnsOf(w: Words, lang: 'zh' | 'en'): Column<Shelter>[] {
  return [
    { key: 'name', head: w.name, always: true, wrap: true, cell: (row) => <Link to={shelterAddress(row.id)} class="row-name">{row.name}</Link> },
    { key: 'state', head: w.state, always: true, cell: (row) => <StateBadge state={row.state} w={w} /> },
    { key: 'free', head: w.free, number: true, cell: (row) => <span class={row.over ? 'shelter-over' : ''}>{freeWords(row, w)}</span> },
    { key: 'capacity', head: w.capacity, number: true, cell: (row) => row.capacity },
    { key: 'due', head: w.due, wrap: true, cell: (row) => (row.findings?.length ? <span class="badges">{row.findings.map((one) => <Badge key={one.key} kind={one.urgent ? 'bad' : 'warn'}>{one.text}</Badge>)}</span> : '') },
    { key: 'division', head: w.division, cell: (row) => row.division_name },
    { key: 'level', head: w.level, hidden: true, cell: (row) => w.levels[row.level] },
    { key: 'suits', head: w.suits, hidden: true, wrap: true, cell: (row) => row.suits.map((one) => w.hazards[one]).join('、') },
    { key: 'said', head: w.said, hidden: true, cell: (row) => row.said_at && timeWords(row.said_at, lang) },
  ]
}
