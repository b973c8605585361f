import { useState } from 'preact/hooks'
import { Ask } from '../parts/ask'
import { AreaField, Field, SelectField, TextField } from '../parts/field'
import { saveContact, savePolicy, type Contact, type ContactDraft, type Policy, type PolicyDraft } from './api'
import type { Words } from './words'

interface Props<T> { of: T | null; divisions: readonly { id: string; name: string }[]; w: Words; onClose: () => void; onDone: () => void }

const choicesOf = (words: Record<string, string>) => Object.entries(words).map(([value, word]) => ({ value, word }))

/** Whom people call: added, or changed as it was read. */
export function ContactForm({ of, divisions, w, onClose, onDone }: Props<Contact>) {
  const [d, setD] = useState<ContactDraft>(of
    ? { division: of.division, role: of.role, title: of.title, name: of.name, phone: of.phone, private: of.private, consent: of.consent, night: of.night, rank: of.rank }
    : { division: divisions[0]!.id, role: 'information_officer', title: w.roles.information_officer!, phone: '', rank: 10 })
  const set = (changes: Partial<ContactDraft>) => setD({ ...d, ...changes })
  return (
    <Ask title={of ? w.change : w.addContact} verb={w.save} reason={false} onClose={onClose} run={(_, key) => saveContact(d, of, key)} onDone={onDone}>
      {!of && <SelectField label={w.division} value={d.division} onPick={(division) => set({ division })} choices={divisions.map(({ id, name }) => ({ value: id, word: name }))} />}
      <SelectField label={w.role} value={d.role} onPick={(role) => set({ role })} choices={choicesOf(w.roles)} />
      <TextField label={w.label} required value={d.title} onInput={(title) => set({ title })} />
      <TextField label={w.name} value={d.name ?? ''} onInput={(name) => set({ name })} />
      <TextField label={w.phone} required value={d.phone} onInput={(phone) => set({ phone })} />
      <Tick label={w.answersNight} on={!!d.night} set={(night) => set({ night })} />
      <Tick label={w.private} on={!!d.private} set={(own) => set({ private: own })} />
      {d.private && <TextField label={w.consent} hint={w.consentHint} required value={d.consent ?? ''} onInput={(consent) => set({ consent })} />}
    </Ask>
  )
}

function Tick({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return <Field label={label}>{(given) => <input type="checkbox" {...given} checked={on} onChange={(event) => set(event.currentTarget.checked)} />}</Field>
}

/** A policy in plain words, with its whole text. */
export function PolicyForm({ of, divisions, w, onClose, onDone }: Props<Policy>) {
  const [d, setD] = useState<PolicyDraft>(of
    ? { division: of.division, title: of.title, plain: of.plain, text: of.text, basis: of.basis, from: of.from, to: of.to, rank: of.rank }
    : { division: divisions[0]!.id, title: '', plain: '', text: '', basis: '', rank: 10 })
  const set = (changes: Partial<PolicyDraft>) => setD({ ...d, ...changes })
  return (
    <Ask title={of ? w.change : w.addPolicy} verb={w.save} wide reason={false} onClose={onClose} run={(_, key) => savePolicy(d, of, key)} onDone={onDone}>
      {!of && <SelectField label={w.division} value={d.division} onPick={(division) => set({ division })} choices={divisions.map(({ id, name }) => ({ value: id, word: name }))} />}
      <TextField label={w.policyTitle} required value={d.title} onInput={(title) => set({ title })} />
      <AreaField label={w.plain} hint={w.plainHint} required value={d.plain} onInput={(plain) => set({ plain })} />
      <AreaField label={w.text} rows={8} value={d.text ?? ''} onInput={(text) => set({ text })} />
      <TextField label={w.basis} required value={d.basis} onInput={(basis) => set({ basis })} />
      <TextField label={w.to} type="date" value={d.to ?? ''} onInput={(to) => set({ to })} />
    </Ask>
  )
}
