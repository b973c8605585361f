import { useOffice } from '../context'
import { useTyped } from '../parts/debounce'
import { DivisionField } from '../parts/division'
import { Field, SelectField } from '../parts/field'
import type { PlaceClass } from '../register/api'
import { readingsWords } from './words'

interface Props { param: URLSearchParams; set: (changes: Record<string, string | null>) => void; classes: readonly PlaceClass[] }

/** What the names are narrowed by. */
export function Filters({ param, set, classes }: Props) {
  const { lang } = useOffice()
  const w = readingsWords(lang)
  const [q, setQ] = useTyped(param.get('q') ?? '', (text) => set({ q: text.trim() || null }))
  return (
    <form class="filters screen" role="search" aria-label={w.filters} onSubmit={(event) => event.preventDefault()}>
      <SelectField label={w.cls} value={param.get('class') ?? ''} onPick={(code) => set({ class: code || null })}
        choices={[{ value: '', word: w.allClasses }, ...classes.map(({ code, name, name_en }) => ({ value: code, word: `${code} ${lang === 'en' && name_en ? name_en : name}` }))]} />
      <DivisionField label={w.division} whole={w.allDivisions} value={param.get('division') ?? ''} onPick={(division) => set({ division: division?.code ?? null })} />
      <Field label={w.q}>{(given) => <input {...given} data-find type="search" value={q} onInput={(event) => setQ(event.currentTarget.value)} />}</Field>
      <div class="filters-foot">
        <label class="check"><input type="checkbox" checked={param.get('heteronyms') === '1'} onChange={(event) => set({ heteronyms: event.currentTarget.checked ? '1' : null })} /> {w.heteronyms}</label>
      </div>
    </form>
  )
}
