import { useState } from 'preact/hooks'
import { asProblem } from '../../../load'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { newKey } from '../../http'
import type { Point } from '../../map/points'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import { Badge } from '../../parts/notice'
import { addRecord, remove } from './api'
import { ownerName } from './choose'
import type { Given } from './one'

/** Land of one side inside the other 飞地. */
export function Enclaves(given: Given) {
  const { held: { line }, w, may, changed } = given
  const [adding, setAdding] = useState(false)
  const all = line.enclaves ?? []
  const name = (id: string) => ownerName(line.owners.find(({ division }) => division === id), w) || id
  const both = line.owners.every(({ kind }) => kind === 'division')
  return (
    <section class="section"><h2>{w.enclaves} <span class="small">{all.length || ''}</span></h2>
      {!all.length && <p class="hint">{w.noEnclaves}</p>}
      <ul class="plain-list">{all.map((one) => <li key={one.id} class="row-of"><span><b>{one.name}</b> {w.inside(name(one.division), name(one.within))} <span class="small">{[one.basis, one.note].filter(Boolean).join('；')}</span></span>{may && <TakeOut {...given} what="enclaves" id={one.id} name={one.name} />}</li>)}</ul>
      {may && both && <p class="screen"><Button onClick={() => setAdding(true)}>{w.addEnclave}</Button></p>}
      {adding && <AddEnclave {...given} onClose={() => setAdding(false)} changed={(said) => { setAdding(false); changed(said) }} />}
    </section>
  )
}

function AddEnclave({ held: { line }, w, changed, onClose }: Given & { onClose: () => void }) {
  const { t } = useOffice()
  const [f, setF] = useState({ name: '', basis: '', note: '' })
  const [of, setOf] = useState('a')
  const [asked, setAsked] = useState(false)
  const set = (field: keyof typeof f) => (value: string) => setF((was) => ({ ...was, [field]: value }))
  const wanted = (field: 'name' | 'basis') => (asked && !f[field].trim() ? t.wanted : undefined)
  const [division, within] = (of === 'a' ? ['a', 'b'] : ['b', 'a']).map((side) => line.owners.find((owner) => owner.side === side)!.division)
  return (
    <Ask title={w.addEnclave} verb={w.addEnclave} reason={false} ready={!!f.name.trim() && !!f.basis.trim()} onRefuse={() => setAsked(true)} onClose={onClose} onDone={() => changed(w.saved)}
      run={(_, key) => addRecord(line.id, 'enclaves', { name: f.name.trim(), basis: f.basis.trim(), note: f.note.trim(), division, within }, key)}>
      <TextField label={w.name} value={f.name} onInput={set('name')} error={wanted('name')} />
      <SelectField label={w.whose} value={of} onPick={setOf} choices={line.owners.map((owner) => ({ value: owner.side, word: ownerName(owner, w) }))} />
      <TextField label={w.basis} value={f.basis} onInput={set('basis')} error={wanted('basis')} />
      <TextField label={w.note} value={f.note} onInput={set('note')} />
    </Ask>
  )
}

/** Constructions across the line, filed when both sides consented (条例 art. 10). */
export function Works(given: Given & { onSpot: (spot: Point) => void }) {
  const { held: { line }, w, may, changed, onSpot } = given
  const { lang } = useOffice()
  const [adding, setAdding] = useState(false)
  const all = line.works ?? []
  const consents = (a: string, b: string) => [a && `${w.side('a')} ${a}`, b && `${w.side('b')} ${b}`].filter(Boolean).join('，') || w.noConsent
  return (
    <section class="section"><h2>{w.works} <span class="small">{all.length || ''}</span></h2>
      {!all.length && <p class="hint">{w.noWorks}</p>}
      <ul class="plain-list">{all.map((one) => (
        <li key={one.id} class="row-of">
          <span><b>{one.name}</b> {one.kind} {one.builder} <Badge kind={one.filed_on ? 'good' : 'warn'}>{one.filed_on ? w.filed(dateWords(one.filed_on, lang)) : w.notFiled}</Badge> <span class="small">{consents(one.consent_a, one.consent_b)} {one.note}</span></span>
          {one.lon !== undefined && one.lat !== undefined && <Button small class="screen" aria-label={`${w.where} ${one.name}`} onClick={() => onSpot({ id: one.id, name: one.name, lon: one.lon!, lat: one.lat!, kind: 'warn' })}>{w.where}</Button>}
          {may && <TakeOut {...given} what="works" id={one.id} name={one.name} />}
        </li>
      ))}</ul>
      {may && <p class="screen"><Button onClick={() => setAdding(true)}>{w.addWork}</Button></p>}
      {adding && <AddWork {...given} onClose={() => setAdding(false)} changed={(said) => { setAdding(false); changed(said) }} />}
    </section>
  )
}

const blank = { name: '', kind: '', builder: '', consent_a: '', consent_b: '', filed_on: '', lon: '', lat: '', note: '' }

function AddWork({ held: { line }, w, changed, onClose }: Given & { onClose: () => void }) {
  const { t } = useOffice()
  const [f, setF] = useState(blank)
  const [asked, setAsked] = useState(false)
  const set = (field: keyof typeof blank) => (value: string) => setF((was) => ({ ...was, [field]: value }))
  const text = (field: keyof typeof blank, label: string, error?: string | false) => <TextField label={label} inputMode={field === 'lon' || field === 'lat' ? 'decimal' : undefined} value={f[field]} onInput={set(field)} error={error || undefined} />
  const placed = f.lon.trim() !== '' || f.lat.trim() !== ''
  const number = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))
  const fit = !placed || (number(f.lon) && number(f.lat))
  const side = (which: 'a' | 'b') => `${w.side(which)}（${ownerName(line.owners.find((owner) => owner.side === which), w)}）`
  const run = (_: string, key: string) => {
    const { lon, lat, ...texts } = f
    const said = Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim()).map(([name, value]) => [name, value.trim()]))
    return addRecord(line.id, 'works', { ...said, ...(placed && { lon: Number(lon), lat: Number(lat) }) }, key)
  }
  return (
    <Ask title={w.addWork} verb={w.addWork} wide reason={false} ready={!!f.name.trim() && fit} onRefuse={() => setAsked(true)} run={run} onClose={onClose} onDone={() => changed(w.saved)}>
      <div class="form">
        {text('name', w.name, asked && !f.name.trim() && t.wanted)}
        {text('kind', w.workKind)}
        {text('builder', w.builder)}
        {text('consent_a', w.consent(side('a')))}
        {text('consent_b', w.consent(side('b')))}
        <TextField type="date" label={w.filedOn} hint={w.filedHint} value={f.filed_on} onInput={set('filed_on')} />
        {text('lon', w.lon, asked && !fit && w.wrongNumber)}
        {text('lat', w.lat, asked && !fit && w.wrongNumber)}
        {text('note', w.note)}
      </div>
    </Ask>
  )
}

function TakeOut({ held: { line }, w, changed, what, id, name }: Given & { what: 'enclaves' | 'works'; id: string; name: string }) {
  const { say } = useSession()
  const [busy, setBusy] = useState(false)
  const away = async () => {
    setBusy(true)
    try {
      await remove(line.id, what, id, newKey())
      changed(w.taken)
    } catch (err) {
      say(asProblem(err).message)
      setBusy(false)
    }
  }
  return <Button small class="screen" busy={busy} aria-label={`${w.takeOut} ${name}`} onClick={() => void away()}>{w.takeOut}</Button>
}
