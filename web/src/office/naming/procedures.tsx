import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField, type Choice } from '../parts/field'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { classes, endProcedure, procedures, setProcedure, type Procedure } from './api'
import { classChoices } from './classes'
import { namingWords, type NamingWords } from './words'

const blank: Procedure = { class: '235', kind: '', approver_kind: 'government', approver: '', required: ['notice'], files: true, announces: true, basis: '' }

/** How cases of a class go: what the regulation says, and what the place set over it. */
export function Procedures() {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const { session, say } = useSession()
  const { value, problem, retry } = useLoad(procedures, [lang])
  const known = useLoad(classes, [lang])
  const [editing, setEditing] = useState<Procedure | null>(null)
  const [ending, setEnding] = useState<Procedure | null>(null)
  const choices = classChoices(known.value?.items ?? [], w, lang)
  const may = session.can.includes('naming.edit')
  const nameOf = (p: Procedure) => [p.class ? choices.find(({ value }) => value === p.class)?.word ?? w.byClass(p.class) : w.everyClass, p.kind ? w.caseKinds[p.kind] : w.anyKind, p.division?.name].filter(Boolean).join(' · ')
  return (
    <section class="section">
      <div class="page-head"><h2>{w.proceduresTitle}</h2>{may && <Button kind="primary" onClick={() => setEditing(blank)}>{w.setProcedure}</Button>}</div>
      <p class="hint">{w.proceduresHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && <div class="with-columns"><Table name="procedures" label={w.proceduresTitle} rows={value.items} id={(row) => row.id ?? row.class + row.kind} columns={[
        { key: 'class', head: w.class, always: true, wrap: true, cell: (row: Procedure) => <><b>{nameOf(row)}</b></> },
        { key: 'state', head: w.state, always: true, cell: (row: Procedure) => <Badge kind={row.id ? 'good' : row.replaced ? 'warn' : 'plain'}>{row.id ? w.isOwn : row.replaced ? w.isReplaced : w.isDefault}</Badge> },
        { key: 'approver', head: w.approver, wrap: true, cell: (row: Procedure) => <>{row.approver} <span class="small">{w.approverKinds[row.approver_kind]}</span></> },
        { key: 'required', head: w.required, wrap: true, cell: (row: Procedure) => row.required.map((one) => w.reports[one] ?? one).join('、') || w.nobody },
        { key: 'follows', head: w.follows, cell: (row: Procedure) => [row.files && w.files, row.announces && w.announces].filter(Boolean).join('、') },
        { key: 'basis', head: w.basis, wrap: true, cell: (row: Procedure) => <>{row.basis} <span class="small">{row.set_by}</span></> },
        ...(may ? [{ key: 'act', head: '', always: true, cell: (row: Procedure) => (
          <span class="row-acts">
            <Button small aria-label={`${w.edit} ${nameOf(row)}`} onClick={() => setEditing(row)}>{w.edit}</Button>{' '}
            {row.id && <Button small aria-label={`${w.backToDefault} ${nameOf(row)}`} onClick={() => setEnding(row)}>{w.backToDefault}</Button>}
          </span>
        ) }] : []),
      ]} /></div>}
      {editing && <Edit was={editing} choices={choices} w={w} title={w.editProcedure(nameOf(editing))} onClose={() => setEditing(null)} onDone={() => { setEditing(null); say(w.procedureSaved); retry() }} />}
      {ending?.id && <Ask title={w.backTitle(nameOf(ending))} hint={w.backHint} verb={w.backToDefault} onClose={() => setEnding(null)} onDone={() => { setEnding(null); say(w.backDone); retry() }}
        run={(reason, key) => endProcedure(ending.id ?? '', reason, key)} />}
    </section>
  )
}

interface EditProps { was: Procedure; choices: readonly Choice[]; w: NamingWords; title: string; onClose: () => void; onDone: () => void }

/** One procedure; over a default it is a new one, over one that is set it takes its place. */
function Edit({ was, choices, w, title, onClose, onDone }: EditProps) {
  const [p, setP] = useState({ ...was, basis: was.id ? was.basis : '', division: was.division?.code ?? '' })
  const set = (change: Partial<typeof p>) => setP({ ...p, ...change })
  const toggle = (report: string) => set({ required: Object.keys(w.reports).filter((one) => (one === report) !== p.required.includes(one)) })
  const { approver_kind, required, files, announces } = p
  return (
    <Ask title={title} hint={w.procedureLaw} verb={w.saveProcedure} wide ready={!!p.approver.trim() && !!p.basis.trim()} onClose={onClose} onDone={onDone}
      run={(reason, key) => setProcedure({ class: p.class, ...(p.kind && { kind: p.kind }), ...(p.division && { division: p.division }), ...(was.id && { seen: was.id }), reason,
        procedure: { approver_kind, approver: p.approver.trim(), required, files, announces, basis: p.basis.trim() } }, key)}>
      <div class="naming-try">
        <SelectField label={w.class} value={p.class} choices={choices.map((one) => (one.value ? one : { value: '', word: w.everyClass }))} onPick={(next) => set({ class: next })} />
        <SelectField label={w.caseKind} value={p.kind} choices={[{ value: '', word: w.anyKind }, ...Object.entries(w.caseKinds).map(([value, word]) => ({ value, word }))]} onPick={(kind) => set({ kind })} />
        <DivisionField label={w.where} whole={w.whole} value={p.division} onPick={(picked) => set({ division: picked?.code ?? '' })} />
        <SelectField label={w.approverKind} value={approver_kind} choices={Object.entries(w.approverKinds).map(([value, word]) => ({ value, word }))} onPick={(next) => set({ approver_kind: next })} />
        <TextField label={w.approver} value={p.approver} onInput={(approver) => set({ approver })} required wide />
      </div>
      <fieldset class="naming-checks"><legend>{w.required}</legend>
        {Object.entries(w.reports).map(([report, word]) => <label key={report} class="check"><input type="checkbox" checked={required.includes(report)} onChange={() => toggle(report)} /> {word}</label>)}
      </fieldset>
      <fieldset class="naming-checks"><legend>{w.follows}</legend>
        <label class="check"><input type="checkbox" checked={files} onChange={() => set({ files: !files })} /> {w.files}</label>
        <label class="check"><input type="checkbox" checked={announces} onChange={() => set({ announces: !announces })} /> {w.announces}</label>
      </fieldset>
      <TextField label={w.basis} hint={w.sourceHint} value={p.basis} onInput={(basis) => set({ basis })} required />
    </Ask>
  )
}
