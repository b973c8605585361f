import { useState } from 'preact/hooks'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { SelectField, TextField } from '../parts/field'
import { clearHoliday, setHoliday, type Holiday } from './api'
import { isWeekend } from './year'
import { holidayWords } from './words'

interface Props { day: string; held: Holiday | undefined; source: string; onClose: () => void; onDone: (said: string) => void }

/** What a day is; saying that it is as usual removes what was held. */
export function EditDay({ day, held, source: usual, onClose, onDone }: Props) {
  const { lang } = useOffice()
  const w = holidayWords(lang)
  const [kind, setKind] = useState<string>(held?.kind ?? (isWeekend(day) ? 'work' : 'rest'))
  const [name, setName] = useState(held?.name ?? '')
  const [source, setSource] = useState(held?.source ?? usual)
  const title = dateWords(day, lang)
  const clears = kind === 'plain'
  const choices = [{ value: 'rest', word: w.rest }, { value: 'work', word: w.work }, ...(held ? [{ value: 'plain', word: w.plain }] : [])]
  return (
    <Ask key={String(clears)} title={clears ? w.clearTitle(title) : w.editTitle(title)} hint={clears ? w.clearHint : undefined} verb={clears ? w.clear : w.save} danger={clears}
      reason={clears} ready={clears || (!!name.trim() && !!source.trim())} onClose={onClose} onDone={() => onDone(clears ? w.cleared(title) : w.saved(title))}
      run={(reason, key) => (clears ? clearHoliday(day, reason) : setHoliday(day, { kind, name: name.trim(), source: source.trim() }, key))}>
      <SelectField label={w.kind} value={kind} choices={choices} onPick={setKind} />
      {!clears && <TextField label={w.name} hint={w.nameHint} value={name} onInput={setName} required />}
      {!clears && <TextField label={w.source} hint={w.sourceHint} value={source} onInput={setSource} required />}
    </Ask>
  )
}
