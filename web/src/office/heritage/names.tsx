import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { Export } from '../parts/export'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { items, itemsAddress, type Item } from './api'
import type { Words } from './words'

interface Props { batch: string; param: URLSearchParams; base: string[]; w: Words }

/** Names on lists or on their way there, with the state of their plans; of one list where batch says which. */
export function Names({ batch, param, base, w }: Props) {
  const { lang, t } = useOffice()
  const filters = { batch, state: param.get('state') ?? '', plan: param.get('plan') ?? '', q: param.get('q') ?? '' }
  const found = usePaged<Item>((cursor, signal) => items(filters, cursor, signal), [JSON.stringify(filters), lang])
  const set = (changes: Record<string, string>) => go(href('heritage', base, withParams(param, changes)), 'replace')
  const [q, setQ] = useTyped(filters.q, (text) => set({ q: text.trim() }))
  const choices = (all: string, words: Record<string, string>) => [{ value: '', word: all }, ...Object.entries(words).map(([value, word]) => ({ value, word }))]
  return (
    <>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <TextField label={w.search} type="search" value={q} onInput={setQ} />
        <SelectField label={w.state} value={filters.state} onPick={(state) => set({ state })} choices={choices(w.allStates, w.states)} />
        <SelectField label={w.plan} value={filters.plan} onPick={(plan) => set({ plan })} choices={choices(w.allPlans, w.plans)} />
        <Export path={itemsAddress(filters, null, '.csv')} name="heritage" />
      </form>
      {found.items.length > 0 && <Table name="heritage" label={w.names} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('heritage', ['name', row.id]))} columns={[
        { key: 'name', head: w.name, always: true, cell: (row) => <Link to={href('heritage', ['name', row.id])}>{row.name}</Link> },
        { key: 'state', head: w.state, always: true, cell: (row) => <Badge kind={row.state === 'listed' ? 'good' : row.state === 'proposed' || row.state === 'reviewed' ? 'warn' : 'plain'}>{w.states[row.state]}</Badge> },
        { key: 'plan', head: w.plan, always: true, cell: (row) => <PlanBadge item={row} w={w} /> },
        { key: 'now', head: w.nameNow, cell: (row) => row.name_now !== row.name && row.name_now },
        { key: 'class', head: w.class, cell: (row) => row.class },
        { key: 'where', head: w.where, cell: (row) => row.division_name },
        { key: 'listed', head: w.listedOn, cell: (row) => row.listed_on },
        ...(batch ? [] : [{ key: 'batch', head: w.list, wrap: true, cell: (row: Item) => <Link to={href('heritage', [row.batch])}>{row.batch_title}</Link> }]),
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.noNames}><p>{w.noNamesHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

/** The state of an item's latest plan. */
export function PlanBadge({ item, w }: { item: Item; w: Words }) {
  const kind = item.plan_state === 'approved' ? 'good' : item.plan_state === 'drawn' ? 'warn' : item.state === 'listed' ? 'bad' : 'plain'
  return <Badge kind={kind}>{w.plans[item.plan_state]}</Badge>
}
