import type { Loaded } from '../../load'
import { Trouble } from '../../notice'
import { tasks, type TaskRow } from '../boundary/tasks/api'
import { Due } from '../boundary/tasks/table'
import { ownerName, taskWords } from '../boundary/tasks/words'
import { useOffice } from '../context'
import { Link } from '../parts/link'
import { href } from '../route'
import { daysUntil } from '../supervision/api'
import { todayWords } from './words'

/** How many days ahead a task of the boundary shows on today's page. */
const ahead = 30

export interface Inspections { items: TaskRow[]; total: number }

/** The inspections that are overdue or due soon, with those that have such a problem. */
export async function dueInspections(signal: AbortSignal): Promise<Inspections> {
  const { items } = await tasks({ open: 'true' }, null, signal)
  const due = items.filter((task) => task.overdue || soonest(task) <= ahead)
  return { items: due.slice(0, 8), total: due.length }
}

const soonest = (task: TaskRow) => Math.min(...[task.completed ? '' : task.due, task.problem_due].filter((day): day is string => !!day).map((day) => daysUntil(day)), Infinity)

export function DueInspections({ value, problem, retry }: Loaded<Inspections>) {
  const { lang } = useOffice()
  const [w, t] = [todayWords(lang), taskWords(lang)]
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value?.total) return null
  return (
    <section class="section"><h2>{w.inspections} <span class="small">{value.total}</span></h2>
      <ul class="waiting">{value.items.map((task) => (
        <li key={task.id}>
          <span class={`dot dot-${task.overdue ? 'bad' : 'warn'}`} aria-hidden="true" />
          <Link to={href('boundary', ['tasks', task.id])}>{task.line.name}</Link>
          <span class="small"><Due task={task} /> · {t.states[task.state] ?? task.state}{task.problems > 0 && ` · ${t.problems} ${task.problems}`} · {t.lead} {ownerName(task.line[task.lead], t)}</span>
        </li>
      ))}</ul>
      {value.total > value.items.length && <p class="small"><Link to={href('boundary', ['tasks'], { open: true })}>{w.inspectionsMore(value.total)}</Link></p>}
    </section>
  )
}
