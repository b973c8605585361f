import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { moveRow, useKeys } from '../../keys'
import type { PageProps } from '../../pages'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go, href } from '../../route'
import { standings } from '../tasks/api'
import { ownerName, taskWords } from '../tasks/words'
import { rounds } from './api'
import { FormPage } from './form'
import { Wizard } from './plan'
import { RoundPage } from './round'
import { roundWords } from './words'

/** /office/boundary/rounds is the list, …/new a plan, …/form the check form, …/<id> one round. */
export default function Rounds({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <Wizard />
  if (rest[0] === 'form') return <FormPage param={param} />
  return rest[0] ? <RoundPage key={rest[0]} id={rest[0]} /> : <List />
}

function List() {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = roundWords(lang)
  const found = useLoad((signal) => rounds(signal), [lang])
  const work = session.can.includes('inspection.work')
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  const at = (id: string) => href('boundary', ['rounds', id])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>
        {work && <Link class="button primary screen" to={href('boundary', ['rounds', 'new'])}>{w.add}</Link>}
        <Link class="button screen" to={href('boundary', ['rounds', 'form'])}>{w.forms}</Link></div>
      <p class="hint">{w.hint}</p>
      {found.problem && <Trouble problem={found.problem} retry={found.retry} />}
      {!found.value && !found.problem && <Skeleton rows={4} />}
      {found.value && !found.value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {found.value && found.value.items.length > 0 && <Table name="rounds" label={w.list} rows={found.value.items} id={(row) => row.id} onPick={(row) => go(at(row.id))} columns={[
        { key: 'round', head: w.ordinal, always: true, cell: (row) => <Link to={at(row.id)}>{w.round(row.ordinal)}</Link> },
        { key: 'years', head: w.years, always: true, cell: (row) => w.span(row.from, row.to) },
        { key: 'progress', head: w.progress, always: true, cell: (row) => <>{w.done(row.done, row.tasks)} {row.overdue > 0 && <Badge kind="bad">{w.overdue(row.overdue)}</Badge>}</> },
        { key: 'division', head: w.division, cell: (row) => row.division_name },
        { key: 'basis', head: w.basis, wrap: true, cell: (row) => row.basis },
      ]} />}
      <Standings />
    </>
  )
}

/** When each line was inspected last and is due again. */
function Standings() {
  const { lang } = useOffice()
  const [w, t] = [roundWords(lang), taskWords(lang)]
  const [level, setLevel] = useState(3)
  const found = useLoad((signal) => standings(level, signal), [lang, level])
  return (
    <section class="section"><h2>{w.dueTitle}</h2>
      <p class="hint">{w.dueHint}</p>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}><SelectField label={w.levelOf} value={String(level)} onPick={(value) => setLevel(Number(value))} choices={Object.entries(w.levels).map(([value, word]) => ({ value, word }))} /></form>
      {found.problem && <Trouble problem={found.problem} retry={found.retry} />}
      {!found.value && !found.problem && <Skeleton rows={4} />}
      {found.value && !found.value.items.length && <p class="hint">{w.noLines}</p>}
      {found.value && found.value.items.length > 0 && <Table name="standings" label={w.dueList} rows={found.value.items} id={(row) => row.line.id} columns={[
        { key: 'next', head: w.next, always: true, cell: (row) => (row.next ? dateWords(row.next, lang) : <span class="small">{w.never}</span>) },
        { key: 'line', head: w.line, always: true, wrap: true, cell: (row) => row.line.name },
        { key: 'task', head: w.current, always: true, cell: (row) => (row.task ? <Link to={href('boundary', ['tasks', row.task])}>{w.open}</Link> : null) },
        { key: 'last', head: w.last, cell: (row) => (row.last ? dateWords(row.last, lang) : '') },
        { key: 'sides', head: w.division, hidden: true, cell: (row) => `${ownerName(row.line.a, t)} — ${ownerName(row.line.b, t)}` },
        { key: 'length', head: w.length, number: true, cell: (row) => t.km(row.line.length_m) },
      ]} />}
    </section>
  )
}
