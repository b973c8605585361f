import { useState } from 'preact/hooks'
import { useOffice } from '../context'
import type { Clash, Fields } from '../diff'
import { Button } from '../parts/button'
import { TextDiff } from '../parts/diff'
import { Notice } from '../parts/notice'
import { timeWords } from '../words'
import { registerWords } from './words'

interface Props {
  clashes: Clash[]
  merged: Fields
  by: string
  at: string
  word: (key: string) => string
  onSettle: (fields: Fields) => void
  onCancel: () => void
}

/** Two people changed the same: each field is shown as it was, as mine and as theirs, and one is chosen. */
export function Conflict({ clashes, merged, by, at, word, onSettle, onCancel }: Props) {
  const { t, lang } = useOffice()
  const w = registerWords(lang)
  const [chosen, setChosen] = useState<Fields>(() => Object.fromEntries(clashes.map(({ key, mine }) => [key, mine])))
  const Side = ({ clash, side }: { clash: Clash; side: 'mine' | 'theirs' }) => (
    <label class="side">
      <span class="check"><input type="radio" name={'side-' + clash.key} checked={chosen[clash.key] === clash[side]} onChange={() => setChosen({ ...chosen, [clash.key]: clash[side] })} /> {side === 'mine' ? w.keepMine : w.keepTheirs}</span>
      <TextDiff before={clash.base} after={clash[side]} />
    </label>
  )
  return (
    <section class="conflict">
      <h1>{w.conflict}</h1>
      <Notice kind="warn" live>{w.conflictBy(by, at && timeWords(at, lang))}</Notice>
      {!clashes.length && <p>{w.noClash}</p>}
      {clashes.map((clash) => (
        <fieldset key={clash.key}>
          <legend>{word(clash.key)}</legend>
          <div class="sides">
            <div class="side"><span class="small">{w.base}</span><span class="diff-text">{clash.base || <span class="small">{t.blank}</span>}</span></div>
            <Side clash={clash} side="mine" />
            <Side clash={clash} side="theirs" />
          </div>
        </fieldset>
      ))}
      <div class="form-foot">
        <Button kind="primary" onClick={() => onSettle({ ...merged, ...chosen })}>{w.saveMerged}</Button>
        <Button onClick={onCancel}>{t.back}</Button>
      </div>
    </section>
  )
}
