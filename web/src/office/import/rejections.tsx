import { useMemo, useState } from 'preact/hooks'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import type { Rejection } from './api'
import { importWords } from './words'

/** Rejected rows, those with one reason together. */
export function Rejections({ all, total }: { all: readonly Rejection[]; total: number }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const groups = useMemo(() => grouped(all), [all])
  if (!all.length) return null
  return (
    <section class="section">
      <h2>{w.rejections} <span class="figures">{total}</span></h2>
      <p class="hint">{w.rejectionsHint}</p>
      {groups.map(([reason, rows]) => <Group key={reason} reason={reason} rows={rows} />)}
    </section>
  )
}

function Group({ reason, rows }: { reason: string; rows: readonly Rejection[] }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const [whole, setWhole] = useState(false)
  return (
    <div class="rejected">
      <h3>{reason} <span class="small">{w.rowsN(rows.length)}</span></h3>
      <ul class="plain-list">
        {rows.slice(0, whole ? undefined : 3).map(({ row, line, column, value }, i) => (
          <li key={i}>{w.line(line, row)}{column && ` · ${column}`}{value && <> · <code>{value}</code></>}</li>
        ))}
      </ul>
      {rows.length > 3 && !whole && <Button small onClick={() => setWhole(true)}>{w.showAll(rows.length)}</Button>}
    </div>
  )
}

/** By reason, the most frequent first; what differs only in numbers is one reason. */
function grouped(all: readonly Rejection[]): [string, Rejection[]][] {
  const groups = new Map<string, { reason: string; rows: Rejection[] }>()
  for (const one of all) {
    const key = one.reason.replace(/\d+(\.\d+)?/g, '#')
    const group = groups.get(key) ?? { reason: one.reason, rows: [] }
    group.rows.push(one)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length).map(({ reason, rows }) => [reason, rows])
}
