import { useState } from 'preact/hooks'
import { dateWords } from '../../../words'
import { useOffice } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import { Badge } from '../../parts/notice'
import { change, type Side } from './api'
import type { Given } from './task'
import { ownerName } from './words'

/** Both sides' signatures of the report; each signs for itself, or by the sealed scan. */
export function Signatures({ task, side, w, changed }: Given) {
  const { lang } = useOffice()
  const [asking, setAsking] = useState<Side | null>(null)
  const scans = task.papers.filter((paper) => paper.kind === 'signed_report' && !paper.side)
  const open = task.state === 'report_draft' && side !== ''
  return (
    <section class="section"><h2>{w.signing}</h2>
      <ul class="plain-list">{(['a', 'b'] as const).map((whose) => {
        const signed = task.signatures.find((one) => one.side === whose)
        const name = ownerName(task.line[whose], w)
        return (
          <li key={whose}>{w.sides[whose]} {name} {signed ? <><Badge kind="good">{w.signedBy[signed.means] ?? signed.means}</Badge> {dateWords(signed.on, lang)} {signed.by}</> : <Badge kind="warn">{w.unsigned}</Badge>}
            {open && !signed && whose === side && <Button small class="screen" kind="primary" onClick={() => setAsking(whose)}>{w.signFor(name)}</Button>}
            {open && !signed && whose !== side && scans.length > 0 && <Button small class="screen" onClick={() => setAsking(whose)}>{w.signOther(name)}</Button>}
          </li>
        )
      })}</ul>
      {open && scans.length === 0 && <p class="hint screen">{w.needScan}</p>}
      {asking && <Sign {...{ task, side, w, whose: asking, scans: scans.map((paper) => ({ value: paper.id, word: paper.title || paper.name })) }} changed={(now) => { setAsking(null); changed(now) }} close={() => setAsking(null)} />}
    </section>
  )
}

function Sign({ task, side, w, whose, scans, changed, close }: Given & { whose: Side; scans: { value: string; word: string }[]; close: () => void }) {
  const [on, setOn] = useState('')
  const [paper, setPaper] = useState(whose === side ? '' : scans[0]?.value ?? '')
  const name = ownerName(task.line[whose], w)
  const title = whose === side ? w.signFor(name) : w.signOther(name)
  return (
    <Ask title={title} verb={title} reason={false} onClose={close} onDone={changed}
      run={(_, key) => change(task, 'POST', '/signatures', { whose, ...(side && { side }), ...(on && { on }), ...(paper && { paper }) }, key)}>
      <TextField label={w.on} hint={w.onHint} type="date" value={on} onInput={setOn} />
      {scans.length > 0 && <SelectField label={w.paper} value={paper} onPick={setPaper} choices={[...(whose === side ? [{ value: '', word: w.noPaper }] : []), ...scans]} />}
    </Ask>
  )
}
