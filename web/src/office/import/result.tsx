import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { href } from '../route'
import { cancel, rejectedRows, run, undo, type Import } from './api'
import { Going } from './check'
import { ownWords } from './columns'
import { pageOf } from './kinds'
import { Rejections } from './rejections'
import { Remarks } from './remarks'
import { importWords } from './words'

interface Props { job: Import; onJob: (job: Import) => void }

/** A run while it goes on, and what came of it. */
export function Result({ job, onJob }: Props) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = importWords(lang)
  const [undoing, setUndoing] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const act = (deed: () => Promise<Import>) => { setProblem(null); deed().then(onJob, (err: unknown) => setProblem(asProblem(err))) }
  const { report } = job
  if (job.state === 'running') {
    return (
      <>
        <Going progress={job.progress} title={w.running} waiting={job.waiting ? w.runningWait : undefined} />
        <p class="hint">{w.leave}</p>
        <p class="screen"><Button onClick={() => { act(() => cancel(job.id)); say(w.stopped) }}>{w.stop}</Button></p>
        {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
      </>
    )
  }
  return (
    <>
      <Outcome job={job} />
      {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
      <p class="row-of screen">
        {job.state === 'failed' && !job.file_gone && <Button kind="primary" onClick={() => act(() => run(job.id))}>{w.again}</Button>}
        {job.rejected_url && <Button onClick={() => void rejectedRows(job).catch((err: unknown) => setProblem(asProblem(err)))}>{w.download}</Button>}
        {report && job.state !== 'undone' && report.accepted + report.updated > 0 && <Button kind="danger" onClick={() => setUndoing(true)}>{w.undo}</Button>}
        {job.state === 'done' && <Link to={href(pageOf[job.plan.as])}>{w.seeRegister[pageOf[job.plan.as] as keyof typeof w.seeRegister]}</Link>}
      </p>
      {job.rejected_url && <p class="hint">{w.downloadHint}</p>}
      {job.file_gone && <p class="hint">{w.fileGone}</p>}
      {report && <Rejections all={report.rejections.map((one) => ({ ...one, reason: ownWords(one.reason, lang) }))} total={report.rejected} />}
      {report?.remarks && <Remarks all={report.remarks} />}
      {report?.notes && report.notes.length > 0 && <section class="section"><h2>{w.notes}</h2>{report.notes.map((note) => <p key={note}>{ownWords(note, lang)}</p>)}</section>}
      {undoing && <Undoing job={job} onClose={() => setUndoing(false)} onDone={(next) => { setUndoing(false); onJob(next); say(w.undone) }} />}
    </>
  )
}

function Outcome({ job: { plan, state, report, failure, undone } }: { job: Import }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  return (
    <section class="section" role="status">
      {state === 'done' && report && <Notice kind="good" title={w.done}><p class="figures">{w.sum(report)}</p></Notice>}
      {state === 'failed' && <Notice kind="bad" title={w.failed}><p>{failure}</p>{report && <p class="figures">{w.sum(report)}</p>}<p>{w.againHint}</p></Notice>}
      {state === 'undone' && undone && (
        <Notice kind="good" title={w.undone}>
          <p class="figures">{w.undoneSum(undone.withdrawn, undone.restored)}</p>
        </Notice>
      )}
      {state === 'undone' && undone?.changed_since && undone.changed_since.length > 0 && (
        <Notice kind="warn" title={w.changedSince}>
          <ul class="plain-list">{undone.changed_since.slice(0, 100).map(({ place, name, reason }) => (
            <li key={place}>{pageOf[plan.as] === 'register' ? <Link to={href('register', [place])}>{name}</Link> : name} <span class="small">{ownWords(reason, lang)}</span></li>
          ))}</ul>
        </Notice>
      )}
    </section>
  )
}

function Undoing({ job, onClose, onDone }: { job: Import; onClose: () => void; onDone: (job: Import) => void }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const [whole, setWhole] = useState(false)
  return (
    <Ask title={w.undoTitle} hint={pageOf[job.plan.as] === 'register' ? w.undoHint : w.undoHintSafety} verb={w.undo} danger onClose={onClose} onDone={onDone} run={(reason, key) => undo(job.id, reason, whole, key)}>
      <label class="check"><input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} /> {w.undoWhole}</label>
    </Ask>
  )
}
