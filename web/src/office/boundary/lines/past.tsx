import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { href } from '../../route'
import { timeWords } from '../../words'
import { past, type Past as Row } from './api'
import type { Words } from './words'

/** All that the register says and said of a line, on both axes of time. */
export function Past({ id, w }: { id: string; w: Words }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => past(id, signal), [id, lang])
  const range = (row: Row) => [row.valid_from && w.from(dateWords(row.valid_from, lang)), row.valid_to && w.until(dateWords(row.valid_to, lang))].filter(Boolean).join('，') || w.ever
  // A version is read on a day on which it is valid, as the register was when it was written.
  const there = (row: Row) => href('boundary', ['lines', id], { as_of: row.valid_from || (row.valid_to ? before(row.valid_to) : ''), recorded: row.recorded_at })
  return (
    <section class="section"><h2>{w.history}</h2><p class="hint">{w.historyHint}</p>
      {problem ? <Trouble problem={problem} retry={retry} /> : !value ? <Skeleton rows={3} /> : !value.items.length ? <p class="hint">{w.noHistory}</p>
        : <Table name="line-history" label={w.history} rows={value.items} id={(row) => row.recorded_at + (row.valid_from ?? '')} columns={[
          { key: 'valid', head: w.validWord, always: true, wrap: true, cell: range },
          { key: 'recorded', head: w.recordedWord, always: true, wrap: true, cell: (row) => <>{timeWords(row.recorded_at, lang)} — {row.recorded_until ? timeWords(row.recorded_until, lang) : <Badge kind="good">{w.still}</Badge>}</> },
          { key: 'name', head: w.name, wrap: true, cell: (row) => row.name },
          { key: 'length', head: w.length, number: true, cell: (row) => w.km(row.length_m) },
          { key: 'source', head: w.source, wrap: true, cell: (row) => row.source },
          { key: 'look', head: w.look, always: true, cell: (row) => <Link to={there(row)} aria-label={`${w.look} ${timeWords(row.recorded_at, lang)}`}>{w.look}</Link> },
        ]} />}
    </section>
  )
}

const before = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
