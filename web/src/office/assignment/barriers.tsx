import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { eventWords, hazards } from '../events/words'
import { newKey } from '../http'
import { Ask, Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { draw, endBarrier, type Barrier } from './api'
import { barrierKinds, type Words } from './words'

export interface Drawing { points: [number, number][]; name: string; kind: string; hazards: string[]; key: string }

interface Props { all: Barrier[]; w: Words; may: boolean; hazard: string; drawing: Drawing | null; setDrawing: (next: Drawing | null) => void; onDone: (word: string) => void }

/** What people cannot cross: the list, and a line that is drawn by clicking the map. */
export function Barriers({ all, w, may, hazard, drawing, setDrawing, onDone }: Props) {
  const { lang } = useOffice()
  const [ending, setEnding] = useState<Barrier | null>(null)
  const of = eventWords(lang).hazards
  return (
    <section>
      <h2>{w.barriers} ({all.length})</h2>
      <p class="hint">{w.barriersHint}</p>
      {!all.length && <p class="hint">{w.barriersNone}</p>}
      {all.length > 0 && <ul class="lines">{all.map((one) => (
        <li key={one.id}>{one.name} <span class="small">{w.kinds[one.kind]} · {one.hazards.map((h) => of[h]).join('、')}</span> {one.mine && <button type="button" class="link screen" aria-label={`${w.end} ${one.name}`} onClick={() => setEnding(one)}>{w.end}</button>}</li>
      ))}</ul>}
      {may && !drawing && <p class="screen"><Button onClick={() => setDrawing({ points: [], name: '', kind: 'river', hazards: [hazard], key: newKey() })}>{w.draw}</Button></p>}
      {drawing && <Draw {...{ w, drawing, setDrawing, of }} onDone={() => { setDrawing(null); onDone(w.drawn) }} />}
      {ending && <Ask title={`${w.end}：${ending.name}`} hint={w.endHint} verb={w.end} run={(reason) => endBarrier(ending, reason)} onClose={() => setEnding(null)} onDone={() => { setEnding(null); onDone(w.ended) }} />}
    </section>
  )
}

function Draw({ w, drawing, setDrawing, of, onDone }: { w: Words; drawing: Drawing; setDrawing: (next: Drawing | null) => void; of: Record<string, string>; onDone: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [asked, setAsked] = useState(false)
  const set = (changes: Partial<Drawing>) => setDrawing({ ...drawing, ...changes })
  const ready = drawing.name.trim() && drawing.hazards.length > 0 && drawing.points.length > 1
  const save = () => {
    setAsked(true)
    if (!ready) return
    const { name, kind, hazards: held, points, key } = drawing
    draw({ name: name.trim(), kind, hazards: held, line: { type: 'LineString', coordinates: points } }, key).then(onDone, (err: unknown) => {
      setProblem(asProblem(err))
      set({ key: newKey() })
    })
  }
  return (
    <div class="stack barrier-draw">
      <p role="status"><strong>{w.drawing}</strong> · {w.points(drawing.points.length)} <Button small onClick={() => set({ points: drawing.points.slice(0, -1) })}>{w.undo}</Button></p>
      <div class="row-of"><TextField label={w.name} value={drawing.name} onInput={(name) => set({ name })} /><SelectField label={w.kind} value={drawing.kind} onPick={(kind) => set({ kind })} choices={barrierKinds.map((value) => ({ value, word: w.kinds[value] ?? value }))} /></div>
      <fieldset class="checks"><legend class="legend">{w.holds}</legend>{hazards.map((one) => <label key={one} class="check"><input type="checkbox" checked={drawing.hazards.includes(one)} onChange={() => set({ hazards: drawing.hazards.includes(one) ? drawing.hazards.filter((other) => other !== one) : [...drawing.hazards, one] })} /> {of[one]}</label>)}</fieldset>
      {asked && !ready && <p class="wrong">{w.wanted}</p>}
      {problem && <Refusal problem={problem} />}
      <p class="row-of"><Button kind="primary" onClick={save}>{w.draw}</Button><Button onClick={() => setDrawing(null)}>{w.cancel}</Button></p>
    </div>
  )
}
