import { useMemo, useRef, useState } from 'preact/hooks'
import type { Division, Reverse } from '../../api'
import { query, type Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { newKey, read } from '../http'
import { PointMap } from '../map/pointmap'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { useUnsaved } from '../parts/unsaved'
import { go } from '../route'
import { add, change, shelter, type Held } from './api'
import { bodyOf, typed, wrongIn, type Typed } from './typed'
import { shelterAddress } from './page'
import { shelterWords, type Words } from './words'

/** A new shelter, or the change of one. */
export function ShelterForm({ id }: { id?: string }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad(id ? (signal) => shelter(id, signal) : null, [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (id && !value) return <Skeleton rows={10} />
  return <Form held={value} />
}

function Form({ held }: { held: Held | null }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = shelterWords(lang)
  const first = useRef(typed(held?.shelter ?? null))
  const [f, setF] = useState(first.current)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [done, setDone] = useState('')
  const key = useRef(newKey())
  useUnsaved(!done && JSON.stringify(f) !== JSON.stringify(first.current), w.leave)
  const wrong = wrongIn(f, w)
  const put = (changes: Partial<Typed>) => setF((was) => ({ ...was, ...changes }))
  const settle = async (division: Division | null) => {
    const id = division && (division.id ?? (await read<{ id: string }>('/v1/divisions/' + division.code).catch(() => null))?.id)
    put({ division: id ?? '', divisionCode: id ? division.code : '' })
  }
  const spot = (lon: number, lat: number) => {
    put({ lon: lon.toFixed(7), lat: lat.toFixed(7) })
    void read<Reverse>('/v1/reverse' + query({ lon: String(lon), lat: String(lat) })).then(({ divisions }) => settle(divisions.at(-1) ?? null), () => undefined)
  }
  const send = async () => {
    setShown(true)
    if (busy || Object.keys(wrong).length) return
    setBusy(true)
    setProblem(null)
    try {
      const body = bodyOf(f, held?.shelter.area)
      const id = held ? (await change(held, body, key.current)).shelter.id : (await add(body, key.current)).id
      setDone(id)
      say(w.saved)
      setTimeout(() => go(shelterAddress(id)))
    } catch (err) {
      setProblem(asProblem(err))
      key.current = newKey()
      setBusy(false)
    }
  }
  const here = useMemo(() => (Number(f.lon) && Number(f.lat) ? { lon: Number(f.lon), lat: Number(f.lat) } : null), [f.lon, f.lat])
  return (
    <>
      <p class="screen"><Link to={held ? shelterAddress(held.shelter.id) : shelterAddress()}>← {held?.shelter.name ?? w.back}</Link></p>
      <h1>{held ? w.editTitle : w.newTitle}</h1>
      <div class="split split-place">
        <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
          <Fields f={f} w={w} put={put} wrong={shown ? wrong : {}} fresh={!held} division={<DivisionField label={w.division} whole={w.pickDivision} value={f.divisionCode} onPick={(division) => void settle(division)} />} />
          {shown && wrong.division && <p class="wrong field-wide">{w.pickDivision}</p>}
          {problem && <div class="field-wide"><Refusal problem={problem} /></div>}
          {shown && Object.keys(wrong).length > 0 && <p class="wrong field-wide" role="alert">{w.missing}</p>}
          <div class="form-foot"><Button kind="primary" submit busy={busy}>{w.save}</Button></div>
        </form>
        <div class="split-map"><p class="small">{w.pick}</p><PointMap points={here ? [{ id: 'here', name: f.name, ...here }] : []} focus={here} onSpot={spot} /></div>
      </div>
    </>
  )
}

interface FieldsProps { f: Typed; w: Words; put: (changes: Partial<Typed>) => void; wrong: Partial<Record<keyof Typed, string>>; fresh: boolean; division: preact.ComponentChild }

function Fields({ f, w, put, wrong, fresh, division }: FieldsProps) {
  const text = (name: TextName, label: string, hint?: string, inputMode?: 'decimal' | 'numeric') => <TextField label={label} hint={hint} inputMode={inputMode} value={f[name]} onInput={(value) => put({ [name]: value })} error={wrong[name]} />
  const select = (name: TextName, label: string, words: Record<string, string>) => <SelectField label={label} value={f[name]} choices={Object.entries(words).map(([value, word]) => ({ value, word }))} onPick={(value) => put({ [name]: value })} />
  const toggle = (all: string[], one: string) => (all.includes(one) ? all.filter((each) => each !== one) : [...all, one])
  const hazards = (name: 'suits' | 'unfit', legend: string, other: 'suits' | 'unfit') => (
    <fieldset class="field-wide shelter-checks"><legend>{legend}</legend>
      {Object.entries(w.hazards).map(([one, word]) => <label key={one} class="check"><input type="checkbox" checked={f[name].includes(one)} onChange={() => put({ [name]: toggle(f[name], one), [other]: f[other].filter((each) => each !== one) })} /> {word}</label>)}
      {wrong[name] && <p class="wrong">{wrong[name]}</p>}
    </fieldset>)
  return (
    <>
      {text('name', w.name)}
      {division}
      {text('lon', w.lon, undefined, 'decimal')}
      {text('lat', w.lat, undefined, 'decimal')}
      {text('address', w.address)}
      {select('level', w.level, w.levels)}
      {select('duration', w.duration, w.durations)}
      {select('space', w.space, w.spaces)}
      {hazards('suits', w.suits, 'unfit')}
      {hazards('unfit', w.unfit, 'suits')}
      {text('capacity', w.capacityWord, undefined, 'numeric')}
      {text('capacity_night', w.night, undefined, 'numeric')}
      {text('total_m2', w.total, undefined, 'numeric')}
      {text('effective_m2', w.effective, undefined, 'numeric')}
      {text('indoor_m2', w.indoor, undefined, 'numeric')}
      <fieldset class="field-wide shelter-checks"><legend>{w.equipment}</legend>
        {(['water', 'power', 'toilet', 'medical'] as const).map((one) => <label key={one} class="check"><input type="checkbox" checked={f[one]} onChange={() => put({ [one]: !f[one] })} /> {w[one]}</label>)}
      </fieldset>
      {select('accessible', w.accessible, w.access)}
      {text('keeper', w.keeper, w.keeperHint)}
      {text('duty_phone', w.phoneWord, w.phoneHint)}
      {select('visibility', w.visibility, w.visibilities)}
      {text('code', w.code)}
      {text('source', w.source)}
      <TextField label={w.from} hint={fresh ? w.fromNew : w.fromHint} type="date" value={f.from} onInput={(from) => put({ from })} />
      <AreaField label={w.reason} wide rows={2} value={f.reason} onInput={(reason) => put({ reason })} error={wrong.reason} />
    </>
  )
}

type TextName = { [K in keyof Typed]: Typed[K] extends string ? K : never }[keyof Typed]
