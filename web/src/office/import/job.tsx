import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isAbort, type Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { importOf, remove, type Import } from './api'
import { Check } from './check'
import { Columns } from './columnsview'
import { Result } from './result'
import { StateBadge } from './start'
import { importWords } from './words'

const steps = ['columns', 'check', 'run'] as const
type Step = (typeof steps)[number]

/** One import, step by step: what was found, what would happen, what came of it. */
export function Job({ id, step: asked }: { id: string; step: string | null }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = importWords(lang)
  const { job, problem, set, retry } = useJob(id)
  const [removing, setRemoving] = useState(false)
  if (problem && !job) return <><p><Link to={href('import')}>← {w.back}</Link></p><Trouble problem={problem} retry={retry} back={() => go(href('import'))} /></>
  if (!job) return <Skeleton rows={8} />
  const over = job.state !== 'planned'
  const step: Step = over && job.state !== 'failed' ? 'run' : steps.find((one) => one === asked && (over || one !== 'run')) ?? (over ? 'run' : 'columns')
  return (
    <>
      <p class="screen"><Link to={href('import')}>← {w.back}</Link></p>
      <div class="page-head">
        <h1>{job.file}</h1> <StateBadge job={job} />
        <span class="page-tools">{!job.file_gone && job.state !== 'running' && <Button small onClick={() => setRemoving(true)}>{w.remove}</Button>}</span>
      </div>
      <ol class="steps" aria-label={w.title}>
        {steps.map((one) => (
          <li key={one} aria-current={one === step ? 'step' : undefined}>
            {one === step || (over ? job.state !== 'failed' : one === 'run') ? w.steps[one] : <Link to={href('import', [id], { step: one })}>{w.steps[one]}</Link>}
          </li>
        ))}
      </ol>
      {step === 'columns' && <Columns job={job} onPlanned={(next) => { set(next); go(href('import', [id], { step: 'check' })) }} />}
      {step === 'check' && <Check job={job} onJob={set} />}
      {step === 'run' && <Result job={job} onJob={set} />}
      {removing && <Ask title={w.removeTitle} hint={w.removeHint} verb={w.remove} danger reason={false} run={() => remove(id)} onClose={() => setRemoving(false)}
        onDone={() => { say(w.removed); go(href('import')) }} />}
    </>
  )
}

/** An import, asked again every second while it runs. */
function useJob(id: string) {
  const [job, set] = useState<Import | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [attempt, setAttempt] = useState(0)
  const again = useRef(0)
  useEffect(() => {
    const abort = new AbortController()
    const ask = () => {
      importOf(id, abort.signal).then(
        (next) => { set(next); setProblem(null); if (next.state === 'running') again.current = window.setTimeout(ask, 1000) },
        (err: unknown) => { if (isAbort(err)) return; setProblem(asProblem(err)); again.current = window.setTimeout(ask, 5000) },
      )
    }
    if (!job || job.state === 'running') ask()
    return () => { abort.abort(); clearTimeout(again.current) }
  }, [id, attempt, job?.state])
  const retry = useCallback(() => setAttempt((n) => n + 1), [])
  return { job, problem, set, retry }
}
