import { useState } from 'preact/hooks'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { AreaField, SelectField, TextField } from '../parts/field'
import { go, href } from '../route'
import { decide, openCase, type Item } from './api'
import type { Words } from './words'

interface Asking { id: string; w: Words; onClose: () => void }

/** One decision of the names that were selected, each with a record of its own. */
export function Decide({ id, picked, w, onClose, onDone }: Asking & { picked: readonly Item[]; onDone: () => void }) {
  const { t } = useOffice()
  const [decision, setDecision] = useState('keep')
  const [evidence, setEvidence] = useState('')
  const [asked, setAsked] = useState(false)
  const missing = decision === 'rename' && !evidence.trim()
  return (
    <Ask title={w.decideTitle} hint={w.decideHint} verb={w.verb} ready={!missing} onRefuse={() => setAsked(true)} onClose={onClose} onDone={onDone}
      run={(reason, key) => decide(id, picked, decision, reason, evidence.trim(), key)}>
      <p>{picked.map((item) => item.name).slice(0, 20).join('、')}{picked.length > 20 && '…'}</p>
      <SelectField label={w.decision} value={decision} onPick={setDecision} choices={Object.entries(w.decisions).map(([value, word]) => ({ value, word }))} />
      <AreaField label={w.evidence} value={evidence} onInput={setEvidence} rows={3} error={asked && missing ? t.wanted : undefined} />
    </Ask>
  )
}

/** Opens a case from an item: the item follows it until the name is changed. */
export function OpenCase({ id, item, w, onClose }: Asking & { item: Item }) {
  const { t } = useOffice()
  const [kind, setKind] = useState('renaming')
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const missing = kind === 'renaming' && !name.trim()
  return (
    <Ask title={`${w.openCase}：${item.name}`} hint={w.caseHint} verb={w.openCase} ready={!missing} onRefuse={() => setAsked(true)} onClose={onClose}
      run={(reason, key) => openCase(id, item.id, { kind, reason, ...(kind === 'renaming' && { name: name.trim() }) }, key)} onDone={(made) => { onClose(); go(href('cases', [made.case])) }}>
      <SelectField label={w.caseKind} value={kind} onPick={setKind} choices={Object.entries(w.caseKinds).map(([value, word]) => ({ value, word }))} />
      {kind === 'renaming' && <TextField label={w.newName} value={name} onInput={setName} error={asked && missing ? t.wanted : undefined} />}
    </Ask>
  )
}
