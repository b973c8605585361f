import { useEffect, useRef, useState } from 'preact/hooks'
import { uuid7 } from '../field/bits'
import { fix, followPosition, noFix, recorded } from '../field/geo/position'
import { distance } from '../field/geo/way'
import { useLive } from '../field/live'
import { Chips } from '../field/parts/chips'
import { reduce } from '../field/photo/reduce'
import { go } from '../field/route'
import { useHands } from './context'
import { faults, type Draft, type Fault, type Job, type Step } from './domain'
import { Face, Where } from './plate'
import { actOf, dayOf, later, reasonFor } from './rules'
import { Codes } from './scan'
import { Notice, Screen } from './screen'
import { lang, t } from './words'

/** A step at the wall. What is filled in lies on the phone with every tap. */
export function ActScreen({ id, step }: { id: string; step: Step }) {
  const hands = useHands()
  const [job] = useState(() => hands.job(id))
  const [draft, setDraft] = useState<Draft | null>(null)
  const latest = useRef<Draft | null>(null)
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(followPosition, [])
  const here = recorded(useLive(fix), Date.now())
  useEffect(() => void hands.draft(id).then((kept) => setDraft((latest.current = kept))), [id])
  if (!job) return <Screen title={t.list.title} back="/install"><Notice kind="warn">{t.plate.gone}</Notice></Screen>
  if (!draft) return <Screen title={t.plate.start[step]} back={`/install/p/${id}`}><p>{t.loading}</p></Screen>
  const change = async (by: Partial<Draft>, photo?: Uint8Array<ArrayBuffer>) => {
    const before = latest.current!
    const next = (latest.current = { ...before, ...by })
    setDraft(next)
    setWrong('')
    if (!(await hands.write(id, next, photo, before.photo))) setDraft((latest.current = before))
  }
  const why = step === 'install' ? reasonFor(job, here) : null
  const lacks = () => {
    if (step === 'install' && !draft.scanned) return t.act.lacks.scan
    if (step === 'report' && !draft.fault) return t.act.lacks.fault
    if (step === 'install' && !here) return t.act.lacks.place
    if (step !== 'report' && !draft.photo) return t.act.lacks.photo
    return why && !draft.note.trim() ? t.act.lacks.reason : ''
  }
  const done = async () => {
    const lacking = lacks()
    setWrong(lacking)
    if (lacking || busy) return
    setBusy(true)
    const taken = await hands.take(job, actOf(step, draft, here, Date.now()), draft.photo)
    setBusy(false)
    if (taken) go(step === 'repair' ? '/install/mend' : '/install', true)
  }
  return (
    <Screen title={t.plate.start[step]} back={`/install/p/${id}`} actions={<>{wrong && <Notice kind="bad">{wrong}</Notice>}<button class="primary" disabled={busy} onClick={() => void done()}>{busy ? t.working : t.act.done}</button></>}>
      <Face job={job} />
      {step === 'install' && <Check job={job} draft={draft} onScanned={() => void change({ scanned: true })} />}
      {step === 'report' && <Chips legend={t.act.kind} choices={faults.map((fault): [string, string] => [fault, t.faults[fault]])} value={draft.fault} onPick={(fault) => void change({ fault: fault as Fault | '' })} />}
      {step === 'report' && <p>{t.act.due(later(dayOf(Date.now()), job.fault_days), job.fault_days)}</p>}
      {step === 'install' && <section class="step"><Where job={job} /><Accuracy /></section>}
      <Photo step={step} draft={draft} change={change} />
      {why && <Notice kind="warn">{'away' in why ? t.act.away(distance(why.away, lang), job.tolerance_m) : t.act.accuracy(distance(why.accuracy, lang), job.tolerance_m)}</Notice>}
      <label class="field">{why ? t.act.reason + ' *' : t.act.note}<textarea value={draft.note} maxLength={900} onInput={(event) => void change({ note: event.currentTarget.value })} /></label>
    </Screen>
  )
}

/** Whether the plate in the hand is the one that belongs here. */
function Check({ job, draft, onScanned }: { job: Job; draft: Draft; onScanned: () => void }) {
  const hands = useHands()
  const [said, setSaid] = useState('')
  if (draft.scanned) return <Notice kind="good">✓ {t.act.scanned}</Notice>
  const read = async (token: string) => {
    setSaid('')
    if (job.token.replaceAll('-', '') === token) return onScanned()
    const other = await hands.byToken(token)
    if (other && other !== 'offline') setSaid(t.scan.other((other.name ?? '') + (other.number ?? '')))
    else setSaid(other ? t.scan.other(token) : t.scan.unknown)
  }
  return <section class="step"><p>{t.act.scanFirst}</p><Codes onToken={(token) => void read(token)} said={said} /></section>
}

function Accuracy() {
  const here = useLive(fix)
  const none = useLive(noFix)
  if (!here) return <Notice kind="warn">{t.position[none]}</Notice>
  if (!recorded(here, Date.now())) return <Notice kind="warn">{t.position.old}</Notice>
  return <p class="quiet">{t.position.good(distance(here.accuracy, lang))}</p>
}

/** One photo, on the phone before anything else happens. */
function Photo({ step, draft, change }: { step: Step; draft: Draft; change: (by: Partial<Draft>, photo: Uint8Array<ArrayBuffer>) => Promise<void> }) {
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const take = async (event: Event & { currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    setSaid('')
    setBusy(true)
    const reduced = await reduce(file, null).catch(() => null)
    input.value = ''
    setBusy(false)
    if (!reduced) return setSaid(t.act.notPhoto)
    await change({ photo: uuid7() }, reduced.bytes)
  }
  return (
    <section class="step">
      <p>{t.act.photoWhy[step]}</p>
      {draft.photo && <Picture id={draft.photo} />}
      <div class="faces">
        <label class="button">{draft.photo ? t.act.again : t.act.photo}<input class="hidden" type="file" accept="image/*" capture="environment" disabled={busy} onChange={(event) => void take(event)} /></label>
      </div>
      {busy && <p role="status">{t.act.reducing}</p>}
      {said && <Notice kind="bad">{said}</Notice>}
    </section>
  )
}

/** A photo that lies on the phone. */
export function Picture({ id }: { id: string }) {
  const hands = useHands()
  const [src, setSrc] = useState('')
  useEffect(() => {
    let url = ''
    void hands.photo(id).then((bytes) => { if (bytes) setSrc((url = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })))) })
    return () => URL.revokeObjectURL(url)
  }, [id])
  return src ? <img class="taken" src={src} alt={t.act.alt} /> : null
}
