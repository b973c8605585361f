import { today as todayISO } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton } from '../../notice'
import { dateWords } from '../../words'
import { dues } from '../boundary/upkeep/api'
import { useOffice, useSession } from '../context'
import { moveRow, useKeys } from '../keys'
import { Link } from '../parts/link'
import { Empty, Notice } from '../parts/notice'
import { DueCases, dueCases } from './due'
import { DueInspections, dueInspections } from './inspections'
import { MyCases, myCases } from './tasks'
import { UpkeepDues } from './upkeep'
import { gather, type Waiting } from './waiting'
import { todayWords } from './words'

/** What waits for the person who opens it. */
export default function Today() {
  const { t, lang } = useOffice()
  const w = todayWords(lang)
  const { session } = useSession()
  const due = useLoad(session.can.includes('case.read') ? dueCases : null, [session, lang])
  const tasks = useLoad(session.can.includes('case.read') ? myCases : null, [session, lang])
  const inspections = useLoad(session.can.includes('inspection.read') ? dueInspections : null, [session, lang])
  const kept = useLoad(session.can.includes('upkeep.read') ? (signal) => dues({}, signal) : null, [session, lang])
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  const { value } = useLoad((signal) => gather(session, lang, signal), [session, lang])
  return (
    <>
      <div class="page-head"><h1>{t.rail.today}</h1><p class="small">{dateWords(todayISO(), lang)}</p></div>
      <p class="hello">{w.hello(session.account.name || session.account.login)}</p>
      <WaitingList items={value?.items.filter(({ first }) => first) ?? []} />
      {session.can.includes('case.read') && <MyCases {...tasks} />}
      {session.can.includes('case.read') && <DueCases {...due} />}
      {session.can.includes('inspection.read') && <DueInspections {...inspections} />}
      {session.can.includes('upkeep.read') && <UpkeepDues {...kept} />}
      {!value && <Skeleton rows={5} />}
      {value?.partial && <Notice kind="warn" live>{w.partial}</Notice>}
      {value && !value.items.length && !due.value?.items.length && !tasks.value?.total && !inspections.value?.total && !kept.value?.items.length && <Empty title={w.nothing}><p>{w.nothingHint}</p></Empty>}
      <WaitingList title={w.waiting} items={value?.items.filter(({ first }) => !first) ?? []} />
    </>
  )
}

function WaitingList({ title, items }: { title?: string; items: readonly Waiting[] }) {
  if (!items.length) return null
  return (
    <section class="section">
      {title && <h2>{title}</h2>}
      <ul class="waiting">{items.map((item) => <Item key={item.to + item.text} item={item} />)}</ul>
    </section>
  )
}

function Item({ item }: { item: Waiting }) {
  return (
    <li>
      <span class={`dot dot-${item.kind ?? 'plain'}`} aria-hidden="true" />
      <Link to={item.to}>{item.text}</Link>
      {item.note && <span class="small">{item.note}</span>}
    </li>
  )
}
