import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { download } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import type { Given } from './task'

const papers = ['report.docx', 'report.pdf', 'record-sheets.pdf', 'submission.zip'] as const

/** The result of an inspection, made from what is recorded whenever it is asked for. */
export function Result({ task, w }: Given) {
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const fetchPaper = async (paper: typeof papers[number]) => {
    setBusy(paper)
    setProblem(null)
    await download(`/v1/tasks/${task.id}/${paper}`, `${task.line.name}-${w.resultNames[paper]}`).catch((err: unknown) => setProblem(asProblem(err)))
    setBusy('')
  }
  return (
    <section class="section screen"><h2>{w.result}</h2>
      <p class="hint">{w.resultHint}</p>
      <p class="task-acts row-of">{papers.map((paper) => <Button key={paper} busy={busy === paper} disabled={busy !== '' && busy !== paper} onClick={() => void fetchPaper(paper)}>{w.resultWords[paper]}</Button>)}</p>
      {problem && <Refusal problem={problem} />}
    </section>
  )
}
