import { useEffect, useMemo, useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { eventWords, hazards, momentWords } from '../events/words'
import { PointMap } from '../map/pointmap'
import type { Drawn, Point } from '../map/points'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, SelectField } from '../parts/field'
import { Empty, Notice } from '../parts/notice'
import { go, href, withParams } from '../route'
import { accept, barriers as readBarriers, planOf, tryPlan, type Barrier, type Plan, type Trial } from './api'
import { Barriers, type Drawing } from './barriers'
import { Changes, Misfits, RowsTable } from './tables'
import { assignWords, type Words } from './words'
import './assignment.css'

/** /office/assignment?hazard=…: what counts today, a trial and what it changes, barriers, all on one map. */
export default function Assignment({ param }: PageProps) {
  const { lang } = useOffice()
  const w = assignWords(lang)
  const hazard = hazards.includes(param.get('hazard') ?? '') ? param.get('hazard')! : 'typhoon'
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>
        <SelectField label={w.hazard} value={hazard} onPick={(next) => go(href('assignment', [], withParams(param, { hazard: next })), 'replace')} choices={hazards.map((value) => ({ value, word: eventWords(lang).hazards[value] ?? value }))} />
      </div>
      <p class="hint">{w.hint}</p>
      <Of key={hazard} hazard={hazard} w={w} />
    </>
  )
}

function Of({ hazard, w }: { hazard: string; w: Words }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [turn, setTurn] = useState(0)
  const [trial, setTrial] = useState<Trial | null>(null)
  const [busy, setBusy] = useState(false)
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const now = useLoad((signal) => planOf(hazard, signal), [hazard, lang], turn)
  const lines = useLoad(readBarriers, [lang], turn)
  const [plan, setPlan] = useState<Plan | null>(null)
  useEffect(() => { if (now.value) setPlan(now.value) }, [now.value])
  const run = () => {
    setBusy(true)
    tryPlan(hazard, new AbortController().signal).then(setTrial, (err: unknown) => say(asProblem(err).message)).finally(() => setBusy(false))
  }
  if (now.problem && !plan) return <Trouble problem={now.problem} retry={now.retry} />
  if (!plan) return <Skeleton rows={8} />
  const shown = trial ?? plan
  const again = (word: string) => { setTrial(null); setTurn(turn + 1); say(word) }
  return (
    <div class="split">
      <div>
        {trial ? <Tried {...{ trial, w, hazard }} onBack={() => setTrial(null)} onDone={() => again(w.accepted)} /> : <Today {...{ plan, w, busy, run }} />}
        <Misfits plan={shown} w={w} onLit={setLit} />
        {trial && <Changes trial={trial} w={w} onLit={setLit} />}
        {!trial && plan.plan && <RowsTable plan={plan} w={w} lit={lit} onLit={setLit} onDone={again} />}
        <Barriers all={lines.value?.items ?? []} {...{ w, drawing, setDrawing, hazard }} may={plan.mine} onDone={again} />
      </div>
      <div class="split-map"><TheMap {...{ shown, lit, setLit, drawing, setDrawing }} barriers={(lines.value?.items ?? []).filter((one) => one.hazards.includes(hazard))} /></div>
    </div>
  )
}

function Today({ plan, w, busy, run }: { plan: Plan; w: Words; busy: boolean; run: () => void }) {
  const { lang } = useOffice()
  return (
    <>
      {plan.plan ? <p>{w.today(plan.by ?? '', momentWords(plan.made ?? '', lang))}<br />{sums(plan, w)}</p> : <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      <p class="screen"><Button kind="primary" busy={busy} onClick={run}>{busy ? w.running : w.run}</Button></p>
    </>
  )
}

const sums = (plan: Plan, w: Words) => w.sum(plan.rows.reduce((sum, row) => sum + row.places, 0), plan.shorts.reduce((sum, one) => sum + one.people, 0), plan.villages.length)

function Tried({ trial, w, hazard, onBack, onDone }: { trial: Trial; w: Words; hazard: string; onBack: () => void; onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const name = (id: string) => trial.villages.find((one) => one.id === id)?.name ?? id
  const shelter = (id: string) => trial.shelters.find((one) => one.id === id)?.name ?? ''
  return (
    <>
      <h2>{w.trial}</h2>
      <p role="status">{sums(trial, w)}</p>
      <p class="hint">{w.reach(trial.reach_m, trial.basis)}；{trial.night ? w.night : w.day}</p>
      {trial.dropped.length > 0 && <Notice kind="warn" title={w.dropped}><ul>{trial.dropped.map((one, n) => <li key={n}>{name(one.village)} → {shelter(one.shelter)} {w.people(one.places)}：{w.droppedWhy[one.why]}</li>)}</ul></Notice>}
      <p class="row-of screen">{trial.mine && <Button kind="primary" onClick={() => setAsking(true)}>{w.accept}</Button>}<Button onClick={onBack}>{w.back}</Button></p>
      {asking && <Ask title={w.accept} hint={w.acceptHint} verb={w.accept} reason={false} run={(_, key) => accept(hazard, trial.digest, reason, key)} onClose={() => setAsking(false)} onDone={onDone}>
        <AreaField label={w.reason} rows={2} value={reason} onInput={setReason} />
      </Ask>}
    </>
  )
}

interface MapProps { shown: Plan; barriers: Barrier[]; lit: string | null; setLit: (id: string | null) => void; drawing: Drawing | null; setDrawing: (next: Drawing) => void }

/** Villages, shelters and a line from each village to where it goes: a relation, never a way. */
function TheMap({ shown, barriers, lit, setLit, drawing, setDrawing }: MapProps) {
  const points = useMemo<Point[]>(() => {
    const short = new Set(shown.shorts.map(({ village }) => village))
    return [
      ...shown.shelters.map(({ id, name, lon, lat }) => ({ id, name, lon, lat, kind: 'good' as const, label: name })),
      ...shown.villages.flatMap(({ id, name, lon, lat }) => (lon !== undefined && lat !== undefined ? [{ id, name, lon, lat, kind: short.has(id) ? 'bad' as const : 'plain' as const, label: name }] : [])),
      ...(drawing?.points ?? []).map(([lon, lat], n) => ({ id: `drawing-${n}`, name: String(n + 1), lon, lat, kind: 'warn' as const })),
    ]
  }, [shown, drawing])
  const drawn = useMemo<Drawn[]>(() => {
    const at = new Map<string, [number, number]>([...shown.shelters.map(({ id, lon, lat }): [string, [number, number]] => [id, [lon, lat]]),
      ...shown.villages.flatMap(({ id, lon, lat }): [string, [number, number]][] => (lon !== undefined && lat !== undefined ? [[id, [lon, lat]]] : []))])
    const ways = shown.rows.flatMap(({ village, shelter }): Drawn[] => {
      const [from, to] = [at.get(village), at.get(shelter)]
      return from && to ? [{ id: `${village} ${shelter}`, kind: 'good', geometry: { type: 'LineString', coordinates: [from, to] } }] : []
    })
    const walls = barriers.map((one): Drawn => ({ id: one.id, kind: 'scope', geometry: one.line }))
    const mine: Drawn[] = drawing && drawing.points.length > 1 ? [{ id: 'drawing', kind: 'drawing', geometry: { type: 'LineString', coordinates: drawing.points } }] : []
    return [...ways, ...walls, ...mine]
  }, [shown, barriers, drawing])
  // Always given: a map that only sometimes takes clicks would be opened anew each time.
  const spot = (lon: number, lat: number): boolean => {
    if (drawing) setDrawing({ ...drawing, points: [...drawing.points, [lon, lat]] })
    return !!drawing
  }
  return <PointMap points={points} drawn={drawn} lit={lit} onHover={setLit} onSpot={spot} inAddress />
}
