import type { Item } from './api'
import { useWords } from './context'

interface Props {
  item: Item
  q: string
  past: boolean // the names are those of a day gone by
}

/** One found place: its name, its class, the divisions it lies in, and why it was found. */
export function ItemText({ item, q, past }: Props) {
  const { t } = useWords()
  return (
    <>
      <span class="item-line">
        <span class="item-name"><Marked text={item.name} part={q} /></span>
        <span class="item-pinyin" lang="zh-Latn">{item.pinyin}</span>
        <span class="tag">{item.class_name}</span>
      </span>
      <span class="item-line item-where">{item.division_name}</span>
      <Why {...{ item, q, past }} />
      {item.current === false && <span class="item-why">{past ? t.notThen : t.noLonger}</span>}
    </>
  )
}

function Why({ item: { match, name }, q, past }: Props) {
  const { t } = useWords()
  if (!match) return null
  const { kind, text } = match
  if (kind === 'variant' || kind === 'fuzzy') return <span class="item-why">{t[kind]}</span>
  if (kind === 'code' || kind === 'alias') return <span class="item-why">{t[kind]} {text}</span>
  if (past) return text && text !== name && !name.includes(q) ? <span class="item-why">{t.otherTime(text)}</span> : null
  return kind === 'former' ? <span class="item-why">{t.formerNow(text, name)}</span> : null // what else was asked is shown anyway
}

function Marked({ text, part }: { text: string; part: string }) {
  const at = part ? text.indexOf(part) : -1
  if (at < 0) return <>{text}</>
  return <>{text.slice(0, at)}<mark>{part}</mark>{text.slice(at + part.length)}</>
}
