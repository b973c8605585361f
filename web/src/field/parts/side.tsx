import type { Side } from '../domain'
import { sideIn } from '../draft'
import { t } from '../words'
import { Chips } from './chips'
import { useField } from './context'
import { useKept } from './task'

/** Asks whom the person speaks for where it could be either; nothing where it is clear, or said and not asked always. */
export function SideChoice({ task, always }: { task: string; always?: boolean }) {
  const field = useField()
  const kept = useKept(task)
  if (!kept || kept.pack.sides.length === 1 || (!always && kept.side)) return null
  const choices = kept.pack.sides.map((side): [string, string] => [side, kept.pack.owners?.[side].name ?? side.toUpperCase()])
  return <Chips legend={t.home.side} choices={choices} value={sideIn(field, task) ?? ''} onPick={(side) => side && void field.setPack(task, { ...kept, side: side as Side })} />
}
