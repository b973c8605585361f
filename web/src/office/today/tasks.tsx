import type { Loaded } from '../../load'
import { Trouble } from '../../notice'
import { dateWords } from '../../words'
import { caseWords } from '../cases/words'
import { useOffice } from '../context'
import { read } from '../http'
import { Link } from '../parts/link'
import { href } from '../route'
import { todayWords } from './words'

interface Task { case: string; number: string; title: string; state: string; step: string; opened_on: string }
export interface Tasks { total: number; items: Task[] }

export const myCases = (signal: AbortSignal) => read<Tasks>('/v1/cases/tasks', signal)

/** The cases whose next step the reader may take: the oldest, each with that step. */
export function MyCases({ value, problem, retry }: Loaded<Tasks>) {
  const { lang } = useOffice()
  const [w, c] = [todayWords(lang), caseWords(lang)]
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value?.total) return null
  return (
    <section class="section"><h2>{w.tasks} <span class="small">{value.total}</span></h2>
      <ul class="waiting">{value.items.map((task) => (
        <li key={task.case}>
          <span class="dot dot-warn" aria-hidden="true" />
          <Link to={href('cases', [task.case])}>{(task.step === 'opinions' ? w.record : c.steps[task.step] ?? task.step) + '：' + task.title}</Link>
          <span class="small">{task.number} · {c.states[task.state] ?? task.state} · {w.opened(dateWords(task.opened_on, lang))}</span>
        </li>
      ))}</ul>
      {value.total > value.items.length && <p class="small"><Link to={href('cases')}>{w.tasksMore(value.total)}</Link></p>}
    </section>
  )
}
