import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Trouble } from '../../notice'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { PlaceField, type Picked } from '../parts/place'
import { list, number, tryNumber, type Address, type NumberTrial, type Trial, type Whole } from './api'
import { numberWords } from './numberwords'
import { Said, Verdict } from './said'
import { mayGive, seenOn, standingOf } from './tried'
import type { Words } from './words'

interface Props { a: Whole; w: Words; onClose: () => void; onDone: () => void }

/** The address that an application comes to: a new number, or one that stands; before its certificate also another. */
export function GiveAddress({ a, w, onClose, onDone }: Props) {
  const { lang, t } = useOffice()
  const n = numberWords(lang)
  const again = a.state === 'numbered'
  const [isNew, setIsNew] = useState(a.want === 'number')
  const [picked, setPicked] = useState<Address | null>(null)
  const [refused, setRefused] = useState(false)
  const house = useHouse(a)
  const { standing, asked } = house
  const needsReason = again || (isNew && standing === 'against')
  const ready = isNew ? mayGive(standing, 'said') : !!picked // why is asked for by the form
  const title = again ? n.renumber : w.numberTitle
  const run = (note: string, key: string) => {
    if (!isNew) return number(a, { address: picked!.id, ...(note && { note }) }, key)
    const { dead_end, one_sided, ...where } = asked
    return number(a, { item: { division: a.division, ...where, visibility: 'public', source: '申请 ' + a.number }, dead_end, one_sided, ...(note && { note }) }, key)
  }
  return (
    <Ask title={title} hint={again ? n.renumberHint : undefined} verb={title} wide reason={needsReason} reasonWord={again ? n.reasonAgain : n.reason} ready={ready} onRefuse={() => setRefused(true)} run={run} onClose={onClose} onDone={onDone}>
      <fieldset><legend>{w.chooseWay}</legend>
        <label class="check"><input type="radio" name="which" checked={isNew} onChange={() => setIsNew(true)} /> {w.make}</label>
        <label class="check"><input type="radio" name="which" checked={!isNew} onChange={() => setIsNew(false)} /> {w.choose}</label>
      </fieldset>
      {isNew ? <House {...{ house }} refused={refused && !ready} /> : <Choose picked={picked} onPick={setPicked} w={w} error={refused && !ready ? t.choose : undefined} />}
    </Ask>
  )
}

/** The house as it is filled in, with what the scheme says of it. */
function useHouse(a: Whole) {
  const { lang } = useOffice()
  const [way, setWay] = useState<Picked | null>(null)
  const [gate, setGate] = useState(a.lon === undefined || a.lat === undefined ? null : { lon: a.lon, lat: a.lat })
  const [flags, setFlags] = useState({ dead_end: false, one_sided: false })
  const [building, setBuilding] = useState('')
  const [typed, setTyped] = useState<string | null>(null) // null: what the scheme gives
  const where: Trial = { ...(way && { [way.class.startsWith('23') ? 'way' : 'settlement']: way.id }), ...gate, ...flags, ...(building.trim() && { building: building.trim() }) }
  const { trial, problem, about, again } = useTrial(a, where, typed, lang)
  const text = typed ?? trial?.proposed?.text ?? ''
  const unread = problem?.kind === 'address-application-number'
  const stale = JSON.stringify({ ...about, number: '' }) !== JSON.stringify({ ...where, number: '' })
  return { way, setWay, gate, setGate, flags, setFlags, building, setBuilding, text, setTyped, trial, problem: unread ? null : problem, unread: unread ? problem : null, again,
    asked: { ...where, number: text.trim() }, standing: standingOf(text, stale ? '' : about?.number ?? '', trial, unread) }
}

/** Asks the server whenever what is filled in changes; without a number typed, of the one that the scheme gives. */
function useTrial(a: Whole, where: Trial, typed: string | null, lang: string) {
  const [said, setSaid] = useState<{ trial: NumberTrial | null; problem: Problem | null; about?: Trial }>({ trial: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  const first = useRef(true)
  useEffect(() => {
    let stale = false
    const ask = async () => {
      try {
        let about: Trial = { ...where, number: typed?.trim() ?? '' }
        let trial = await tryNumber(a, about)
        if (typed === null && trial.proposed) {
          about = { ...where, number: trial.proposed.text }
          trial = await tryNumber(a, about)
        }
        if (!stale) setSaid({ trial, problem: null, about })
      } catch (err) {
        if (!stale) setSaid((was) => ({ ...was, problem: asProblem(err), about: { ...where, number: typed?.trim() ?? '' } }))
      }
    }
    const timer = setTimeout(() => void ask(), first.current ? 0 : 250)
    first.current = false
    return () => { stale = true; clearTimeout(timer) }
  }, [JSON.stringify([where, typed]), attempt, lang])
  return { ...said, again: () => setAttempt((was) => was + 1) }
}

function House({ house, refused }: { house: ReturnType<typeof useHouse>; refused: boolean }) {
  const { lang, t } = useOffice()
  const n = numberWords(lang)
  const { trial, gate, flags, standing } = house
  const { points, drawn } = useMemo(() => seenOn(trial, gate, n.gate), [trial, gate, lang])
  const middle = trial?.course?.coordinates[Math.floor(trial.course.coordinates.length / 2)]
  const onSpot = (lon: number, lat: number) => house.setGate({ lon: +lon.toFixed(7), lat: +lat.toFixed(7) })
  return (
    <div class="address-number">
      <div class="stack">
        <PlaceField label={n.street} hint={n.streetHint} value={house.way} onPick={house.setWay} />
        {house.way?.class.startsWith('23') && <p class="row-of">{(['dead_end', 'one_sided'] as const).map((flag) => (
          <label key={flag} class="check"><input type="checkbox" checked={flags[flag]} onChange={(event) => { const on = event.currentTarget.checked; house.setFlags((was) => ({ ...was, [flag]: on })) }} /> {flag === 'dead_end' ? n.deadEnd : n.oneSided}</label>
        ))}</p>}
        {house.problem && <Trouble problem={house.problem} retry={house.again} />}
        {trial ? <Said trial={trial} n={n} onTake={() => house.setTyped(null)} taken={house.text === trial.proposed?.text} /> : !house.problem && <p role="status">{n.trying}</p>}
        <div class="row-of">
          <TextField label={n.number} hint={n.numberHint} value={house.text} autocomplete="off" onInput={house.setTyped}
            error={house.unread ? house.unread.detail : refused && standing === 'empty' ? t.wanted : undefined} />
          <TextField label={n.building} value={house.building} onInput={house.setBuilding} />
        </div>
        <Verdict standing={standing} trial={trial} n={n} />
      </div>
      <div>
        <p class="hint">{n.gateHint}</p>
        <PointMap points={points} drawn={drawn} focus={gate ?? (middle ? { lon: middle[0] ?? 0, lat: middle[1] ?? 0 } : null)} zoom={18} onSpot={onSpot} onDrag={(_, lon, lat) => onSpot(lon, lat)} />
        {!gate && <Notice kind="warn"><p>{n.noGate}</p></Notice>}
        {trial?.far && <Notice kind="warn"><p>{n.far(trial.offset_m, trial.far_m)}</p></Notice>}
      </div>
    </div>
  )
}

function Choose({ picked, onPick, w, error }: { picked: Address | null; onPick: (a: Address | null) => void; w: Words; error?: string }) {
  const { lang, t } = useOffice()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const found = useLoad(q ? (signal) => list({ q }, null, signal) : null, [q, lang])
  if (picked) return <p class="row-of"><strong>{picked.text}</strong> <Button small onClick={() => onPick(null)}>{t.placeOther}</Button></p>
  return (
    <>
      <div class="row-of"><TextField label={w.search} hint={w.searchHint} error={error} type="search" value={typed} onInput={setTyped} wide /><Button onClick={() => setQ(typed.trim())}>{w.findVerb}</Button></div>
      {found.value && !found.value.items.length && <p role="status">{w.noneFound}</p>}
      <ul class="choices">{found.value?.items.slice(0, 8).map((one) => <li key={one.id}><button type="button" class="choice" onClick={() => onPick(one)}>{one.text}</button></li>)}</ul>
    </>
  )
}
