import { useMemo, useRef, useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { download } from '../../http'
import { moveRow, useKeys } from '../../keys'
import { PointMap } from '../../map/pointmap'
import type { Point } from '../../map/points'
import { asProblem } from '../../../load'
import { Button } from '../../parts/button'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { usePaged } from '../../parts/pages'
import { Table, type Column } from '../../parts/table'
import { go, href, withParams } from '../../route'
import { mayDo } from '../../session'
import { filters, markers, tableAddress, type Row } from './api'
import { markerWords, standing, type Words } from './words'

export const markerAddress = (...rest: string[]) => href('boundary', ['markers', ...rest])

export function MarkerList({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = markerWords(lang)
  const found = usePaged<Row>((cursor, signal) => markers(param, cursor, signal), [...filters.map((name) => param.get(name)), lang])
  const [lit, setLit] = useState<string | null>(null)
  const selected = param.get('id')
  const set = (changes: Record<string, string | null>) => go(href('boundary', ['markers'], withParams(param, changes)), 'replace')
  const points = useMemo(() => found.items.map(asPoint), [found.items])
  const chosen = found.items.find((row) => row.id === selected)
  const lines = useKnown(found.items, (row) => [row.line, row.line_name])
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  return (
    <>
      <div class="page-head">
        <h1>{w.title}</h1>
        <p class="small" role="status">{!found.busy && w.shown(found.items.length) + (found.next ? '+' : '')}</p>
        <div class="row-of screen">
          <TableButtons param={param} w={w} />
          {mayDo(session, ['marker.work']) && <Button kind="primary" onClick={() => go(markerAddress('new'))}>{w.add}</Button>}
        </div>
      </div>
      <p class="small">{w.hint}</p>
      <div class="marker-filters screen">
        <SelectField label={w.line} value={param.get('line') ?? ''} onPick={(line) => set({ line: line || null })}
          choices={[{ value: '', word: w.allLines }, ...lines.map(([value, word]) => ({ value, word }))]} />
        <SelectField label={w.state} value={param.get('state') ?? ''} onPick={(state) => set({ state: state || null })}
          choices={[{ value: '', word: w.allStates }, ...Object.entries(w.states).map(([value, word]) => ({ value, word }))]} />
      </div>
      <div class="split">
        <div class="split-list">
          {found.items.length > 0 && (
            <Table name="markers" label={w.list} columns={columnsOf(w)} rows={found.items} id={(row) => row.id} selected={selected} lit={lit}
              onPick={(row) => go(markerAddress(row.id))} onHover={(row) => setLit(row?.id ?? null)} />
          )}
          {found.busy && <Skeleton rows={10} />}
          {found.problem && <Trouble problem={found.problem} retry={found.more} />}
          {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
          {!found.busy && !found.problem && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
        </div>
        <div class="split-map">
          <PointMap points={points} selected={selected} lit={lit} inAddress focus={chosen ?? null} onHover={setLit}
            onPick={(id) => { set({ id }); document.querySelector(`[data-row="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' }) }} />
        </div>
      </div>
    </>
  )
}

/** The values that were ever seen in a list, so that a filter can be taken back. */
function useKnown(rows: readonly Row[], of: (row: Row) => [string, string]): [string, string][] {
  const seen = useRef(new Map<string, string>())
  for (const row of rows) seen.current.set(...of(row))
  return [...seen.current].sort((a, b) => a[1].localeCompare(b[1], 'zh'))
}

/** Saves the result table as the list is filtered; that it was taken is an entry of the ledger. */
function TableButtons({ param, w }: { param: URLSearchParams; w: Words }) {
  return <>{(['xlsx', 'pdf'] as const).map((ending) => <Save key={ending} path={tableAddress(param, ending)} name={`${w.table}.${ending}`} word={`${w.table} ${ending.toUpperCase()}`} />)}</>
}

export function Save({ path, name, word }: { path: string; name: string; word: string }) {
  const { t } = useOffice()
  const { say } = useSession()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await download(path, name)
      say(t.exported)
    } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  return <Button busy={busy} onClick={() => void save()}>{word}</Button>
}

const asPoint = (row: Row): Point => ({ id: row.id, name: row.number, lon: row.lon, lat: row.lat, kind: row.state === 'retired' ? 'ended' : standing(row.state) })

function columnsOf(w: Words): Column<Row>[] {
  return [
    { key: 'number', head: w.number, always: true, cell: (row) => <Link to={markerAddress(row.id)} class="row-name">{row.number}</Link> },
    { key: 'state', head: w.state, cell: (row) => <Badge kind={standing(row.state)}>{w.states[row.state] ?? row.state}</Badge> },
    { key: 'line', head: w.line, cell: (row) => row.line_name, wrap: true },
    { key: 'keeper', head: w.keeper, cell: (row) => (row.keeper ? w.side(row.keeper, row.keeper === 'a' ? row.name_a : row.name_b) : w.noKeeper) },
    { key: 'kind', head: w.kind, hidden: true, cell: (row) => `${w.kinds[row.kind]} ${w.faces[row.faces]}` },
    { key: 'position', head: w.position, hidden: true, number: true, cell: (row) => `${row.lon.toFixed(5)}, ${row.lat.toFixed(5)}` },
  ]
}
