import { useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { recordDiff } from '../diff'
import { moveRow, useKeys } from '../keys'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { DiffView } from '../parts/diff'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { timeWords } from '../words'
import { exportLedger, filters, ledger, type Entry } from './api'
import { Verify } from './verify'
import { ledgerWords } from './words'

/** The record of every change, for the auditor. */
export default function Ledger({ param }: PageProps) {
  const { t, lang } = useOffice()
  const w = ledgerWords(lang)
  const { session, say } = useSession()
  const found = usePaged<Entry>((cursor, signal) => ledger(param, cursor, signal), [filters.map((name) => param.get(name) ?? '').join('\n'), lang])
  const [busy, setBusy] = useState(false)
  const open = param.get('seq')
  const set = (changes: Record<string, string | null>) => go(href('ledger', [], withParams(param, changes)), 'replace')
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1), '/': () => document.querySelector<HTMLElement>('.filters input')?.focus() })
  const save = async () => {
    setBusy(true)
    await exportLedger(param).then(() => say(w.exported), (err: unknown) => say(asProblem(err).message))
    setBusy(false)
  }
  return (
    <>
      <div class="page-head">
        <h1>{w.title}</h1>
        {session.can.includes('ledger.export') && <Button class="screen" busy={busy} onClick={() => void save()}>{w.exportCSV}</Button>}
        <Button class="screen" onClick={() => print()}>{t.print}</Button>
      </div>
      <p class="hint">{w.hint}</p>
      <Verify />
      <Filters param={param} set={set} />
      {found.items.length > 0 && (
        <div class="with-columns">
          <Table name="ledger" label={w.list} rows={found.items} id={(row) => String(row.seq)} selected={open}
            onPick={(row) => set({ seq: open === String(row.seq) ? null : String(row.seq) })}
            expanded={(row) => (String(row.seq) === open ? <Body entry={row} /> : null)} columns={[
              { key: 'seq', head: w.seq, always: true, number: true, cell: (row) => row.seq },
              { key: 'at', head: w.at, always: true, cell: (row) => timeWords(row.at, lang) },
              { key: 'actor', head: w.actor, cell: (row) => row.actor_name || row.actor || w.system },
              { key: 'action', head: w.action, cell: (row) => w.actions[row.action] ?? row.action },
              { key: 'kind', head: w.kind, hidden: true, cell: (row) => row.kind },
              { key: 'object', head: w.object, hidden: true, cell: (row) => <span class="mono">{row.object}</span> },
              { key: 'reason', head: w.reason, wrap: true, cell: (row) => row.reason },
              { key: 'hash', head: w.hash, hidden: true, cell: (row) => <span class="mono">{row.hash?.slice(0, 16)}</span> },
            ]} />
        </div>
      )}
      {found.busy && <Skeleton rows={10} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {found.next && !found.busy && <p class="more screen"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}

/** An entry opened: what was and what is. */
function Body({ entry }: { entry: Entry }) {
  const { lang } = useOffice()
  const w = ledgerWords(lang)
  const changes = recordDiff(entry.before, entry.after)
  return (
    <>
      {changes.length ? <DiffView changes={changes} /> : <p class="small">{w.noBody}</p>}
      <p class="small">{entry.kind === 'place' && entry.object && <Link to={href('register', [entry.object])}>{w.open}</Link>} <span class="mono">{entry.object} {entry.hash}</span></p>
    </>
  )
}

function Filters({ param, set }: { param: URLSearchParams; set: (changes: Record<string, string | null>) => void }) {
  const { t, lang } = useOffice()
  const w = ledgerWords(lang)
  const value = (name: string) => param.get(name) ?? ''
  const [actor, setActor] = useTyped(value('actor'), (text) => set({ actor: text.trim() || null }))
  const [object, setObject] = useTyped(value('object'), (text) => set({ object: text.trim() || null }))
  return (
    <form class="filters screen" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextField label={w.filterActor} type="search" value={actor} onInput={setActor} />
      <SelectField label={w.filterAction} value={value('action')} onPick={(action) => set({ action: action || null })}
        choices={[{ value: '', word: t.all }, ...Object.entries(w.actions).map(([key, word]) => ({ value: key, word: `${word}（${key}）` }))]} />
      <TextField label={w.filterObject} type="search" value={object} onInput={setObject} />
      <TextField label={w.from} type="date" value={value('from').slice(0, 10)} onInput={(day) => set({ from: day || null })} />
      <TextField label={w.to} type="date" value={value('to').slice(0, 10)} onInput={(day) => set({ to: day || null })} />
      {filters.some((name) => param.get(name)) && <div class="filters-foot"><Button small kind="quiet" onClick={() => set(Object.fromEntries(filters.map((name) => [name, null])))}>{w.clear}</Button></div>}
    </form>
  )
}
