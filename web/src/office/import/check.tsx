import { useEffect, useMemo, useState } from 'preact/hooks'
import { isAbort, type Problem } from '../../http'
import { asProblem } from '../../load'
import { Trouble } from '../../notice'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import type { Point } from '../map/points'
import { Button } from '../parts/button'
import { Badge, Empty, Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { importOf, preview, run, setPlan, type Import, type Outcome, type Preview, type Progress, type RowProperties, type Suspicion } from './api'
import { remedied } from './columns'
import { Pairs } from './pairs'
import { Rejections } from './rejections'
import { Remarks } from './remarks'
import { importWords, metres } from './words'

interface Props { job: Import; onJob: (job: Import) => void }

/** What the plan would do: counts, where, and what stands in the way. Nothing is kept. */
export function Check({ job, onJob }: Props) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const { value, progress, problem, again } = usePreview(job)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  const act = async (deed: () => Promise<Import>, then: (job: Import) => void) => {
    setBusy(true)
    setRefused(null)
    try { then(await deed()) } catch (err) { setRefused(asProblem(err)) }
    setBusy(false)
  }
  if (problem) return <Trouble problem={problem} retry={again} back={() => go(href('import', [job.id], { step: 'columns' }))} />
  if (!value) return <Going progress={progress} title={w.checking} />
  const writes = (value.counts.added ?? 0) + (value.counts.changed ?? 0)
  const mend = (suspicion: Suspicion) => {
    const mended = remedied(job.plan, suspicion)
    if (mended) void act(() => setPlan(job.id, mended.plan), onJob)
  }
  return (
    <>
      <section class="section" aria-label={w.result}>
        <h2>{w.result}</h2>
        <ul class="counts">
          {(['added', 'changed', 'unchanged', 'rejected'] as const).map((outcome) => (
            <li key={outcome} class={`count count-${outcome}`}><b>{value.counts[outcome] ?? 0}</b> {w.outcome[outcome]}</li>
          ))}
        </ul>
        {value.notes.map((note) => <p class="hint" key={note}>{note}</p>)}
      </section>
      <Suspicions job={job} all={value.suspicions} onMend={mend} busy={busy} />
      <Pairs job={job} pairs={value.pairs} onDecided={again} />
      <Rejections all={value.rejections} total={value.counts.rejected ?? 0} />
      <Rows preview={value} />
      <Remarks all={value.remarks} />
      <Found preview={value} />
      {refused && <Notice kind="bad" live title={refused.title}><p>{refused.detail}</p></Notice>}
      <p class="row-of edit-foot screen">
        <Button kind="primary" busy={busy} disabled={!writes} onClick={() => void act(() => run(job.id), (next) => { onJob(next); go(href('import', [job.id])) })}>{w.next}</Button>
        <Button onClick={again}>{w.checkAgain}</Button>
        <span class="hint">{writes ? w.nextHint(writes) : w.runNothing}</span>
      </p>
    </>
  )
}

/** How far a check or a run has come. */
export function Going({ progress, title, waiting }: { progress: Progress | null; title: string; waiting?: string }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const part = progress && progress.bytes_total > 0 && progress.bytes_read > 0 ? progress.bytes_read / progress.bytes_total : undefined
  return (
    <section class="section going" role="status">
      <h2>{title}</h2>
      <progress value={part} max={1} aria-label={title} />
      <p class="figures">
        {waiting ?? (progress && progress.rows > 0 ? w.rowsDone(progress.rows.toLocaleString(), Math.round(progress.rows_per_second).toLocaleString()) : ' ')}
        {!waiting && progress?.seconds_left != null && progress.rows > 0 && ' · ' + w.left(w.seconds(progress.seconds_left))}
      </p>
    </section>
  )
}

/** Tries the plan, and tells how far the trial is while it goes on. */
function usePreview(job: Import) {
  const [state, setState] = useState<{ value: Preview | null; problem: Problem | null }>({ value: null, problem: null })
  const [progress, setProgress] = useState<Progress | null>(null)
  const [attempt, setAttempt] = useState(0)
  const plan = JSON.stringify(job.plan)
  useEffect(() => {
    const abort = new AbortController()
    setState({ value: null, problem: null })
    setProgress(null)
    const look = setInterval(() => { importOf(job.id, abort.signal).then(({ progress }) => setProgress(progress), () => undefined) }, 1000)
    preview(job.id, abort.signal).then(
      (value) => setState({ value, problem: null }),
      (err: unknown) => { if (!isAbort(err)) setState({ value: null, problem: asProblem(err) }) },
    ).finally(() => clearInterval(look))
    return () => { abort.abort(); clearInterval(look) }
  }, [job.id, plan, attempt])
  return { ...state, progress, again: () => setAttempt((n) => n + 1) }
}

interface SuspicionsProps { job: Import; all: readonly Suspicion[]; busy: boolean; onMend: (suspicion: Suspicion) => void }

function Suspicions({ job, all, busy, onMend }: SuspicionsProps) {
  const { lang } = useOffice()
  const w = importWords(lang)
  if (!all.length) return null
  return (
    <section class="section">
      <h2>{w.suspicions}</h2>
      <p class="hint">{w.suspicionsHint}</p>
      <ul class="plain-list stack">
        {all.map((suspicion) => {
          const mended = remedied(job.plan, suspicion)
          const word = mended && (mended.act === 'crs' ? w.apply.crs(mended.crs) : w.apply[mended.act])
          return (
            <li key={suspicion.kind + suspicion.remedy}>
              <Notice kind="warn" title={`${suspicion.what} · ${w.rowsN(suspicion.count)}`}>
                {suspicion.rows.length > 0 && <p class="small">{w.firstRows(suspicion.rows.slice(0, 5).join('、'))}</p>}
                {word ? <p><Button small busy={busy} onClick={() => onMend(suspicion)}>{word}</Button></p> : suspicion.remedy && <p>{suspicion.remedy}</p>}
              </Notice>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type Row = RowProperties & { at: [number, number] | null }
const colours: Record<Outcome, Point['kind']> = { added: 'good', changed: 'plain', unchanged: 'ended', rejected: 'bad' }

/** The rows on a map and as a list, linked both ways. */
function Rows({ preview: { changes } }: { preview: Preview }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const rows = useMemo(() => changes.features.map(({ properties, geometry }): Row => ({ ...properties, at: middle(geometry) })), [changes])
  const first: Outcome[] = rows.some(({ outcome }) => outcome === 'added' || outcome === 'changed') ? ['added', 'changed'] : ['rejected', 'unchanged']
  const [shown, setShown] = useState<Outcome[]>(first)
  const [selected, setSelected] = useState<string | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const [most, setMost] = useState(30)
  const seen = useMemo(() => rows.filter(({ outcome }) => shown.includes(outcome)), [rows, shown])
  const points = useMemo(() => seen.flatMap(pointsOf), [seen])
  const at = rows.find(({ row }) => String(row) === selected)?.at ?? seen.find((row) => row.at)?.at ?? null
  if (!rows.length) return <Empty title={w.nothing} />
  return (
    <section class="section">
      <div class="page-head"><h2>{w.list}</h2>
        <span class="row-of screen" role="group" aria-label={w.only}>
          {(['added', 'changed', 'unchanged', 'rejected'] as const).map((outcome) => (
            <label class="check" key={outcome}><input type="checkbox" checked={shown.includes(outcome)}
              onChange={() => setShown(shown.includes(outcome) ? shown.filter((one) => one !== outcome) : [...shown, outcome])} /> {w.outcome[outcome]}</label>
          ))}
        </span>
      </div>
      <div class="split import-split">
        <div class="split-list import-rows">
          <Table name="import-rows" label={w.list} rows={seen.slice(0, most)} id={({ row }) => String(row)} selected={selected} lit={lit}
            onPick={({ row }) => setSelected(String(row))} onHover={(row) => setLit(row && String(row.row))} columns={[
              { key: 'row', head: w.row, always: true, cell: ({ line, row }) => w.line(line, row) },
              { key: 'name', head: w.name, always: true, cell: (row) => <><span class="row-name">{row.name}</span>{row.suspicious && <> <Badge kind="warn">{w.suspicious}</Badge></>}{!row.at && row.outcome !== 'rejected' && <span class="small"> {w.noPlace}</span>}</> },
              { key: 'what', head: w.what, always: true, cell: ({ outcome }) => <Badge kind={outcome === 'added' ? 'good' : outcome === 'rejected' ? 'bad' : 'plain'}>{w.outcome[outcome]}</Badge> },
              { key: 'changes', head: w.changes, wrap: true, cell: ({ changes: all }) => all?.map(({ field, old, new: now }) => <p class="change" key={field}>{old && <del>{old}</del>} {now && <ins>{now}</ins>}</p>) },
            ]} />
          {seen.length > most && <Button class="more" onClick={() => setMost(most + 200)}>{w.showAll(seen.length)}</Button>}
          {rows.length >= 2000 && <p class="hint">{w.shown(2000)}</p>}
        </div>
        <div class="split-map">
          <PointMap points={points} selected={selected} lit={lit} focus={at && { lon: at[0], lat: at[1] }}
            onPick={(id) => setSelected(id.replace('#before', ''))} onHover={(id) => setLit(id && id.replace('#before', ''))} />
          {seen.some(({ before }) => before) && <p class="hint">{w.legendMoved}</p>}
        </div>
      </div>
    </section>
  )
}

function pointsOf({ row, name, at, outcome, before, suspicious }: Row): Point[] {
  const points: Point[] = []
  if (before) points.push({ id: row + '#before', name, lon: before[0], lat: before[1], kind: 'ended' })
  if (at) points.push({ id: String(row), name, lon: at[0], lat: at[1], kind: suspicious ? 'warn' : colours[outcome] })
  return points
}

/** Where a row is pointed at: a point, or the middle of an area's box. */
function middle(geometry: GeoJSON.Geometry | null): [number, number] | null {
  if (!geometry) return null
  if (geometry.type === 'Point') return geometry.coordinates as [number, number]
  if (geometry.type !== 'MultiPolygon') return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon = 0, lat = 0] of geometry.coordinates.flat(2)) {
    ;[west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)]
  }
  return [(west + east) / 2, (south + north) / 2]
}

/** What comes in and should be looked at, and what the register keeps. */
function Found({ preview: { findings, kept } }: { preview: Preview }) {
  const { lang } = useOffice()
  const w = importWords(lang)
  return (
    <>
      {findings.length > 0 && <section class="section"><h2>{w.findings}</h2><p class="hint">{w.findingsHint}</p>
        <ul class="plain-list">{findings.slice(0, 100).map((one, i) => (
          <li key={i}><b>{one.name}</b> {one.line ? w.line(one.line, 0) : ''} {one.other_name ? w.namesake((one.other_division ?? '') + one.other_name) : w.outside} {one.distance_m != null && w.apart(metres(one.distance_m))}</li>
        ))}</ul></section>}
      {kept.length > 0 && <section class="section"><h2>{w.kept}</h2>
        <ul class="plain-list">{kept.slice(0, 100).map((one, i) => (
          <li key={i}>{w.line(one.line, one.row)} {one.changes.map(({ field, old, new: now }) => <span key={field}><ins>{old}</ins> <del>{now}</del> </span>)}</li>
        ))}</ul></section>}
    </>
  )
}
