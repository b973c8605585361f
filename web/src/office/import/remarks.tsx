import { useOffice } from '../context'
import type { Remark } from './api'
import { ownWords } from './columns'
import { importWords } from './words'

/** What rows that come in say beside: what was passed over, or taken in another way than it is written. */
export function Remarks({ all }: { all: readonly Remark[] }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  if (!all.length) return null
  return (
    <section class="section">
      <h2>{w.remarks} <span class="figures">{all.length}</span></h2>
      <p class="hint">{w.remarksHint}</p>
      <ul class="plain-list">
        {all.slice(0, 100).map(({ row, line, column, what }) => <li key={row + column + what}>{w.line(line, row)}{column && ` · ${column}`} · {ownWords(what, lang)}</li>)}
      </ul>
    </section>
  )
}
