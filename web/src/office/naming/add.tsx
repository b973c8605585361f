import { useState } from 'preact/hooks'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField, type Choice } from '../parts/field'
import { addWords, type Added, type ListKind, type Size } from './api'
import { linesOf, numberOf } from './lines'
import { namingWords } from './words'

interface Props { list: ListKind; choices: readonly Choice[]; onClose: () => void; onDone: (result: Added) => void }

/** Entries of one list, a line each, under one source. */
export function AddWords({ list, choices, onClose, onDone }: Props) {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const [pasted, setPasted] = useState('')
  const [kind, setKind] = useState(list.by_class ? (list.class_needed ? '235' : '') : list.kinds[0] ?? '')
  const [division, setDivision] = useState('')
  const [source, setSource] = useState('')
  const [sizes, setSizes] = useState<Partial<Record<keyof Size, string>>>({})
  const lines = linesOf(pasted)
  const measured = Object.entries(sizes).map(([key, typed]) => [key, numberOf(typed ?? '')] as const).filter(([, n]) => n !== undefined)
  const wrong = measured.some(([, n]) => Number.isNaN(n))
  const size = measured.length ? (Object.fromEntries(measured) as Size) : undefined
  const kinds = list.by_class ? choices.filter(({ value }) => value || !list.class_needed) : list.kinds.map((value) => ({ value, word: w.kinds[value] ?? value }))
  return (
    <Ask title={w.addTitle(w.lists[list.list] ?? list.list)} hint={w.listHints[list.list]} verb={w.addVerb} wide ready={lines.length > 0 && !!source.trim() && !wrong} onClose={onClose} onDone={onDone}
      run={(reason, key) => addWords({ list: list.list, ...(division && { division }), source: source.trim(), reason, words: lines.map(({ text, note }) => ({ text, ...(kind && { kind }), ...(note && { note }), ...(size && { size }) })) }, key)}>
      <AreaField label={w.paste} hint={w.pasteHint} value={pasted} onInput={setPasted} rows={6} required />
      <p class="small" role="status">{w.lineCount(lines.length)}</p>
      {kinds.length > 1 && <SelectField label={list.by_class ? w.class : w.kind} value={kind} choices={kinds} onPick={setKind} />}
      {list.local && <DivisionField label={w.where} whole={w.whole} value={division} onPick={(picked) => setDivision(picked?.code ?? '')} />}
      {list.sized && (
        <fieldset class="naming-sizes"><legend>{w.size}</legend>
          {Object.entries(w.sizes).map(([key, label]) => {
            const typed = sizes[key as keyof Size] ?? ''
            return <TextField key={key} label={label} value={typed} inputMode="decimal" error={Number.isNaN(numberOf(typed)) ? w.badNumber : undefined} onInput={(text) => setSizes({ ...sizes, [key]: text })} />
          })}
        </fieldset>
      )}
      <TextField label={w.source} hint={w.sourceHint} value={source} onInput={setSource} required />
    </Ask>
  )
}
