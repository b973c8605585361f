import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../../http'
import { asProblem, useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { newKey } from '../../http'
import { PointMap } from '../../map/pointmap'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { go, guardLeaving } from '../../route'
import { LineField } from '../upkeep/linefield'
import { add, correct, marker, type Held, type Reference } from './api'
import { markerAddress } from './list'
import { placed, ReferenceFields } from './references'
import { bare } from './steps'
import { markerWords } from './words'

/** A new marker, or the correction of one. */
export function MarkerForm({ id, param }: { id?: string; param: URLSearchParams }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad(id ? (signal) => marker(id, signal) : null, [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (id && !value) return <Skeleton rows={10} />
  return <Form held={value} line={param.get('line') ?? ''} />
}

const blank = { line: '', number: '', kind: 'single', faces: '2', material: '', lon: '', lat: '', elevation_m: '', original: '', crs: '', keeper: '', place_a: '', place_b: '', place_c: '', note: '', source: '', from: '', reason: '' }
type Typed = typeof blank

function typed(held: Held | null, line: string): Typed {
  if (!held) return { ...blank, line }
  const m = held.marker
  const texts = Object.fromEntries(Object.keys(blank).map((name) => [name, String((m as unknown as Record<string, unknown>)[name] ?? '')]))
  return { ...blank, ...texts, from: '', reason: '' }
}

function Form({ held, line }: { held: Held | null; line: string }) {
  const { lang, t } = useOffice()
  const { say } = useSession()
  const w = markerWords(lang)
  const first = useRef(typed(held, line))
  const [f, setF] = useState(first.current)
  const [references, setReferences] = useState<Reference[]>(held?.marker.references ?? [])
  const [mistyped, setMistyped] = useState(false)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const dirty = useRef(false)
  dirty.current = JSON.stringify(f) !== JSON.stringify(first.current) || references !== (held?.marker.references ?? references)
  useEffect(() => guardLeaving(() => !dirty.current || confirm(w.leave)), [lang])
  const set = (name: keyof Typed) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const wanted: (keyof Typed)[] = ['line', 'number', 'lon', 'lat', 'source', 'reason']
  const number = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))
  const error = (name: keyof Typed) => (!shown ? undefined : wanted.includes(name) && !f[name].trim() ? t.wanted : (name === 'lon' || name === 'lat') && !number(f[name]) ? w.wrongNumber : undefined)
  const send = async () => {
    setShown(true)
    if (busy || wanted.some((name) => !f[name].trim()) || !number(f.lon) || !number(f.lat)) return
    if (!references.every(placed)) return setProblem(new Problem(422, w.references, w.refPositionWrong))
    setBusy(true)
    setProblem(null)
    const { from, ...texts } = f
    const moved = f.lon !== first.current.lon || f.lat !== first.current.lat
    const { lon: _lon, lat: _lat, ...rest } = texts
    const body = { ...rest, faces: Number(f.faces), ...((moved || !held) && { lon: Number(f.lon), lat: Number(f.lat) }), references: references.map(bare), ...(from && { from }), ...(mistyped && { mistyped }) }
    try {
      const saved = held ? (await correct(held, body, key.current)).marker : await add(body, key.current)
      dirty.current = false
      say(w.saved)
      go(markerAddress(saved.id))
    } catch (err) {
      setProblem(asProblem(err))
      key.current = newKey()
      setBusy(false)
    }
  }
  const text = (name: keyof Typed, label: string, hint?: string, inputMode?: 'decimal') => <TextField label={label} hint={hint} inputMode={inputMode} value={f[name]} onInput={set(name)} error={error(name)} />
  const pairs = (of: Record<string, string>) => Object.entries(of).map(([value, word]) => ({ value, word }))
  const here = number(f.lon) && number(f.lat) ? { lon: Number(f.lon), lat: Number(f.lat) } : null
  return (
    <>
      <p class="screen"><Link to={held ? markerAddress(held.marker.id) : markerAddress()}>← {held?.marker.number ?? w.back}</Link></p>
      <h1>{held ? w.editTitle : w.newTitle}</h1>
      <div class="split split-place">
        <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
          {held ? <p class="field-wide">{w.line}：{held.marker.line_name}</p> : <LineField value={f.line} error={error('line')} onPick={set('line')} />}
          {text('number', w.number)}
          <SelectField label={w.kind} value={f.kind} choices={pairs(w.kinds)} onPick={set('kind')} />
          <SelectField label={w.facesWord} value={f.faces} choices={pairs(w.faces as Record<string, string>)} onPick={set('faces')} />
          {text('material', w.material)}
          <SelectField label={w.keeper} value={f.keeper} choices={[{ value: '', word: w.noKeeper }, { value: 'a', word: w.side('a', held?.marker.name_a ?? '') }, { value: 'b', word: w.side('b', held?.marker.name_b ?? '') }]} onPick={set('keeper')} />
          {text('lon', w.lon, w.pickOnMap, 'decimal')}
          {text('lat', w.lat, ' ', 'decimal')}
          {text('elevation_m', w.elevation, undefined, 'decimal')}
          {text('original', w.original)}
          {text('crs', w.crs)}
          {text('place_a', w.placeA)}
          {text('place_b', w.placeB)}
          {text('place_c', w.placeC)}
          <p class="legend field-wide">{w.references}</p>
          <ReferenceFields all={references} w={w} onChange={setReferences} />
          {text('source', w.source)}
          {held && <TextField label={w.from} hint={w.fromHint} type="date" value={f.from} onInput={set('from')} />}
          {held && held.marker.state !== 'planned' && <label class="check field-wide"><input type="checkbox" checked={mistyped} onChange={() => setMistyped(!mistyped)} /> {w.mistyped} <span class="small">{w.mistypedHint}</span></label>}
          <AreaField label={w.note} wide rows={2} value={f.note} onInput={set('note')} />
          <AreaField label={w.reason} wide rows={2} value={f.reason} onInput={set('reason')} error={error('reason')} />
          {problem && <div class="field-wide"><Refusal problem={problem} /></div>}
          {shown && wanted.some((name) => error(name)) && <p class="wrong field-wide" role="alert">{w.missing}</p>}
          <div class="form-foot"><Button kind="primary" submit busy={busy}>{w.save}</Button></div>
        </form>
        <div class="split-map"><PointMap points={here ? [{ id: 'here', name: f.number, ...here }] : []} focus={here} onSpot={(lon, lat) => setF((was) => ({ ...was, lon: lon.toFixed(7), lat: lat.toFixed(7) }))} /></div>
      </div>
    </>
  )
}
