import { useState } from 'preact/hooks'
import type { Problem } from '../../../../http'
import { asProblem, useLoad } from '../../../../load'
import { useOffice } from '../../../context'
import { download } from '../../../http'
import { Refusal } from '../../../parts/ask'
import { Button } from '../../../parts/button'
import { Field } from '../../../parts/field'
import { Notice } from '../../../parts/notice'
import { at, sendTaskFile, signedOf, type TaskFile } from './api'
import type { FieldGiven } from './field'

/** Files out, for the other side and for other devices, and the other side's file in. */
export function Exchange(given: FieldGiven) {
  const { task, side, f, round } = given
  const { lang } = useOffice()
  const key = useLoad((signal) => signedOf(task.id, signal), [task.id, round, lang]).value?.fingerprint
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const out = async (part: string, name: string) => {
    setBusy(part)
    setProblem(null)
    await download(at(task.id, part), `${task.line.name}${name}`).catch((err: unknown) => setProblem(asProblem(err)))
    setBusy('')
  }
  const button = (part: string, name: string, word: string) => <Button busy={busy === part} disabled={busy !== '' && busy !== part} onClick={() => void out(part, name)}>{word}</Button>
  return (
    <div class="screen"><h3>{f.exchange}</h3>
      <p class="hint">{f.exchangeHint} {f.outHint}</p>
      <p class="task-acts row-of">{button('/task-file', `-${f.file}.zip`, f.out)}{button('/record-sheets.pdf', '.pdf', f.sheetsPrint)}{button('/outing.gpx', '.gpx', f.gpx)}{button('/outing.kml', '.kml', f.kml)}</p>
      {problem && <Refusal problem={problem} />}
      {key && <p><span class="small">{f.fingerprint}</span> <code class="task-link">{key}</code></p>}
      {side !== '' && <TakeIn {...given} />}
    </div>
  )
}

/** Looks at a file first; it is taken in under the key that was compared. */
function TakeIn({ task, f, again }: FieldGiven) {
  const [file, setFile] = useState<File | null>(null)
  const [seen, setSeen] = useState<TaskFile | null>(null)
  const [compared, setCompared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (key = '') => {
    if (!file || busy) return
    setBusy(true)
    setProblem(null)
    try {
      const now = await sendTaskFile(file, key)
      setSeen(now)
      if (now.taken) again()
    } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  const pick = (chosen: File | null) => { setFile(chosen); setSeen(null); setCompared(false); setProblem(null) }
  const ready = seen && !seen.broken.length && !seen.taken
  return (
    <form class="stack task-form" onSubmit={(event) => { event.preventDefault(); void (ready ? compared && send(seen.key) : send()) }}>
      <h4>{f.inFile}</h4>
      <Field label={f.choose}>{(given) => <input {...given} type="file" accept=".zip,application/zip" onChange={(event) => pick(event.currentTarget.files?.[0] ?? null)} />}</Field>
      {problem && <Refusal problem={problem} />}
      {seen && <Outcome seen={seen} task={task.id} f={f} />}
      {ready && <><p><span class="small">{f.compare}</span> <code class="task-link">{seen.fingerprint}</code></p>
        <label class="check"><input type="checkbox" checked={compared} onChange={(event) => setCompared(event.currentTarget.checked)} /> {f.compared}</label></>}
      {!seen?.taken && <p><Button submit kind={ready ? 'primary' : undefined} busy={busy} disabled={!file || !!ready && !compared}>{ready ? f.take : f.check}</Button></p>}
    </form>
  )
}

function Outcome({ seen, task, f }: { seen: TaskFile; task: string; f: FieldGiven['f'] }) {
  const { taken } = seen
  if (seen.broken.length) return <Notice kind="bad" title={f.broken} live><ul>{seen.broken.map((one) => <li key={one.member + one.code}>{one.member} {one.text}</li>)}</ul><p>{f.brokenHint}</p></Notice>
  if (!taken) {
    return <Notice kind={seen.task === task ? 'plain' : 'warn'} live><p>{f.checked(seen.line, seen.records, seen.files)} {f.states[seen.state]}</p>
      {seen.task !== task && <p>{f.otherTask}</p>}{seen.own && <p>{f.own}</p>}{!seen.own && seen.key_known && <p>{f.keyKnown}</p>}{seen.not_arrived.length > 0 && <p>{f.notArrived(seen.not_arrived.length)}</p>}</Notice>
  }
  return (
    <Notice kind={taken.refused.length ? 'warn' : 'good'} title={f.tookTitle} live>
      <p>{f.took(taken.records, taken.files, taken.sheets, taken.signatures)}；{f.known(taken.known)}</p>
      {taken.refused.length > 0 && <><p>{f.refused(taken.refused.length)}</p><ul>{taken.refused.map((one) => <li key={one.member}>{one.member} {one.text}</li>)}</ul></>}
    </Notice>
  )
}
