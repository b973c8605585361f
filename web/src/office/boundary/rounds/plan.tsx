import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { newKey } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { DivisionField } from '../../parts/division'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Table } from '../../parts/table'
import { go, guardLeaving, href } from '../../route'
import type { Side } from '../tasks/api'
import { ownerName, taskWords } from '../tasks/words'
import { create, propose, type Slot } from './api'
import './rounds.css'
import { roundWords } from './words'

/** The plan of a round: what is asked first, then the proposal, line by line. */
export function Wizard() {
  const { lang } = useOffice()
  const { say, meta } = useSession()
  const w = roundWords(lang)
  const [f, setF] = useState({ division: meta.county_code ?? '', ordinal: '5', from: '2023', to: '2027', level: 3, basis: '' })
  const [slots, setSlots] = useState<Slot[] | null>(null)
  const [out, setOut] = useState<readonly string[]>([]) // lines that are left out
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [sent, setSent] = useState(newKey)
  const [problem, setProblem] = useState<Problem | null>(null)
  const saved = useRef(false)
  useEffect(() => (slots ? guardLeaving(() => saved.current || confirm(w.leave)) : undefined), [!!slots])
  const plan = { division: f.division, ordinal: Number(f.ordinal), from: Number(f.from), to: Number(f.to) }
  const sound = plan.ordinal > 0 && plan.from > 1979 && plan.to >= plan.from && plan.to <= plan.from + 9
  const run = async (what: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try { await what() } catch (err) { setProblem(asProblem(err)); setSent(newKey()) }
    setBusy(false)
  }
  const ask = () => {
    setAsked(true)
    if (f.division && sound) void run(async () => { setSlots((await propose({ ...plan, level: f.level })).items); setOut([]) })
  }
  const save = () => {
    setAsked(true)
    const lines = (slots ?? []).filter((slot) => !out.includes(slot.line.id)).map((slot) => ({ line: slot.line.id, year: slot.year, lead: slot.lead }))
    if (!f.basis.trim() || !lines.length) return
    void run(async () => {
      const { id } = await create({ ...plan, basis: f.basis.trim(), lines }, sent)
      say(w.saved)
      saved.current = true
      go(href('boundary', ['rounds', id]))
    })
  }
  const set = (changes: Partial<typeof f>) => { setF({ ...f, ...changes }); if (!('basis' in changes)) setSlots(null) }
  return (
    <>
      <p class="screen"><Link to={href('boundary', ['rounds'])}>{w.back}</Link></p>
      <h1>{w.add}</h1>
      <p class="hint">{w.hint}</p>
      <form class="stack round-form" onSubmit={(event) => { event.preventDefault(); ask() }}>
        <div class="task-fields">
          <DivisionField label={w.division} whole={w.pickDivision} value={f.division} onPick={(division) => set({ division: division?.code ?? '' })} />
          <TextField label={w.ordinal} type="number" min="1" max="99" value={f.ordinal} onInput={(ordinal) => set({ ordinal })} />
          <TextField label={w.from} type="number" min="1980" max="2200" value={f.from} onInput={(from) => set({ from })} />
          <TextField label={w.to} type="number" min="1980" max="2200" value={f.to} onInput={(to) => set({ to })} />
          <SelectField label={w.level} value={String(f.level)} onPick={(level) => set({ level: Number(level) })} choices={Object.entries(w.levels).map(([value, word]) => ({ value, word }))} />
        </div>
        {asked && !f.division && <p class="wrong">{w.pickDivision}</p>}
        {asked && !sound && <p class="wrong">{w.wrongYears}</p>}
        {problem && <Refusal problem={problem} />}
        <p><Button kind={slots ? undefined : 'primary'} submit busy={busy}>{slots ? w.again : w.propose}</Button></p>
      </form>
      {slots && <>
        <Proposal {...{ slots, setSlots, out, setOut }} years={Array.from({ length: plan.to - plan.from + 1 }, (_, n) => plan.from + n)} />
        <form class="stack round-form" onSubmit={(event) => { event.preventDefault(); save() }}>
          <AreaField label={w.basis} hint={w.basisHint} rows={2} value={f.basis} onInput={(basis) => set({ basis })} error={asked && !f.basis.trim() ? w.missing : undefined} />
          <p><Button kind="primary" submit busy={busy}>{w.save}</Button></p>
        </form>
      </>}
    </>
  )
}

interface Given { slots: Slot[]; setSlots: (slots: Slot[]) => void; out: readonly string[]; setOut: (lines: readonly string[]) => void; years: number[] }

/** The proposal: how much each year carries, and each line with its year and lead. */
function Proposal({ slots, setSlots, out, setOut, years }: Given) {
  const { lang } = useOffice()
  const [w, t] = [roundWords(lang), taskWords(lang)]
  const taken = slots.filter((slot) => !out.includes(slot.line.id))
  const sums = years.map((year) => taken.filter((slot) => slot.year === year).reduce((sum, slot) => ({ n: sum.n + 1, m: sum.m + slot.line.length_m }), { n: 0, m: 0 }))
  const longest = Math.max(1, ...sums.map((sum) => sum.m))
  const put = (id: string, changes: Partial<Slot>) => setSlots(slots.map((slot) => (slot.line.id === id ? { ...slot, ...changes } : slot)))
  return (
    <section class="section"><h2>{w.proposal} <span class="small">{w.lines(taken.length)}</span></h2>
      <p class="hint">{w.proposalHint}</p>
      <ul class="round-sums" aria-label={w.perYear}>{years.map((year, n) => (
        <li key={year}><span>{year}</span><span class="round-bar" aria-hidden="true"><span style={{ width: `${(100 * sums[n]!.m) / longest}%` }} /></span><span class="small">{w.lines(sums[n]!.n)} · {t.km(sums[n]!.m)}</span></li>
      ))}</ul>
      <Table name="plan" label={w.planList} rows={slots} id={(slot) => slot.line.id} columns={[
        { key: 'take', head: w.take, always: true, cell: (slot) => <input type="checkbox" aria-label={`${w.take} ${slot.line.name}`} checked={!out.includes(slot.line.id)} onChange={(event) => setOut(event.currentTarget.checked ? out.filter((id) => id !== slot.line.id) : [...out, slot.line.id])} /> },
        { key: 'line', head: w.line, always: true, wrap: true, cell: (slot) => slot.line.name },
        { key: 'year', head: w.year, always: true, cell: (slot) => <select aria-label={`${w.year} ${slot.line.name}`} value={String(slot.year)} onChange={(event) => put(slot.line.id, { year: Number(event.currentTarget.value) })}>{years.map((year) => <option key={year} value={String(year)}>{year}</option>)}</select> },
        { key: 'lead', head: w.lead, always: true, cell: (slot) => <select aria-label={`${w.lead} ${slot.line.name}`} value={slot.lead} onChange={(event) => put(slot.line.id, { lead: event.currentTarget.value as Side })}>{(['a', 'b'] as const).filter((side) => slot.line[side].kind === 'division').map((side) => <option key={side} value={side}>{ownerName(slot.line[side], t)}</option>)}</select> },
        { key: 'length', head: w.length, number: true, cell: (slot) => t.km(slot.line.length_m) },
        { key: 'next', head: w.next, cell: (slot) => (slot.next ? dateWords(slot.next, lang) : <span class="small">{w.never}</span>) },
      ]} />
    </section>
  )
}
