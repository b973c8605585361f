import { useWords } from './context'
import { scaleBar } from './shape'

/** A length of the map in words. */
export function useLength(): (metres: number) => string {
  const { t } = useWords()
  return (metres) => (metres >= 1000 ? `${metres / 1000} ${t.km}` : `${metres} ${t.m}`)
}

/** The bar that says how far a round number of metres is on the map; nothing before the map has a scale. */
export function Scale({ metresPerPixel }: { metresPerPixel: number }) {
  const { t } = useWords()
  const inWords = useLength()
  if (!(metresPerPixel > 0)) return null
  const { metres, pixels } = scaleBar(metresPerPixel, 96)
  return <div class="scale screen" role="img" aria-label={`${t.scale} ${inWords(metres)}`}><i style={{ width: `${pixels}px` }} /><span>{inWords(metres)}</span></div>
}

/** In which divisions the middle of the map lies, where their names may be out of view. */
export function Within({ names }: { names: readonly string[] }) {
  const { t } = useWords()
  return <p class="within screen" aria-label={t.withinLabel} hidden={names.length === 0}>{names.join(' · ')}</p>
}
