import { Fragment, type ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useOffice } from '../context'

export interface Column<T> {
  key: string
  head: string
  cell: (row: T) => ComponentChildren
  always?: boolean // cannot be hidden
  hidden?: boolean // at first
  number?: boolean // to the right, in figures of one width
  wrap?: boolean
}

interface Props<T> {
  name: string // under which the choice of columns is kept on this computer
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  id: (row: T) => string
  selected?: string | null
  lit?: string | null // lights up without being selected
  onPick?: (row: T) => void
  onHover?: (row: T | null) => void
  expanded?: (row: T) => ComponentChildren | null // drawn beneath its row
}

/** Rows under a head that stays, with the columns that the person chose. */
export function Table<T>(props: Props<T>) {
  const { columns, rows, label, id, selected, lit, onPick, onHover, expanded } = props
  const [shown, setShown] = useColumns(props.name, columns)
  const seen = columns.filter((column) => column.always || shown.includes(column.key))
  return (
    <div class="table-frame">
      <ColumnChoice columns={columns} shown={shown} onChange={setShown} />
      <table class="table" aria-label={label}>
        <thead>
          <tr>{seen.map((column) => <th key={column.key} scope="col" class={column.number ? 'number' : undefined}>{column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = id(row)
            const more = expanded?.(row)
            return <Fragment key={key}>
              <tr data-row={key} tabIndex={onPick ? 0 : undefined} aria-current={onPick && key === selected ? true : undefined}
                class={[onPick && 'pickable', key === selected && 'selected', key === lit && 'lit'].filter(Boolean).join(' ')}
                onClick={onPick && ((event) => { if (!(event.target as HTMLElement).closest('a, button')) onPick(row) })}
                onKeyDown={onPick && ((event) => { if (event.key === 'Enter' && event.target === event.currentTarget) onPick(row) })}
                onMouseEnter={onHover && (() => onHover(row))} onMouseLeave={onHover && (() => onHover(null))}
                onFocus={onHover && (() => onHover(row))}>
                {seen.map((column) => (
                  <td key={column.key} class={[column.number && 'number', column.wrap && 'wrap'].filter(Boolean).join(' ') || undefined}>{column.cell(row)}</td>
                ))}
              </tr>
              {more && <tr class="more-row"><td colSpan={seen.length}>{more}</td></tr>}
            </Fragment>
          })}
        </tbody>
      </table>
    </div>
  )
}

function ColumnChoice<T>({ columns, shown, onChange }: { columns: readonly Column<T>[]; shown: string[]; onChange: (keys: string[]) => void }) {
  const { t } = useOffice()
  const free = columns.filter((column) => !column.always)
  if (!free.length) return null
  return (
    <details class="columns screen">
      <summary>{t.columns}</summary>
      <div class="columns-list">
        {free.map(({ key, head }) => (
          <label key={key} class="check">
            <input type="checkbox" checked={shown.includes(key)}
              onChange={() => onChange(shown.includes(key) ? shown.filter((other) => other !== key) : [...shown, key])} /> {head}
          </label>
        ))}
      </div>
    </details>
  )
}

/** The keys of the columns shown, as the person left them. */
function useColumns<T>(name: string, columns: readonly Column<T>[]): [string[], (keys: string[]) => void] {
  const [keys, setKeys] = useState<string[]>(() => {
    const first = columns.filter((column) => !column.hidden).map((column) => column.key)
    try {
      const kept: unknown = JSON.parse(localStorage.getItem('columns:' + name) ?? 'null')
      return Array.isArray(kept) ? kept.map(String) : first
    } catch {
      return first
    }
  })
  return [keys, (next) => {
    setKeys(next)
    try { localStorage.setItem('columns:' + name, JSON.stringify(next)) } catch { /* a private window keeps nothing */ }
  }]
}
