import type { Item } from '../domain'
import { asked } from '../draft'
import { lang, t } from '../words'
import { Chips } from './chips'

interface Props { items: readonly Item[]; answers: Record<string, string>; onAnswer: (id: string, value: string) => void }

/** The questions of a pack's form, as far as the answers call for them. */
export function FormItems({ items, answers, onAnswer }: Props) {
  return <>{asked(items, answers).map((item) => <One key={item.id} item={item} value={answers[item.id] ?? ''} onAnswer={(value) => onAnswer(item.id, value)} />)}</>
}

function One({ item, value, onAnswer }: { item: Item; value: string; onAnswer: (value: string) => void }) {
  const label = item.label[lang] + (item.required ? ' *' : '')
  if (item.kind === 'yes_no') return <Chips legend={label} choices={[['yes', t.check.yes], ['no', t.check.no]]} value={value} onPick={onAnswer} />
  if (item.kind === 'choice' || item.kind === 'many') {
    return <Chips legend={label} many={item.kind === 'many'} choices={(item.choices ?? []).map(({ value, label }) => [value, label[lang]])} value={value} onPick={onAnswer} />
  }
  const input = (event: { currentTarget: { value: string } }) => onAnswer(event.currentTarget.value)
  return (
    <label class="field">{label}
      {item.kind === 'text' ? <textarea value={value} maxLength={4000} onInput={input} /> : <input inputMode="decimal" value={value} onInput={input} />}
    </label>
  )
}
