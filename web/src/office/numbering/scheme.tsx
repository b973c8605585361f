import { useEffect, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { schemes, setScheme, type Held, type Scheme } from './api'
import type { Words } from './words'

/** By which scheme a street is numbered, and how to decide one. */
export function SchemeNote({ held, w, changed }: { held: Held; w: Words; changed: (said: string) => void }) {
  const [asking, setAsking] = useState(false)
  const { scheme } = held
  const change = <Button small class="screen" onClick={() => setAsking(true)}>{held.proposal ? w.setScheme : w.changeScheme}</Button>
  return (
    <>
      {held.proposal ? <Notice kind="warn" title={`${w.rule}：${scheme.name}（${w.proposal}）`}><p>{w.proposalHint} {change}</p></Notice>
        : <p><strong>{w.rule}：{scheme.name}</strong> <span class="small">{held.of && w.of(held.of.name)} · {w.basis}：{scheme.basis}</span> {change}</p>}
      {asking && <SchemeForm held={held} w={w} onClose={() => setAsking(false)} onDone={() => { setAsking(false); changed(w.schemeSet) }} />}
    </>
  )
}

const choices = (words: Record<string, string>) => Object.entries(words).map(([value, word]) => ({ value, word }))

function SchemeForm({ held, w, onClose, onDone }: { held: Held; w: Words; onClose: () => void; onDone: () => void }) {
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => schemes(signal), [lang])
  const [division, setDivision] = useState(held.of?.code ?? '')
  const [asked, setAsked] = useState(false)
  const [f, setF] = useState<Scheme>(held.scheme)
  const [model, setModel] = useState('')
  useEffect(() => {
    const known = value?.known.find(({ name }) => name === model)
    if (known) setF(known)
  }, [model])
  if (!value) return problem ? <Trouble problem={problem} retry={retry} /> : <Skeleton rows={3} />
  const set = <K extends keyof Scheme>(key: K) => (to: Scheme[K]) => setF((was) => ({ ...was, [key]: to }))
  const number = (key: 'metres_per_number' | 'reserve_every_m' | 'reserve_over_m' | 'reach_m', label: string) =>
    <TextField type="number" min="0" inputMode="decimal" label={label} value={String(f[key] ?? 0)} onInput={(text) => set(key)(Number(text) || 0)} />
  const axis = (key: 'east_west' | 'north_south', word: string) => (
    <>
      <SelectField label={`${word}：${w.start}`} value={f[key].start} choices={choices(w.ends)} onPick={(start) => set(key)({ ...f[key], start })} />
      <SelectField label={`${word}：${w.odd}`} value={f[key].odd} choices={choices(w.sides)} onPick={(odd) => set(key)({ ...f[key], odd })} />
    </>
  )
  return (
    <Ask title={w.setScheme} hint={w.setHint} verb={w.setScheme} wide ready={!!division} onRefuse={() => setAsked(true)} run={(reason, key) => setScheme(division, f, reason, key)} onDone={onDone} onClose={onClose}>
      <div class="form">
        <DivisionField label={w.whose} whole={w.whole} value={division} onPick={(d) => setDivision(d?.code ?? '')} />
        {asked && !division && <p class="wrong" role="alert">{w.wholeMissing}</p>}
        <SelectField label={w.model} value={model} choices={[{ value: '', word: '—' }, ...value.known.map(({ name = '' }) => ({ value: name, word: name }))]} onPick={setModel} />
        <TextField label={w.name} value={f.name ?? ''} onInput={set('name')} />
        <AreaField label={w.basis} hint={w.basisHint} rows={2} wide value={f.basis ?? ''} onInput={set('basis')} />
        {axis('east_west', w.ew)}
        {axis('north_south', w.ns)}
        <SelectField label={w.mode} value={f.mode} choices={choices(w.modes)} onPick={set('mode')} />
        {f.mode === 'distance' && number('metres_per_number', w.metresPer)}
        {number('reserve_every_m', w.every)}
        {number('reserve_over_m', w.over)}
        <SelectField label={w.insert} value={f.insert} choices={[{ value: '-', word: '12-1号' }, { value: '之', word: '12之1号' }, { value: '附', word: '12附1号' }]} onPick={set('insert')} />
        {number('reach_m', w.reach)}
      </div>
    </Ask>
  )
}
