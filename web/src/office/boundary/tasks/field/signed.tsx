import { useState } from 'preact/hooks'
import { QR } from '../../../../field/parts/qr'
import { useLoad } from '../../../../load'
import { Skeleton, Trouble } from '../../../../notice'
import { useOffice, useSession } from '../../../context'
import { Ask } from '../../../parts/ask'
import { Button } from '../../../parts/button'
import { Field } from '../../../parts/field'
import { Badge } from '../../../parts/notice'
import { at, fileAt, fileScan, signedOf, type Sheet, type Signature } from './api'
import type { FieldGiven } from './field'
import { moment } from './words'

export const kindOf = (state: string) => (state === 'joint' ? 'good' : state === 'disagreement' ? 'bad' : state === 'incomplete' ? 'plain' : 'warn') as 'good' | 'bad' | 'plain' | 'warn'

/** How the sheets are signed, in words, and the scan of one signed in ink. */
export function SignedSheets(given: FieldGiven) {
  const { task, f, round, again, side } = given
  const { lang } = useOffice()
  const { say } = useSession()
  const loaded = useLoad((signal) => signedOf(task.id, signal), [task.id, round, lang])
  const [filing, setFiling] = useState<Sheet | null>(null)
  const v = loaded.value
  return (
    <div><h3>{f.signing} {v && v.sheets.length > 0 && <Badge kind={kindOf(v.state)}>{f.states[v.state] ?? v.state}</Badge>}</h3>
      {loaded.problem && <Trouble problem={loaded.problem} retry={loaded.retry} />}
      {!v && !loaded.problem && <Skeleton rows={3} />}
      {v && !v.sheets.length && <p class="hint">{f.noSheets} {f.noSheetsHint}</p>}
      {v && v.sheets.length > 0 && v.uncovered > 0 && <p class="hint">{f.uncovered(v.uncovered)}</p>}
      {v && v.disagreements.length > 0 && <p class="hint">{f.disagreements(v.disagreements.length)}</p>}
      {v?.sheets.map((sheet) => <One key={sheet.digest} {...given} sheet={sheet} signatures={v.signatures.filter((one) => one.sheet === sheet.digest)} file={side !== '' && sheet.count > 0 ? () => setFiling(sheet) : null} />)}
      {filing && <FileScan task={task.id} sheet={filing} f={f} close={() => setFiling(null)} done={() => { setFiling(null); say(f.done); again() }} />}
    </div>
  )
}

function One({ task, f, w, sheet, signatures, file }: FieldGiven & { sheet: Sheet; signatures: Signature[]; file: (() => void) | null }) {
  const { lang } = useOffice()
  return (
    <div class="task-sheet">
      <div class="task-qr task-qr-small"><QR text={sheet.digest} label={f.qrSheet} /></div>
      <div>
        <p><Badge kind={kindOf(sheet.state)}>{f.states[sheet.state] ?? sheet.state}</Badge> {f.count(sheet.count)}</p>
        <p><span class="small">{f.fourWords}</span> <strong>{sheet.words.join(' ')}</strong></p>
        <p class="small task-link">{f.code} {sheet.digest}</p>
        {sheet.reasons.map((why) => <p key={why.code + why.text} class="hint">{why.text}</p>)}
        <ul class="plain-list">{signatures.map((one) => (
          <li key={one.id}>{w.sides[one.side]} {f.signed(one.name, moment(one.made_at, lang))} <span class="small">{one.phone} · {f.phoneTime(moment(one.signed_at, lang))}</span> {!one.counts && <Badge kind="warn">{one.standing === 'proposal' ? f.proposal : f.notCounting}</Badge>}
            {one.drawn && <a href={fileAt(task.id, { sha256: one.drawn })} target="_blank" rel="noopener" class="small">{f.drawn}</a>}</li>
        ))}
        {sheet.scans.map((scan) => <li key={scan.id}>{f.scanned} <a href={at(task.id, '/scans/' + scan.id + '?inline=1')} target="_blank" rel="noopener">{scan.name}</a> <span class="small">{moment(scan.filed_at, lang)}</span></li>)}</ul>
        {file && <p class="screen"><Button small onClick={file}>{f.scan}</Button></p>}
      </div>
    </div>
  )
}

function FileScan({ task, sheet, f, close, done }: { task: string; sheet: Sheet; f: FieldGiven['f']; close: () => void; done: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  return (
    <Ask title={f.scan} hint={`${f.scanHint} ${f.fourWords}：${sheet.words.join(' ')}`} verb={f.scan} reason={false} ready={!!file} run={(_, key) => fileScan(task, sheet.digest, file!, key)} onDone={done} onClose={close}>
      <Field label={f.scanFile}>{(given) => <input {...given} type="file" accept="application/pdf,image/jpeg,image/png,image/tiff" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}</Field>
    </Ask>
  )
}
