import type { Item } from './api'
import { useWords } from './context'

/** One found place: its name, its class, the divisions it lies in, and why it was found. */
export function ItemText({ item, q }: { item: Item; q: string }) {
  const { t } = useWords()
  return (
    <>
      <span class="item-line">
        <span class="item-name"><Marked text={item.name} part={q} /></span>
        <span class="item-pinyin" lang="zh-Latn">{item.pinyin}</span>
        {item.current === false && <span class="item-why">{t.noLonger}</span>}
        <span class="tag">{item.class_name}</span>
      </span>
      <span class="item-line item-where">{item.division_name}</span>
      <Why item={item} />
    </>
  )
}

function Why({ item }: { item: Item }) {
  const { t } = useWords()
  const { match } = item
  if (!match || match.kind === 'exact' || match.kind === 'prefix') return null
  if (match.kind === 'former') return <span class="item-why">{t.formerNow(match.text, item.name)}</span>
  if (match.kind === 'pinyin' || match.kind === 'initials') return null // the pinyin is shown anyway
  return <span class="item-why">{t[match.kind]} {match.text}</span>
}

function Marked({ text, part }: { text: string; part: string }) {
  const at = part ? text.indexOf(part) : -1
  if (at < 0) return <>{text}</>
  return <>{text.slice(0, at)}<mark>{part}</mark>{text.slice(at + part.length)}</>
}
