import { labelled, stopOf, stops, today } from './clock'
import { useWords } from './context'
import { dateWords } from './words'

interface Props {
  first: string
  last: string
  asOf: string | null
  onChange: (asOf: string | null) => void
}

/** Which day's divisions are shown: a slider over the years held, then today. */
export function Timeline({ first, last, asOf, onChange }: Props) {
  const { t, lang } = useWords()
  const days = stops(first, last, today())
  const said = asOf ? t.asOfLong(dateWords(asOf, lang)) : t.todayLong
  return (
    <div class="timeline" role="group" aria-label={t.asOf}>
      <div class="timeline-said">
        <output for="as-of">{said}</output>
        {asOf && <button type="button" class="link" onClick={() => onChange(null)}>{t.backToToday}</button>}
      </div>
      <input id="as-of" type="range" min={0} max={days.length - 1} step={1} value={stopOf(days, asOf)}
        aria-label={t.asOf} aria-valuetext={said}
        onInput={(event) => onChange(days[Number(event.currentTarget.value)] ?? null)} />
      <div class="timeline-years" aria-hidden="true">
        {days.map((day, i) => (
          <span key={day} class={day === asOf ? 'strong' : ''}>{labelled(i, days.length) && (day ? day.slice(0, 4) : t.today)}</span>
        ))}
      </div>
    </div>
  )
}
