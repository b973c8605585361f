import { useState } from 'preact/hooks'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import type { Holiday } from './api'
import { isWeekend, plus, stepOf, weeks } from './year'
import { holidayWords } from './words'

interface Props { year: number; days: readonly Holiday[]; onPick: ((day: string) => void) | null }

/** A year at a glance: what is rest, what is work, by mark and word and not by colour alone. */
export function Calendar({ year, days, onPick }: Props) {
  const { lang } = useOffice()
  const w = holidayWords(lang)
  const [at, setAt] = useState(`${year}-01-01`)
  const held = new Map(days.map((one) => [one.day, one]))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event.key)
    const next = plus(at, step)
    if (!step || !onPick || !next.startsWith(String(year))) return
    event.preventDefault()
    setAt(next)
    document.getElementById('day-' + next)?.focus()
  }
  const cell = (day: string) => {
    const one = held.get(day)
    const state = one?.kind ?? (isWeekend(day) ? 'weekend' : 'plain')
    const label = [dateWords(day, lang), one ? w[one.kind] : '', one?.name ?? ''].filter(Boolean).join(' ')
    const mark = one && (one.kind === 'rest' ? w.restMark : w.workMark)
    const given = { class: `year-day year-${state}`, title: one?.name, 'data-mark': mark }
    return onPick
      ? <button {...given} type="button" id={'day-' + day} aria-label={label} tabIndex={day === at ? 0 : -1} onFocus={() => setAt(day)} onClick={() => onPick(day)}>{Number(day.slice(8))}</button>
      : <span {...given}>{Number(day.slice(8))}{one && <span class="hidden">{w[one.kind]} {one.name}</span>}</span>
  }
  return (
    <div class="year" onKeyDown={onKeyDown}>
      {Array.from({ length: 12 }, (_, i) => (
        <table key={i} class="year-month">
          <caption>{w.month(i + 1)}</caption>
          <thead><tr>{w.weekdays.map((name, n) => <th key={n} scope="col">{name}</th>)}</tr></thead>
          <tbody>{weeks(year, i + 1).map((week, n) => <tr key={n}>{week.map((day, d) => <td key={d}>{day && cell(day)}</td>)}</tr>)}</tbody>
        </table>
      ))}
    </div>
  )
}
