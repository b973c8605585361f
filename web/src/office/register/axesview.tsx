import { useMemo } from 'preact/hooks'
import type { Change } from '../../api'
import { today } from '../../clock'
import { dateWords, type Lang } from '../../words'
import { useOffice } from '../context'
import { timeWords } from '../words'
import { axesOf, type Cell, type Span } from './axes'
import { registerWords, type RegisterWords } from './words'

interface Props {
  changes: readonly Change[]
  asOf: string | null
  recorded: string | null
  onPick: (cell: Cell) => void
}

const rows = 12 // what a person can take in at once; all records are listed below

/** The two axes as a grid: each cell is what the register said from then on about those days. */
export function AxesView({ changes, asOf, recorded, onPick }: Props) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const axes = useMemo(() => axesOf(changes, today()), [changes])
  if (!axes) return <p class="small">{w.noHistory}</p>
  const at = here(axes, asOf ?? today(), recorded)
  return (
    <div class="axes-frame" tabIndex={0} role="group" aria-label={w.historyTitle}>
      <table class="axes">
        <caption class="small">{w.axes}</caption>
        <thead>
          <tr>
            <th scope="col" class="axes-corner"><span>{w.validAxis}</span><span>{w.recordedAxis}</span></th>
            {axes.across.map((span) => <th key={span.from} scope="col">{spanHead(span, lang, w)}</th>)}
          </tr>
        </thead>
        <tbody>
          {axes.down.slice(0, rows).map((span, i) => (
            <tr key={span.from}>
              <th scope="row">{span.from && timeWords(span.from, lang)}{i === 0 && <span class="axes-now">{w.nowMark}</span>}</th>
              {axes.cells[i]!.map((cell, j) => (
                <td key={j} class={[cell.what ? '' : 'void', cell.isNew ? 'new' : '', i === at[0] && j === at[1] ? 'here' : ''].join(' ')}>
                  {cell.what && (
                    <button type="button" aria-pressed={i === at[0] && j === at[1]} onClick={() => onPick(cell)}>
                      {cell.name || '—'}{cell.isNew && <small>{w.actions[cell.what] ?? cell.what}</small>}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function spanHead({ from, to }: Span, lang: Lang, w: RegisterWords): string {
  if (from) return lang === 'zh' ? dateWords(from, lang) + '起' : 'from ' + dateWords(from, lang)
  if (to) return lang === 'zh' ? dateWords(to, lang) + '前' : 'before ' + dateWords(to, lang)
  return w.states.current!
}

/** Row and column of what is shown. */
function here({ across, down }: { across: Span[]; down: Span[] }, day: string, recorded: string | null): [number, number] {
  const row = recorded ? down.findIndex(({ from }) => from !== null && from <= recorded) : 0
  const column = across.findIndex(({ from, to }) => (!from || from <= day) && (!to || day < to))
  return [row, column]
}
