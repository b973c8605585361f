import { isDate } from '../../url'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { useTyped } from '../parts/debounce'
import { DivisionField } from '../parts/division'
import { Field, SelectField, TextField } from '../parts/field'
import { filters, type PlaceClass } from './api'
import { registerWords } from './words'

interface Props {
  param: URLSearchParams
  set: (changes: Record<string, string | null>) => void
  classes: readonly PlaceClass[]
  bounds: () => string // west,south,east,north of what the map shows
}

/** What the list is narrowed by; each is in the address. */
export function Filters({ param, set, classes, bounds }: Props) {
  const { t, lang } = useOffice()
  const w = registerWords(lang)
  const value = (name: string) => param.get(name) ?? ''
  const [q, setQ] = useTyped(value('q'), (text) => set({ q: text.trim() || null }))
  const of = (words: Record<string, string>, keys: string[]) => [{ value: '', word: t.all }, ...keys.map((key) => ({ value: key, word: words[key]! }))]
  const any = filters.some((name) => param.get(name))
  return (
    <form class="filters screen" role="search" aria-label={w.filters} onSubmit={(event) => event.preventDefault()}>
      <Field label={w.q}>{(given) => <input {...given} data-find type="search" value={q} onInput={(event) => setQ(event.currentTarget.value)} />}</Field>
      <SelectField label={w.cls} value={value('class')} onPick={(code) => set({ class: code || null })}
        choices={[{ value: '', word: w.allClasses }, ...classes.map(({ code, name, name_en }) => ({ value: code, word: `${code} ${lang === 'en' && name_en ? name_en : name}` }))]} />
      <DivisionField label={w.division} whole={w.allDivisions} value={value('division')} onPick={(division) => set({ division: division?.code ?? null })} />
      <SelectField label={w.state} value={value('state')} onPick={(state) => set({ state: state || null })} choices={of(w.states, ['current', 'ended', 'replaced', 'withdrawn'])} />
      <SelectField label={w.visibility} value={value('visibility')} onPick={(seen) => set({ visibility: seen || null })} choices={of(w.visibilities, ['public', 'internal'])} />
      <SelectField label={w.finding} value={value('finding')} onPick={(any) => set({ finding: any || null })} choices={[{ value: '', word: t.all }, { value: 'any', word: w.hasFinding }]} />
      <SelectField label={w.reading} value={value('reading')} onPick={(reading) => set({ reading: reading || null })} choices={of(w.readings, ['draft', 'confirmed'])} />
      <TextField label={w.asOf} type="date" value={value('as_of')} onInput={(day) => set({ as_of: isDate(day) ? day : null })} />
      <TextField label={w.recorded} type="date" value={value('recorded').slice(0, 10)} onInput={(day) => set({ recorded: isDate(day) ? endOfDay(day) : null })} />
      <div class="filters-foot">
        <label class="check"><input type="checkbox" checked={value('bbox') !== ''} onChange={(event) => set({ bbox: event.currentTarget.checked ? bounds() || null : null })} /> {w.inView}</label>
        {any && <Button small kind="quiet" onClick={() => set(Object.fromEntries(filters.map((name) => [name, null])))}>{w.clear}</Button>}
      </div>
    </form>
  )
}

/** The last moment of a day on the reader's clock, as the server reads times: what was recorded by then. */
export const endOfDay = (day: string) => new Date(day + 'T23:59:59').toISOString().replace('.000Z', 'Z')
