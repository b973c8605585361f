import { mayHelp, type Problem } from './http'
import { useWords } from './context'

/** What went wrong, and the way on: to try again where that can help, else back to where one came from. */
export function Trouble({ problem, retry, back }: { problem: Problem; retry: () => void; back?: () => void }) {
  const { t } = useWords()
  return (
    <div class="trouble" role="alert">
      <p><strong>{problem.title}</strong></p>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.fields.length > 0 && <ul>{problem.fields.map((field, n) => <li key={n}>{field.message}{field.location && ` (${field.location})`}</li>)}</ul>}
      {mayHelp(problem)
        ? <button type="button" onClick={retry}>{t.retry}</button>
        : back && <button type="button" onClick={back}>{t.backToSearch}</button>}
    </div>
  )
}

/** Grey bars where text will be, so that nothing jumps. */
export function Skeleton({ rows }: { rows: number }) {
  const { t } = useWords()
  return (
    <div class="skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: rows }, (_, i) => <span key={i} style={{ width: `${90 - ((i * 29) % 50)}%` }} />)}
    </div>
  )
}
