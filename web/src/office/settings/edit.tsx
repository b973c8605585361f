import { useState } from 'preact/hooks'
import { today } from '../../clock'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { SelectField, TextField } from '../parts/field'
import { setValue, type Setting } from './api'
import { isSwitch, valueOf, valueText, valueWords } from './value'
import { settingWords } from './words'

interface Props { setting: Setting; division: string | null; onClose: () => void; onDone: () => void }

/** A new value, from a day on, with what it rests on. */
export function EditSetting({ setting, division, onClose, onDone }: Props) {
  const { lang } = useOffice()
  const w = settingWords(lang)
  const [text, setText] = useState(valueText(setting.value))
  const [basis, setBasis] = useState('')
  const [from, setFrom] = useState(today())
  const [to, setTo] = useState('')
  const value = valueOf(text, setting.kind, setting.value)
  const label = w.newValue + (setting.unit ? `（${setting.unit}）` : '')
  return (
    <Ask title={w.editTitle(setting.label ?? setting.key)} verb={w.submit} ready={value !== null && !!basis.trim() && !!from} onClose={onClose} onDone={onDone}
      run={(reason, key) => setValue({ ...(division && { division }), key: setting.key, value, basis: basis.trim(), valid_from: from, ...(to && { valid_to: to }), reason }, key)}>
      <p class="small">{w.was}：{valueWords(setting.value, setting.unit, w)} {setting.basis && `（${setting.basis}）`}</p>
      {isSwitch(setting)
        ? <SelectField label={label} value={text} onPick={setText} choices={[{ value: 'true', word: w.yes }, { value: 'false', word: w.no }]} />
        : <TextField label={label} value={text} onInput={setText} inputMode={typeof setting.value === 'number' ? 'decimal' : undefined} required />}
      <TextField label={w.newBasis} value={basis} onInput={setBasis} required />
      <TextField label={w.newFrom} type="date" value={from} onInput={setFrom} required />
      <TextField label={w.newTo} type="date" value={to} onInput={setTo} />
    </Ask>
  )
}
