import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { foreign, list, reprints, stock, textOf, type Foreign, type Plate, type Reprint } from './api'
import { FoundPlates } from './found'
import { PlateView } from './plate'
import { plateWords, type Words } from './words'

/** /office/plates is the stock, …/reprints what is to be made again, …/found where hanging plates are entered, …/foreign old codes, …/<id> one plate. */
export default function Plates({ rest, param }: PageProps) {
  if (rest[0] === 'reprints') return <Reprints />
  if (rest[0] === 'found') return <FoundPlates />
  if (rest[0] === 'foreign') return <ForeignCodes />
  return rest[0] ? <PlateView key={rest[0]} id={rest[0]} /> : <Stock param={param} />
}

function Stock({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = plateWords(lang)
  const filters = { q: param.get('q') ?? '', kind: param.get('kind') ?? '', state: param.get('state') ?? '' }
  const found = usePaged<Plate>((cursor, signal) => list(filters, cursor, signal), [JSON.stringify(filters), lang])
  const counts = useLoad(stock, [lang])
  const set = (changes: Record<string, string>) => go(href('plates', [], withParams(param, changes)), 'replace')
  const [q, setQ] = useTyped(filters.q, (text) => set({ q: text.trim() }))
  const choices = (all: string, words: Record<string, string>) => [{ value: '', word: all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  const states = new Map<string, number>()
  for (const { state, count } of counts.value?.items ?? []) states.set(state, (states.get(state) ?? 0) + count)
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><Link class="button screen" to={href('plates', ['found'])}>{w.found}</Link><Link class="button screen" to={href('plates', ['foreign'])}>{w.foreign}</Link><Link class="button screen" to={href('plates', ['reprints'])}>{w.reprints}</Link><Link class="button screen" to={href('print-runs')}>{w.runs}</Link></div>
      <p class="hint">{w.hint}</p>
      {states.size > 0 && <section aria-label={w.stock}><p class="row-of">{Object.keys(w.states).filter((state) => states.get(state)).map((state) => (
        <Link key={state} class="button button-small" aria-current={filters.state === state ? 'true' : undefined} to={href('plates', [], withParams(param, { state: filters.state === state ? '' : state }))}>{w.states[state]} {states.get(state)}</Link>))}</p></section>}
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <TextField label={w.search} type="search" value={q} onInput={setQ} />
        <SelectField label={w.kind} value={filters.kind} onPick={(kind) => set({ kind })} choices={choices(w.allKinds, w.kinds)} />
        <SelectField label={w.state} value={filters.state} onPick={(state) => set({ state })} choices={choices(w.allStates, w.states)} />
      </form>
      {found.items.length > 0 && <PlateTable rows={found.items} w={w} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

export function StateBadge({ state, w }: { state: string; w: Words }) {
  return <Badge kind={state === 'in_use' ? 'good' : state === 'faulty' ? 'bad' : state === 'void' ? 'warn' : 'plain'}>{w.states[state]}</Badge>
}

function PlateTable<T extends Plate>({ rows, w, now }: { rows: T[]; w: Words; now?: (row: T) => string }) {
  return <Table name="plates" label={w.list} rows={rows} id={(row) => row.id} onPick={(row) => go(href('plates', [row.id]))} columns={[
    { key: 'text', head: w.text, always: true, wrap: true, cell: (row) => <Link to={href('plates', [row.id])}>{textOf(row)}</Link> },
    ...(now ? [{ key: 'now', head: w.now, always: true, wrap: true, cell: (row: T) => now(row) }] : []),
    { key: 'kind', head: w.kind, cell: (row) => w.kinds[row.kind] },
    { key: 'state', head: w.state, always: true, cell: (row) => <StateBadge state={row.state} w={w} /> },
    { key: 'code', head: w.code, cell: (row) => <code>{row.token}</code> },
    { key: 'generation', head: w.generation, number: true, hidden: true, cell: (row) => row.generation },
    { key: 'due', head: w.due, cell: (row) => row.due },
  ]} />
}

function Reprints() {
  const { lang, t } = useOffice()
  const w = plateWords(lang)
  const found = usePaged<Reprint>((cursor, signal) => reprints(cursor, signal), [lang])
  return (
    <>
      <p class="screen"><Link to={href('plates')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{w.reprints}</h1><Link class="button screen" to={href('print-runs', ['new'], { source: 'reprints' })}>{w.runs}</Link></div>
      {found.items.length > 0 && <PlateTable rows={found.items} w={w} now={(row) => (row.now ? textOf(row.now) : w.nothingNow)} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && !found.next && <Empty title={w.noReprints}><p>{w.noReprintsHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

function ForeignCodes() {
  const { lang, t } = useOffice()
  const w = plateWords(lang)
  const found = usePaged<Foreign>((cursor, signal) => foreign(cursor, signal), [lang])
  return (
    <>
      <p class="screen"><Link to={href('plates')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{w.foreign}</h1></div>
      <p class="hint">{w.foreignHint}</p>
      {found.items.length > 0 && <Table name="foreign" label={w.foreign} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('plates', [row.id]))} columns={[
        { key: 'text', head: w.text, always: true, wrap: true, cell: (row) => <Link to={href('plates', [row.id])}>{textOf(row)}</Link> },
        { key: 'host', head: w.host, always: true, cell: (row) => row.host || w.noHost },
        { key: 'old', head: w.oldCode, wrap: true, cell: (row) => <code>{row.code}</code> },
        { key: 'kind', head: w.kind, cell: (row) => w.kinds[row.kind] },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.noForeign}><p>{w.noForeignHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}
