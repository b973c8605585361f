import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { moveRow, useKeys } from '../../keys'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { href } from '../../route'
import { daysUntil } from '../../supervision/api'
import { TaskTable } from '../tasks/table'
import { taskWords } from '../tasks/words'
import { roundOf } from './api'
import './rounds.css'
import { roundWords } from './words'

/** A round with its years: what each carries, what is to be filed, and its tasks. */
export function RoundPage({ id }: { id: string }) {
  const { lang } = useOffice()
  const [w, t] = [roundWords(lang), taskWords(lang)]
  const { value, problem, retry } = useLoad((signal) => roundOf(id, signal), [id, lang])
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const longest = Math.max(1, ...value.years.map((year) => year.length_m))
  return (
    <>
      <p class="screen"><Link to={href('boundary', ['rounds'])}>{w.back}</Link></p>
      <div class="page-head"><h1>{w.round(value.ordinal)} {w.span(value.from, value.to)}</h1><Badge>{w.done(value.done, value.tasks)}</Badge>{value.overdue > 0 && <Badge kind="bad">{w.overdue(value.overdue)}</Badge>}</div>
      <p class="hint">{value.division_name} · {value.basis}</p>
      {value.years.map((year) => (
        <section key={year.year} class="section"><h2>{year.year} <span class="small">{w.lines(year.tasks)} · {t.km(year.length_m)} · {w.done(year.done, year.tasks)}</span></h2>
          <div class="round-bar" aria-hidden="true"><span style={{ width: `${(100 * year.length_m) / longest}%` }} /></div>
          {year.deadlines.map((deadline) => (
            <p key={deadline.kind} class="small">{w.deadlines[deadline.kind]} {dateWords(deadline.due, lang)} {deadline.met ? <Badge kind="good">{w.met}</Badge> : <Badge kind={daysUntil(deadline.due) < 0 ? 'bad' : 'plain'}>{t.left(daysUntil(deadline.due))}</Badge>} {deadline.basis}</p>
          ))}
          {value.items.some((task) => task.year === year.year) ? <TaskTable rows={value.items.filter((task) => task.year === year.year)} /> : <p class="hint">{w.noTasks}</p>}
        </section>
      ))}
    </>
  )
}
