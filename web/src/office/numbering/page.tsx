import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Skeleton } from '../../notice'
import { useOffice, useSession } from '../context'
import { PointMap } from '../map/pointmap'
import type { PageProps } from '../pages'
import { Ask, Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField } from '../parts/field'
import { Badge, Notice } from '../parts/notice'
import { PlaceField } from '../parts/place'
import { useUnsaved } from '../parts/unsaved'
import { go, href, withParams } from '../route'
import { accept, simulate, type Asked, type Gate, type Spot, type Trial } from './api'
import './numbering.css'
import { Rows } from './rows'
import { SchemeNote } from './scheme'
import { drawnStreet, middleGate, pointsOf } from './street'
import { numberingWords, type Words } from './words'
import { WorkList } from './worklist'

/** /office/numbering?street=<id> numbers the houses of a street. */
export default function Numbering({ param }: PageProps) {
  const { lang } = useOffice()
  const w = numberingWords(lang)
  const street = param.get('street')
  const choose = (id: string | null) => go(href('numbering', [], withParams(param, { street: id })))
  return (
    <div class="numbering">
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      {street ? <Street key={street} id={street} w={w} onAnother={() => choose(null)} /> : <>
        <PlaceField label={w.street} hint={w.streetHint} value={null} onPick={(place) => choose(place?.id ?? null)} />
        <WorkList {...{ param, w }} />
      </>}
    </div>
  )
}

type Mode = 'none' | 'add' | 'start' | 'line'

function Street({ id, w, onAnother }: { id: string; w: Words; onAnother: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [gates, setGates] = useState<Gate[]>([])
  const [line, setLine] = useState<[number, number][]>([])
  const [start, setStart] = useState<Spot | null>(null)
  const [flags, setFlags] = useState({ dead_end: false, one_sided: false, afresh: false })
  const [mode, setMode] = useState<Mode>('none')
  const [selected, setSelected] = useState<string | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const made = useRef(0)
  useUnsaved(gates.length > 0 || line.length > 0, w.leave)
  const asked: Asked = { street: id, gates, ...flags, ...(start && { start }), ...(line.length > 1 && { line: { type: 'LineString', coordinates: line } }) }
  const { trial, problem, busy, again } = useTrial(asked, lang)

  const add = (spot: Spot) => {
    const gate = { id: w.gate(++made.current), ...spot }
    setGates((all) => [...all, gate])
    setSelected(gate.id)
  }
  const onSpot = (lon: number, lat: number) => {
    if (mode === 'none') return false
    if (mode === 'add') add({ lon, lat })
    if (mode === 'start') { setStart({ lon, lat }); setMode('none') }
    if (mode === 'line') setLine((all) => [...all, [lon, lat]])
    return true
  }
  const onGate = (gate: string, next: Gate | null) => setGates((all) => all.flatMap((one) => (one.id === gate ? (next ? [next] : []) : [one])))
  const points = useMemo(() => (trial ? pointsOf(trial, w.startWord, w.keptNumber) : []), [trial, lang])
  const drawn = useMemo(() => [...(trial ? drawnStreet(trial) : []), ...(line.length > 1 ? [{ id: 'drawn', kind: 'drawing' as const, geometry: { type: 'LineString' as const, coordinates: line } }] : [])], [trial, line])
  const middle = trial?.course.coordinates[Math.floor(trial.course.coordinates.length / 2)]
  const chosen = gates.find((one) => one.id === selected)
  const focus = useMemo(() => (chosen ? null : middle ? { lon: middle[0] ?? 0, lat: middle[1] ?? 0 } : null), [trial?.street, !trial])
  const fresh = trial?.rows.filter((row) => row.new) ?? []
  const ready = !busy && fresh.length > 0 && !fresh.some((row) => row.refused) && !flags.afresh && trial?.scheme.proposal === false
  const clickWords: Record<Mode, string> = { none: w.clickNone, add: w.clickAdd, start: w.clickStart, line: w.clickLine }

  return (
    <>
      <div class="row-of"><h2>{trial?.name ?? w.street}</h2> {trial && <span class="small">{w.length(trial.length_m)} · {trial.why}</span>} <Button small class="screen" onClick={onAnother}>{w.another}</Button></div>
      {trial && <SchemeNote held={trial.scheme} w={w} changed={(said) => { say(said); again() }} />}
      {problem && <><Refusal problem={problem} /><p class="row-of screen"><Button onClick={again}>{w.again}</Button>{!trial && <span class="small">{w.lineHint}</span>}</p></>}
      <div class="numbering-tools screen">
        <fieldset><legend>{w.click}</legend>{(Object.keys(clickWords) as Mode[]).map((one) => (
          <label key={one} class="check"><input type="radio" name="click" checked={mode === one} onChange={() => setMode(one)} /> {clickWords[one]}</label>
        ))}</fieldset>
        {(['dead_end', 'one_sided', 'afresh'] as const).map((flag) => (
          <label key={flag} class="check"><input type="checkbox" checked={flags[flag]} onChange={(event) => { const on = event.currentTarget.checked; setFlags((was) => ({ ...was, [flag]: on })) }} /> {{ dead_end: w.deadEnd, one_sided: w.oneSided, afresh: w.afresh }[flag]}</label>
        ))}
        {start && <Button small onClick={() => setStart(null)}>{w.clearStart}</Button>}
        {line.length > 0 && <span class="row-of"><span class="small">{w.lineDrawn(line.length)}</span><Button small onClick={() => setLine([])}>{w.lineClear}</Button></span>}
        {trial && <Button onClick={() => { const spot = middleGate(trial, gates); if (spot) add(spot) }}>{w.addMiddle}</Button>}
        <Button kind="primary" disabled={!ready} onClick={() => setAsking(true)}>{w.accept}</Button>
      </div>
      <p class="small" role="status" data-busy={busy}>{busy ? w.trying : trial && `${w.tried(trial.rows.length - fresh.length, fresh.length)} ${flags.afresh ? w.changes(trial.rows.filter((row) => row.today && row.text && row.today !== row.text).length) : fresh.some((row) => row.refused) ? w.hasRefused : fresh.length ? '' : w.nothingNew}`}</p>
      {trial && <Counts trial={trial} w={w} />}
      <div class="split split-place">
        <div class="split-list">
          {!trial && !problem && <Skeleton rows={6} />}
          {trial && <Rows rows={trial.rows} findings={trial.findings} gates={gates} selected={selected} lit={lit} w={w} onPick={setSelected} onHover={setLit} onGate={onGate} />}
        </div>
        <div class="split-map">
          {(trial || problem) && <PointMap points={points} drawn={drawn} selected={selected} lit={lit} focus={focus} zoom={16} onHover={setLit} onPick={setSelected} onSpot={onSpot} inAddress onDrag={(gate, lon, lat) => { const was = gates.find((one) => one.id === gate); if (was) onGate(gate, { ...was, lon, lat }) }} />}
          <p class="small">{w.legend}</p>
        </div>
      </div>
      {asking && trial && <Accept asked={asked} trial={trial} n={fresh.filter((row) => !row.alley).length} w={w} onClose={() => { setAsking(false); again() }} onDone={(n) => { setAsking(false); setGates([]); say(w.accepted(n)); again() }} />}
    </>
  )
}

/** Tries numbers whenever what is asked changes, and keeps the last answer until the next. */
function useTrial(asked: Asked, lang: string) {
  const [trial, setTrial] = useState<Trial | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(true)
  const [attempt, setAttempt] = useState(0)
  const key = JSON.stringify(asked)
  useEffect(() => {
    let stale = false
    setBusy(true)
    const timer = setTimeout(() => {
      simulate(asked).then((next) => { if (!stale) { setTrial(next); setProblem(null) } },
        (err: unknown) => { if (!stale) setProblem(asProblem(err)) }).finally(() => { if (!stale) setBusy(false) })
    }, trial ? 250 : 0)
    return () => { stale = true; clearTimeout(timer) }
  }, [key, attempt, lang])
  return { trial, problem, busy, again: () => setAttempt((n) => n + 1) }
}

/** How many findings there are of each kind. */
function Counts({ trial, w }: { trial: Trial; w: Words }) {
  const counts = Object.keys(w.kinds).map((kind) => ({ kind, n: trial.findings.filter((one) => one.kind === kind).length })).filter(({ n }) => n)
  if (!trial.rows.length) return null
  if (!counts.length) return <Notice kind="good"><p>{w.noFindings}</p></Notice>
  return <ul class="numbering-counts" aria-label={w.findings}>{counts.map(({ kind, n }) => <li key={kind}><Badge kind={kind === 'gap' || kind === 'differs' || kind === 'no_point' ? 'plain' : 'bad'}>{w.kinds[kind]} {n}</Badge></li>)}</ul>
}

function Accept({ asked, trial, n, w, onClose, onDone }: { asked: Asked; trial: Trial; n: number; w: Words; onClose: () => void; onDone: (n: number) => void }) {
  const [visibility, setVisibility] = useState('public')
  return (
    <Ask title={w.acceptTitle} hint={w.acceptHint(n)} verb={w.accept} run={(reason, key) => accept(asked, trial.seen, visibility, reason, key)} onDone={(done) => onDone(done.ids.length)} onClose={onClose}>
      <p>{trial.rows.filter((row) => row.new && !row.refused && row.text).map((row) => row.text).join('、')}</p>
      <SelectField label={w.visibility} value={visibility} onPick={setVisibility} choices={Object.entries(w.visibilities).map(([value, word]) => ({ value, word }))} />
    </Ask>
  )
}
