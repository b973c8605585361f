import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { PlaceField, type Picked } from '../parts/place'
import { list, number, type Address, type Whole } from './api'
import type { Words } from './words'

/** The address that an application comes to: a new number, or one that stands. */
export function GiveAddress({ a, w, onClose, onDone }: { a: Whole; w: Words; onClose: () => void; onDone: () => void }) {
  const { t } = useOffice()
  const [isNew, setIsNew] = useState(a.want === 'number')
  const [way, setWay] = useState<Picked | null>(null)
  const [f, setF] = useState({ number: '', sub: '', building: '' })
  const [picked, setPicked] = useState<Address | null>(null)
  const [refused, setRefused] = useState(false)
  const ready = isNew ? /^[1-9][0-9]*$/.test(f.number.trim()) : !!picked
  const run = (_: string, key: string) => {
    if (!isNew) return number(a, { address: picked!.id }, key)
    // A street 23xxx numbers its own doors; any other place is a natural village.
    const base = way && { [way.class.startsWith('23') ? 'way' : 'settlement']: way.id }
    const item = { division: a.division, ...base, number: f.number.trim(), ...(f.sub.trim() && { sub: f.sub.trim(), insert_format: '-' }), ...(f.building.trim() && { building: f.building.trim() }),
      ...(a.lon !== undefined && a.lat !== undefined && { lon: a.lon, lat: a.lat }), visibility: 'public', source: '申请 ' + a.number }
    return number(a, { item }, key)
  }
  return (
    <Ask title={w.numberTitle} verb={w.numberTitle} reason={false} ready={ready} onRefuse={() => setRefused(true)} run={run} onClose={onClose} onDone={onDone}>
      <fieldset><legend>{w.chooseWay}</legend>
        <label class="check"><input type="radio" name="which" checked={isNew} onChange={() => setIsNew(true)} /> {w.make}</label>
        <label class="check"><input type="radio" name="which" checked={!isNew} onChange={() => setIsNew(false)} /> {w.choose}</label>
      </fieldset>
      {isNew ? (
        <>
          <PlaceField label={w.street2} value={way} onPick={setWay} />
          <TextField label={w.newNumber} hint={w.newNumberHint} inputMode="numeric" value={f.number} error={refused && !ready ? t.wanted : undefined} onInput={(text) => setF({ ...f, number: text })} />
          <div class="row-of">
            <TextField label={w.sub} inputMode="numeric" value={f.sub} onInput={(sub) => setF({ ...f, sub })} />
            <TextField label={w.building} value={f.building} onInput={(building) => setF({ ...f, building })} />
          </div>
        </>
      ) : <Choose picked={picked} onPick={setPicked} w={w} error={refused && !ready ? t.choose : undefined} />}
    </Ask>
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
