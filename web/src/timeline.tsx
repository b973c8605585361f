import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { countyCode, divisionEvents, type Meta } from './api'
import { changesOf, labelled, stops, stopsWith, today } from './clock'
import { useWords } from './context'
import { useLoad } from './load'
import { dateWords } from './words'

interface Props {
  meta: Meta
  asOf: string | null
  onChange: (asOf: string | null) => void
}

/** Which day's divisions are shown: a slider over the years held, then today, and what changed in the year chosen. */
export function Timeline({ meta, asOf, onChange }: Props) {
  const { t, lang } = useWords()
  const box = useRef<HTMLDivElement>(null)
  useHeight(box)
  // The slider does without what changed, should it not be told.
  const events = useLoad(async (signal) => divisionEvents(await countyCode(meta), signal), [meta.county]).value?.items ?? []
  const now = today()
  const days = stopsWith(stops(meta.dates.first, meta.dates.last, now), asOf, now)
  const said = asOf ? t.asOfLong(dateWords(asOf, lang)) : t.todayLong
  const changed = changesOf(events, asOf ?? now)
  return (
    <div class="timeline" role="group" aria-label={t.asOf} ref={box}>
      <div class="timeline-said">
        <output for="as-of">{said}</output>
        {asOf && <button type="button" class="link" onClick={() => onChange(null)}>{t.backToToday}</button>}
      </div>
      <p class="timeline-changed small" role="status">{changed.length > 0 && t.changedIn((asOf ?? now).slice(0, 4), changed)}</p>
      <input id="as-of" type="range" min={0} max={days.length - 1} step={1} value={days.indexOf(asOf)}
        aria-label={t.asOf} aria-valuetext={said}
        onInput={(event) => onChange(days[Number(event.currentTarget.value)] ?? null)} />
      <div class="timeline-years" aria-hidden="true">
        {days.map((day, i) => (
          <span key={day} class={`${day === asOf ? 'strong' : ''} ${changesOf(events, day ?? now).length ? 'tick' : ''}`}>
            {labelled(i, days.length) && (day ? day.slice(0, 4) : t.today)}
          </span>
        ))}
      </div>
    </div>
  )
}

/** What stands above the slider keeps clear of it, however many lines it takes. */
function useHeight(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const measure = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--timeline', `${box.current?.offsetHeight ?? 0}px`))
    if (box.current) measure.observe(box.current)
    return () => measure.disconnect()
  }, [])
}
