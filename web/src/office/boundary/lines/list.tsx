import { useMemo, useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { moveRow, useKeys } from '../../keys'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { Table, type Column } from '../../parts/table'
import { go, href, withParams } from '../../route'
import { standings } from '../tasks/api'
import { lines, type Row } from './api'
import { chosen, inspectionOf, neighbours, ownerName, type Inspection } from './choose'
import { chinaDay } from '../../../china'
import { lineWords, type Words } from './words'

export const lineAddress = (...rest: string[]) => href('boundary', ['lines', ...rest])

const page = 200 // rows that are drawn at once
const village = 5 // down to which lines may be inspected
const kinds = { overdue: 'bad', soon: 'warn', open: 'plain', fine: 'good', never: 'warn', none: 'plain' } as const

export function LineList({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = lineWords(lang)
  const day = param.get('as_of')
  const found = useLoad((signal) => lines(day, signal), [day, lang])
  const due = useLoad((signal) => standings(village, signal), [lang])
  const of = useMemo(() => new Map(due.value?.items.map((one) => [one.line.id, one])), [due.value])
  const [most, setMost] = useState(page)
  const set = (changes: Record<string, string | null>) => go(href('boundary', ['lines'], withParams(param, changes)), 'replace')
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  const all = found.value?.items ?? []
  const get = (name: string) => param.get(name) ?? ''
  const state = get('state')
  const stands = (row: Row): Inspection => inspectionOf(of.get(row.id), chinaDay())
  const rows = chosen(all, { q: get('q'), level: get('level'), neighbour: get('neighbour') }).filter((row) => !state || stands(row) === state)
  const some = (first: string, rest: { value: string; word: string }[]) => [{ value: '', word: first }, ...rest]
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><p class="small" role="status">{found.value && w.shown(rows.length, all.length)}</p>
        <Link class="button screen" to={lineAddress('check')}>{w.check}</Link></div>
      <p class="small">{w.hint}</p>
      <div class="line-filters screen">
        <TextField type="search" label={w.search} value={get('q')} onInput={(q) => set({ q: q || null })} />
        <SelectField label={w.level} value={get('level')} onPick={(level) => set({ level: level || null })} choices={some(w.allLevels, [1, 2, 3, 4, 5].map((n) => ({ value: String(n), word: w.levels[n]! })))} />
        <SelectField label={w.neighbour} value={get('neighbour')} onPick={(neighbour) => set({ neighbour: neighbour || null })} choices={some(w.allNeighbours, neighbours(all))} />
        <SelectField label={w.state} value={state} onPick={(state) => set({ state: state || null })} choices={some(w.allStates, Object.entries(w.states).map(([value, word]) => ({ value, word })))} />
        <TextField type="date" label={w.day} value={day ?? ''} onInput={(as_of) => set({ as_of: as_of || null })} />
      </div>
      {(found.problem || due.problem) && <Trouble problem={(found.problem ?? due.problem)!} retry={() => { found.retry(); due.retry() }} />}
      {!found.problem && !found.value && <Skeleton rows={10} />}
      {found.value && !all.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {found.value && all.length > 0 && !rows.length && <Empty title={w.noMatch}><p>{w.noMatchHint}</p><p><Button onClick={() => go(lineAddress(), 'replace')}>{w.clear}</Button></p></Empty>}
      {rows.length > 0 && <Table name="boundary-lines" label={w.list} rows={rows.slice(0, most)} id={(row) => row.id} onPick={(row) => go(href('boundary', ['lines', row.id], { as_of: day }))}
        columns={columnsOf(w, day, stands, (row) => of.get(row.id)?.next, lang)} />}
      {rows.length > most && <p class="more"><Button onClick={() => setMost(most + page)}>{t.more}</Button></p>}
    </>
  )
}

function columnsOf(w: Words, day: string | null, stands: (row: Row) => Inspection, next: (row: Row) => string | undefined, lang: 'zh' | 'en'): Column<Row>[] {
  return [
    { key: 'name', head: w.name, always: true, wrap: true, cell: (row) => <Link class="row-name" to={href('boundary', ['lines', row.id], { as_of: day })}>{row.name}</Link> },
    { key: 'level', head: w.level, cell: (row) => w.levels[row.level] },
    { key: 'owners', head: w.owners, wrap: true, cell: (row) => row.owners.map((owner) => ownerName(owner, w)).join(' — ') },
    { key: 'length', head: w.length, number: true, cell: (row) => w.km(row.length_m) },
    { key: 'state', head: w.state, cell: (row) => { const at = stands(row); return <><Badge kind={kinds[at]}>{w.states[at]}</Badge> <span class="small">{next(row) && dateWords(next(row)!, lang)}</span></> } },
    { key: 'number', head: w.number, hidden: true, cell: (row) => row.number },
  ]
}
