import { useEffect, useState } from 'preact/hooks'
import { TextField } from '../parts/field'
import { Button } from '../parts/button'
import { PlaceField } from './placefield'
import { tidy, numberOf, wrongs, type Key, type Name } from './typed'
import type { Words } from './words'

interface RowProps { one: Name; w: Words; kind: string; category: string; division: string; asked: boolean; set: (change: Partial<Name>) => void; remove?: () => void }

/** One name of a case. What is wrong with a number is said once it was left, or the form was sent. */
export function NameRow({ one, w, kind, category, division, asked, set, remove }: RowProps) {
  const [left, setLeft] = useState<readonly Key[]>([])
  const wrong = wrongs(one, w)
  const field = (key: Key, label: string, more: object = {}) => <TextField label={label} value={one[key]} onInput={(text) => set({ [key]: text })} {...more} />
  const number = (key: Key, label: string) => field(key, label, {
    inputMode: 'decimal', error: asked || left.includes(key) ? wrong[key] : undefined,
    onBlur: () => { setLeft([...left, key]); if (tidy(one[key]) !== one[key]) set({ [key]: tidy(one[key]) }) },
  })
  return (
    <fieldset class="name-row"><legend class="small">{one.text || w.proposed}</legend>
      {kind !== 'naming' && <PlaceField w={w} value={one.place} onPick={(place) => set({ place })} />}
      {(kind === 'naming' || kind === 'renaming') && field('text', w.proposed, { required: true, list: 'offered-names' })}
      {kind === 'correction' && field('correct', w.correctText)}
      {kind === 'naming' && <>
        {field('alternatives', w.alternatives)}{field('starts_at', w.starts)}{field('ends_at', w.ends)}{field('direction', w.direction)}
        {number('length_m', w.length)}{number('width_m', w.width)}{number('lon', w.lon)}{number('lat', w.lat)}{field('meaning', w.meaning, { wide: true })}
      </>}
      {remove && <Button small kind="quiet" onClick={remove}>{w.removeName}</Button>}
      {one.text && division && (kind === 'naming' || kind === 'renaming') && <LiveCheck {...{ one, w, category, division }} />}
    </fieldset>
  )
}

interface Said { check: string; severity: string; article: string; text: string }

/** What the rules say while the name is typed. */
function LiveCheck({ one, w, category, division }: { one: Name; w: Words; category: string; division: string }) {
  const [found, setFound] = useState<Said[] | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const soon = setTimeout(() => {
      const wrong = wrongs(one, w)
      const at = one.lon && one.lat && !wrong.lon && !wrong.lat ? { lon: numberOf(one.lon), lat: numberOf(one.lat) } : {}
      void import('../http').then(({ call }) => call<{ findings: Said[] }>('/v1/name-checks', { method: 'POST', body: { name: one.text, class: category, division, ...(one.place && { place: one.place }), ...at }, signal: stop.signal }))
        .then((answer) => setFound(answer.findings), () => setFound(null))
    }, 400)
    return () => { clearTimeout(soon); stop.abort() }
  }, [one.text, one.lon, one.lat, one.place, category, division])
  if (!found) return null
  return <ul class="small" aria-live="polite">{found.length ? found.map((f, n) => <li key={n}><b>{w.severities[f.severity] ?? f.severity}</b> {f.check} {f.text}（{f.article}）</li>) : <li>{w.nothing}</li>}</ul>
}
