import { useRef, useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import type { Problem } from '../../http'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import { Button } from '../parts/button'
import { Ask, Refusal } from '../parts/ask'
import { SelectField, TextField } from '../parts/field'
import { Badge, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { timeWords } from '../words'
import { reports, say as send, type Said, type Saying, type Shelter, type State, type Step } from './api'
import { StateBadge } from './page'
import type { Words } from './words'

/** The state of a shelter at a press, with a count or an estimate. */
export function Say({ s, w, onSaid }: { s: Shelter; w: Words; onSaid: () => void }) {
  const { say } = useSession()
  const [count, setCount] = useState('')
  const [step, setStep] = useState('')
  const [note, setNote] = useState('')
  const [behalf, setBehalf] = useState('')
  const [wrong, setWrong] = useState('')
  const [doubted, setDoubted] = useState<Saying | null>(null) // more people than places: asked once whether it is so
  const [busy, setBusy] = useState<State | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const intent = useRef({ body: '', key: newKey() }) // the same words are the same report until they were answered
  const report = async (state: State) => {
    setProblem(null)
    if (busy) return
    if (count.trim() && !/^\d{1,7}$/.test(count.trim())) return setWrong(w.wrongCount)
    if (count.trim() && step) return setWrong(w.both)
    setWrong('')
    const saying: Saying = { state, ...(count.trim() && { people: Number(count) }), ...(step && { step: step as Step }), ...(note.trim() && { note: note.trim() }), ...(behalf.trim() && { behalf: behalf.trim() }) }
    const many = saying.people !== undefined && saying.people > s.capacity
    setDoubted(many ? saying : null)
    if (!many) await put(saying)
  }
  const put = async (saying: Saying) => {
    setDoubted(null)
    setBusy(saying.state)
    if (intent.current.body !== JSON.stringify(saying)) intent.current = { body: JSON.stringify(saying), key: newKey() }
    try {
      const taken = await send(s.id, saying, intent.current.key)
      say(taken.counts ? w.taken : w.notLast)
      intent.current = { body: '', key: newKey() }
      onSaid()
    } catch (err) { setProblem(asProblem(err)) }
    setBusy(null)
  }
  return (
    <section class="shelter-part screen" aria-label={w.report}>
      <h2>{w.report}</h2>
      <p class="small">{s.failed ? w.failedHint : w.reportHint}</p>
      <div class="shelter-say">
        <TextField label={w.count} hint={w.countHint} inputMode="numeric" value={count} onInput={setCount} error={wrong || undefined} />
        <SelectField label={w.step} hint=" " value={step} onPick={setStep} choices={[{ value: '', word: w.stepNone }, ...Object.entries(w.steps).map(([value, word]) => ({ value, word }))]} />
        <TextField label={w.note} hint={w.noteHint} value={note} onInput={setNote} />
        <TextField label={w.behalfWord} hint={w.behalfHint} value={behalf} onInput={setBehalf} />
      </div>
      <div class="row-of">{(['open', 'full', 'standby', 'closed'] as const).map((state) => (
        <Button key={state} kind={state === s.state ? 'primary' : undefined} disabled={s.failed && state !== 'closed'} busy={busy === state} onClick={() => void report(state)}>
          <span aria-hidden="true">{w.marks[state]}</span> {w.states[state]}
        </Button>))}</div>
      {doubted?.people !== undefined && <Notice kind="warn" live title={w.doubt(doubted.people, s.capacity)}>
        <p class="row-of"><Button onClick={() => void put(doubted)}>{w.sure(doubted.people)}</Button> <Button onClick={() => { setDoubted(null); setCount('') }}>{w.again}</Button></p>
      </Notice>}
      {problem && <Refusal problem={problem} />}
    </section>
  )
}

/** What was said, the last first. */
export function Reports({ s, w, onSaid }: { s: Shelter; w: Words; onSaid: () => void }) {
  const [mistyped, setMistyped] = useState<Said | null>(null)
  const { lang } = useOffice()
  const found = usePaged<Said>((cursor, signal) => reports(s.id, cursor, signal), [s.id, lang])
  const last = s.may_keep && s.standing ? found.items.find(({ people, mistyped: wrong }) => people !== undefined && !wrong) : undefined // what may be corrected
  return (
    <section class="shelter-part"><h2>{w.said1}</h2>
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <p class="small">{w.noReports}</p>}
      <ol class="shelter-said">{found.items.map((one) => (
        <li key={one.id}>
          <StateBadge state={one.state} w={w} /> {one.people !== undefined ? one.mistyped ? <s>{w.people(one.people)}</s> : w.people(one.people) : one.step && w.steps[one.step]} <span class="small">{w.by(one.by ?? '', timeWords(one.said_at, lang))}</span>
          {one.behalf && <span class="small"> {w.behalf(one.behalf)}</span>} {late(one) && <span class="small">{w.came(timeWords(one.came_at, lang))}</span>} {one.doubtful && <Badge kind="warn">{w.doubtful}</Badge>}
          {one.mistyped && <Badge kind="plain">{w.mistyped}</Badge>} {one.corrects && <Badge kind="plain">{w.corrects}</Badge>}
          {one.id === last?.id && <Button small onClick={() => setMistyped(one)}>{w.correct}</Button>}
          {one.note && <p>{one.note}</p>}
        </li>))}</ol>
      {found.busy && <Skeleton rows={2} />}
      {!found.busy && found.next && <p class="more"><Button small onClick={found.more}>{w.more}</Button></p>}
      {mistyped && <Correct {...{ s, w, mistyped }} onClose={() => setMistyped(null)} onDone={() => { setMistyped(null); onSaid() }} />}
    </section>
  )
}

/** The count that was mistyped, as it is; the state stays what it is. */
function Correct({ s, w, mistyped, onClose, onDone }: { s: Shelter; w: Words; mistyped: Said; onClose: () => void; onDone: () => void }) {
  const { say } = useSession()
  const [count, setCount] = useState('')
  const [asked, setAsked] = useState(false)
  const right = /^\d{1,7}$/.test(count.trim())
  return (
    <Ask title={w.correct} hint={w.correctHint(mistyped.people ?? 0)} verb={w.correctVerb} reason={false} ready={right} onRefuse={() => setAsked(true)}
      run={(_, key) => send(s.id, { state: s.state, people: Number(count), corrects: mistyped.id }, key)} onClose={onClose} onDone={() => { say(w.taken); onDone() }}>
      <TextField label={w.count} hint={w.countHint} inputMode="numeric" value={count} onInput={setCount} error={asked && !right ? w.wrongCount : undefined} />
      {right && Number(count) > s.capacity && <Notice kind="warn" live title={w.doubt(Number(count), s.capacity)} />}
    </Ask>
  )
}

/** Whether a report came more than two minutes after it was said. */
const late = (one: Said) => Date.parse(one.came_at) - Date.parse(one.said_at) > 120_000
