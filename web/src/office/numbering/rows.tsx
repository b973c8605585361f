import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../parts/button'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import type { Finding, Gate, Row } from './api'
import { keyMoved, walked } from './street'
import type { Words } from './words'

interface Props {
  rows: readonly Row[]
  findings: readonly Finding[]
  gates: readonly Gate[]
  selected: string | null
  lit: string | null
  w: Words
  onPick: (id: string) => void
  onHover: (id: string | null) => void
  onGate: (id: string, next: Gate | null) => void // null takes it away
}

// Findings that are to be known and not to be mended.
const mild = new Set(['gap', 'differs', 'no_point'])

/** Every gate, as one walks the street, with its number and why. */
export function Rows({ rows, findings, gates, selected, lit, w, onPick, onHover, onGate }: Props) {
  const found = new Map<string, Finding[]>()
  for (const one of findings) found.set(one.id, [...(found.get(one.id) ?? []), one])
  return (
    <Table name="numbering" label={w.table} rows={walked(rows)} id={(row) => row.id} selected={selected} lit={lit} onPick={(row) => onPick(row.id)} onHover={(row) => onHover(row?.id ?? null)} columns={[
      { key: 'number', head: w.number, always: true, cell: (row) => <><strong>{row.text ?? '—'}</strong> {row.new && <Badge kind={row.refused ? 'bad' : 'good'}>{row.refused ? w.refused : w.isNew}</Badge>}{row.new && <span class="small"> {row.id}</span>}</> },
      { key: 'today', head: w.today, hidden: true, cell: (row) => row.today ?? '' },
      { key: 'side', head: w.side, always: true, cell: (row) => row.side && <><span class={`numbering-side ${row.side}`} aria-hidden="true" />{row.side === 'left' ? w.left : w.right}</> },
      { key: 'chainage', head: w.chainage, always: true, number: true, cell: (row) => (row.lon === undefined ? '' : w.metres(row.chainage_m)) },
      { key: 'offset', head: w.offset, hidden: true, number: true, cell: (row) => (row.lon === undefined ? '' : w.metres(row.offset_m)) },
      { key: 'township', head: w.township, hidden: true, cell: (row) => row.township ?? '' },
      { key: 'reason', head: w.reason, always: true, wrap: true, cell: (row) => (
        <>
          {row.today && row.text && row.today !== row.text && <Badge kind="warn">{row.today} → {row.text}</Badge>} {row.reason}{row.reserved?.length ? ` ${w.reserved(row.reserved.join('、'))}` : ''}
          {(found.get(row.id) ?? []).map((one) => <div key={one.kind}><Badge kind={mild.has(one.kind) ? 'plain' : 'bad'}>{w.kinds[one.kind] ?? one.kind}</Badge> {one.reason}</div>)}
        </>) },
      { key: 'act', head: w.act, always: true, cell: (row) => {
        const gate = gates.find(({ id }) => id === row.id)
        return gate ? <GateTools gate={gate} w={w} onGate={onGate} /> : row.kept ? <span class="small">{w.kept}</span> : null
      } },
    ]} />
  )
}

function GateTools({ gate, w, onGate }: { gate: Gate; w: Words; onGate: Props['onGate'] }) {
  const handle = useRef<HTMLButtonElement>(null)
  const moving = useRef(false)
  // A row that passes another is put elsewhere on the page, and loses the keyboard.
  useEffect(() => {
    if (moving.current && (document.activeElement === document.body || !document.activeElement)) handle.current?.focus()
  })
  const onKey = (event: KeyboardEvent) => {
    const next = keyMoved(gate, event.key, event.shiftKey)
    if (!next) return
    event.preventDefault()
    moving.current = true
    handle.current = event.currentTarget as HTMLButtonElement
    onGate(gate.id, next)
  }
  return (
    <span class="row-of">
      <Button small class="screen" title={w.moveHint} aria-label={`${w.moveOf(gate.id)}，${w.moveHint}`} onKeyDown={onKey}>{w.move} ✥</Button>
      <label class="check"><input type="checkbox" aria-label={w.alleyOf(gate.id)} checked={!!gate.alley} onChange={(event) => onGate(gate.id, { ...gate, alley: event.currentTarget.checked })} /> {w.alley}</label>
      <Button small class="screen" aria-label={w.removeOf(gate.id)} onClick={() => onGate(gate.id, null)}>{w.remove}</Button>
    </span>
  )
}
