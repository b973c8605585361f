import { useState } from 'preact/hooks'
import { useOffice } from '../../../context'
import type { Given } from '../task'
import { Exchange } from './exchange'
import './field.css'
import { Guests } from './guests'
import { Packs } from './packs'
import { Records } from './records'
import { SignedSheets } from './signed'
import { fieldWords, type FieldWords } from './words'

export interface FieldGiven extends Given { f: FieldWords; round: number; again: () => void }

/** The office's side of the field work of a task. */
export function FieldWork(given: Given) {
  const { lang } = useOffice()
  const f = fieldWords(lang)
  const [round, setRound] = useState(0) // counts what was changed, so that all parts are read anew
  const all: FieldGiven = { ...given, f, round, again: () => setRound((n) => n + 1) }
  return (
    <section class="section task-field" aria-labelledby="task-field"><h2 id="task-field">{f.title}</h2>
      <p class="hint screen">{f.hint}</p>
      <SignedSheets {...all} />
      <Records {...all} />
      <Guests {...all} />
      <Packs {...all} />
      <Exchange {...all} />
    </section>
  )
}
