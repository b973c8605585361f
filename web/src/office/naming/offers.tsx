import { useLoad } from '../../load'
import { words } from './api'

interface Props { id: string; category: string; division: string }

/** Names of the plan and the reserve that are free here, offered as one is typed; without them nothing is offered. */
export function Offers({ id, category, division }: Props) {
  const ask = (list: string, signal: AbortSignal) => words({ list, class: category, division, free: 'true' }, signal)
  const { value } = useLoad(division ? (signal) => Promise.all([ask('plan', signal), ask('reserve', signal)]) : null, [category, division])
  const names = new Map((value ?? []).flatMap((page) => page.items).map((one) => [one.text, one.note ?? one.source]))
  return <datalist id={id}>{[...names].map(([text, note]) => <option key={text} value={text}>{note}</option>)}</datalist>
}
