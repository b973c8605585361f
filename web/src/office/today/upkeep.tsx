import type { Loaded } from '../../load'
import { Trouble } from '../../notice'
import type { Due } from '../boundary/upkeep/api'
import { DueTable } from '../boundary/upkeep/due'
import { upkeepWords } from '../boundary/upkeep/words'
import { useOffice, useSession } from '../context'

/** What is due of entrusted management: patrols, reports, contracts, meetings; overdue first. */
export function UpkeepDues({ value, problem, retry }: Loaded<{ items: Due[] }>) {
  const { lang } = useOffice()
  const { session } = useSession()
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value?.items.length) return null
  return <section class="section"><h2>{upkeepWords(lang).title} <span class="small">{value.items.length}</span></h2><DueTable rows={value.items} patrols={session.can.includes('upkeep.patrol')} /></section>
}
