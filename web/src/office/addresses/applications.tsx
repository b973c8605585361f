import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { daysUntil } from '../supervision/api'
import { applications, type Application } from './api'
import { addressWords, type Words } from './words'

/** The inbox of the counter for addresses. */
export function Applications({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = addressWords(lang)
  const filters: Record<string, string> = { state: param.get('state') ?? '', open: param.get('open') ? 'true' : '', overdue: param.get('overdue') ? 'true' : '', q: param.get('q') ?? '' }
  const found = usePaged<Application>((cursor, signal) => applications(filters, cursor, signal), [JSON.stringify(filters), lang])
  const set = (changes: Record<string, string>) => go(href('addresses', ['applications'], withParams(param, changes)), 'replace')
  const [q, setQ] = useTyped(filters.q!, (text) => set({ q: text.trim() }))
  return (
    <>
      <p class="screen"><Link to={href('addresses')}>{w.back}</Link></p>
      <div class="page-head"><h1>{w.apps}</h1><Link class="button primary screen" to={href('addresses', ['applications', 'new'])}>{w.newApp}</Link></div>
      <p class="hint">{w.appsHint}</p>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <TextField label={w.number} type="search" value={q} onInput={setQ} />
        <SelectField label={w.state} value={filters.state!} onPick={(state) => set({ state })} choices={[{ value: '', word: w.allStates }, ...Object.entries(w.appStates).map(([value, word]) => ({ value, word }))]} />
        <label class="check"><input type="checkbox" checked={!!filters.open} onChange={(event) => set({ open: event.currentTarget.checked ? '1' : '' })} /> {w.openOnly}</label>
        <label class="check"><input type="checkbox" checked={!!filters.overdue} onChange={(event) => set({ overdue: event.currentTarget.checked ? '1' : '' })} /> {w.overdueOnly}</label>
      </form>
      {found.items.length > 0 && <Table name="address-applications" label={w.apps} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('addresses', ['applications', row.id]))} columns={[
        { key: 'number', head: w.appNumber, always: true, cell: (row) => <Link to={href('addresses', ['applications', row.id])}>{row.number}</Link> },
        { key: 'due', head: w.due, always: true, cell: (row) => <DueOf a={row} w={w} /> },
        { key: 'state', head: w.state, always: true, cell: (row) => w.appStates[row.state] },
        { key: 'want', head: w.want, cell: (row) => w.wants[row.want] },
        { key: 'where', head: w.where, cell: (row) => row.division_name },
        { key: 'received', head: w.received, cell: (row) => `${row.received_on} ${w.channel[row.channel]}` },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.noApps}><p>{w.noAppsHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

/** Until when an application is to be decided, in words and colour while it is not. */
export function DueOf({ a, w }: { a: Application; w: Words }) {
  const { lang } = useOffice()
  if (!a.safe_on) return <span class="small">{w.noClock}</span>
  if (a.decided_on) return <span class="small">{dateWords(a.safe_on, lang)}</span>
  const left = daysUntil(a.safe_on)
  return <><Badge kind={a.overdue ? 'bad' : a.warn_on && daysUntil(a.warn_on) <= 0 ? 'warn' : 'plain'}>{w.left(left)}</Badge> {dateWords(a.safe_on, lang)}</>
}
