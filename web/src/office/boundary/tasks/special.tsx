import { useEffect, useRef, useState } from 'preact/hooks'
import { today } from '../../../clock'
import type { Problem } from '../../../http'
import { asProblem, useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice } from '../../context'
import { newKey } from '../../http'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Empty } from '../../parts/notice'
import { go, guardLeaving, href } from '../../route'
import { openSpecial, standings, type Side } from './api'
import { ownerName, taskWords } from './words'
import './tasks.css'

/** A special check of a stretch, with what calls for it. */
export function SpecialForm({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const w = taskWords(lang)
  const lines = useLoad((signal) => standings(4, signal), [lang])
  const [f, setF] = useState({ line: param.get('line') ?? '', lead: 'a' as Side, due: '', reason: '', from: '', to: '' })
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [sent, setSent] = useState(newKey)
  const [problem, setProblem] = useState<Problem | null>(null)
  const typed = !!(f.reason || f.from || f.to || f.due)
  const saved = useRef(false)
  useEffect(() => (typed ? guardLeaving(() => saved.current || confirm(w.leave)) : undefined), [typed])
  const line = lines.value?.items.find((one) => one.line.id === f.line)?.line
  const leads = line ? (['a', 'b'] as const).filter((side) => line[side].kind === 'division') : []
  const lead = leads.includes(f.lead) ? f.lead : leads[0]
  const wrong = (text: string) => (asked && !text.trim() ? w.missing : undefined)
  const submit = async () => {
    setAsked(true)
    if (busy || !line || !lead || ![f.reason, f.from, f.to, f.due].every((text) => text.trim())) return
    setBusy(true)
    setProblem(null)
    try {
      const { id } = await openSpecial({ line: line.id, lead, due: f.due, reason: f.reason, stretch_from: f.from, stretch_to: f.to }, sent)
      saved.current = true
      go(href('boundary', ['tasks', id]))
    } catch (err) {
      setProblem(asProblem(err))
      setSent(newKey())
      setBusy(false)
    }
  }
  return (
    <>
      <p class="screen"><Link to={href('boundary', ['tasks'])}>{w.back}</Link></p>
      <h1>{w.newTitle}</h1>
      <p class="hint">{w.newHint}</p>
      {lines.problem && <Trouble problem={lines.problem} retry={lines.retry} />}
      {!lines.value && !lines.problem && <Skeleton rows={6} />}
      {lines.value && !lines.value.items.length && <Empty title={w.noLines} />}
      {lines.value && lines.value.items.length > 0 && (
        <form class="stack task-form" onSubmit={(event) => { event.preventDefault(); void submit() }}>
          <SelectField label={w.line} value={f.line} onPick={(id) => setF({ ...f, line: id })} error={asked && !line ? w.missing : undefined}
            choices={[{ value: '', word: w.pickLine }, ...lines.value.items.map(({ line }) => ({ value: line.id, word: `${line.name}（${ownerName(line.a, w)}—${ownerName(line.b, w)}，${w.km(line.length_m)}）` }))]} />
          {line && <SelectField label={w.lead} value={lead ?? ''} onPick={(side) => setF({ ...f, lead: side as Side })} choices={leads.map((side) => ({ value: side, word: `${w.sides[side]} ${ownerName(line[side], w)}` }))} />}
          <AreaField label={w.reason} hint={w.whyHint} rows={2} value={f.reason} onInput={(reason) => setF({ ...f, reason })} error={wrong(f.reason)} />
          <TextField label={w.stretchFrom} hint={w.stretchHint} value={f.from} onInput={(from) => setF({ ...f, from })} error={wrong(f.from)} />
          <TextField label={w.stretchTo} hint={w.stretchHint} value={f.to} onInput={(to) => setF({ ...f, to })} error={wrong(f.to)} />
          <TextField label={w.due} type="date" min={today()} value={f.due} onInput={(due) => setF({ ...f, due })} error={wrong(f.due)} />
          {problem && <Refusal problem={problem} />}
          <p><Button kind="primary" submit busy={busy}>{w.open}</Button></p>
        </form>
      )}
    </>
  )
}
