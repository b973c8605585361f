import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { moveRow, useKeys } from '../../keys'
import type { PageProps } from '../../pages'
import { Button } from '../../parts/button'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Empty } from '../../parts/notice'
import { usePaged } from '../../parts/pages'
import { go, href, withParams } from '../../route'
import { tasks, type TaskRow } from './api'
import { SpecialForm } from './special'
import { TaskTable } from './table'
import { TaskPage } from './task'
import { taskWords } from './words'

/** /office/boundary/tasks is the list, …/new a special check, …/<id> one task. */
export default function Tasks({ rest, param }: PageProps) {
  if (rest[0] === 'new') return <SpecialForm param={param} />
  return rest[0] ? <TaskPage key={rest[0]} id={rest[0]} /> : <List param={param} />
}

function List({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = taskWords(lang)
  const filters = { state: param.get('state') ?? '', kind: param.get('kind') ?? '', overdue: param.get('overdue') ? 'true' : '', open: param.get('open') ? 'true' : '', year: param.get('year') ?? '', line: param.get('line') ?? '' }
  const found = usePaged<TaskRow>((cursor, signal) => tasks(filters, cursor, signal), [JSON.stringify(filters), lang])
  const set = (changes: Record<string, string>) => go(href('boundary', ['tasks'], withParams(param, changes)), 'replace')
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{session.can.includes('inspection.work') && <Link class="button screen" to={href('boundary', ['tasks', 'new'])}>{w.special}</Link>}</div>
      <p class="hint">{w.hint}</p>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <SelectField label={w.state} value={filters.state} onPick={(state) => set({ state })} choices={[{ value: '', word: w.allStates }, ...Object.entries(w.states).map(([value, word]) => ({ value, word }))]} />
        <SelectField label={w.kind} value={filters.kind} onPick={(kind) => set({ kind })} choices={[{ value: '', word: w.allKinds }, { value: 'special', word: w.specialOnly }]} />
        <label class="check"><input type="checkbox" checked={!!filters.overdue} onChange={(event) => set({ overdue: event.currentTarget.checked ? '1' : '' })} /> {w.overdueOnly}</label>
        <label class="check"><input type="checkbox" checked={!!filters.open} onChange={(event) => set({ open: event.currentTarget.checked ? '1' : '' })} /> {w.openOnly}</label>
        {filters.line && <Button small onClick={() => set({ line: '' })}>{w.clearLine}</Button>}
      </form>
      {found.items.length > 0 && <TaskTable rows={found.items} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </>
  )
}
