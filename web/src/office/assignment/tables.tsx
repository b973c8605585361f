import { useMemo, useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Badge } from '../parts/notice'
import { release, setVillage, type Plan, type Row, type Short, type Trial, type Village } from './api'
import type { Words } from './words'

type Lit = (id: string | null) => void
const nameOf = (plan: Plan, village: string) => plan.villages.find(({ id }) => id === village)?.name ?? village
const shelterOf = (plan: Plan, shelter: string) => plan.shelters.find(({ id }) => id === shelter)?.name ?? shelter

/** For whom there is no place and why: before everything else. */
export function Misfits({ plan, w, onLit }: { plan: Plan; w: Words; onLit: Lit }) {
  if (!plan.shorts.length) return plan.rows.length ? <p class="hint">{w.misfitsNone}</p> : null
  const by = Object.keys(w.why).map((why) => ({ why, all: plan.shorts.filter((one) => one.why === why) })).filter(({ all }) => all.length)
  return (
    <section class="misfits">
      <h2>{w.misfits} ({plan.shorts.length})</h2>
      {by.map(({ why, all }) => <div key={why}><h3>{w.why[why]} ({all.length})</h3>
        <ul class="names" tabIndex={0} aria-label={w.why[why]}>{all.map((one) => <li key={one.village} onMouseEnter={() => onLit(one.village)} onMouseLeave={() => onLit(null)}>{nameOf(plan, one.village)} <span class="small">{why === 'no_number' ? w.unknown : w.people(one.people)}</span></li>)}</ul></div>)}
    </section>
  )
}

function Goes({ plan, rows, shorts, w }: { plan: Plan; rows: Row[]; shorts: Short[]; w: Words }) {
  return (
    <>
      {rows.map((row) => <div key={row.shelter}>{shelterOf(plan, row.shelter)} {w.people(row.places)} <span class="small">{w.distance(row.distance_m)}</span> {row.byhand && <Badge>{w.byhand}</Badge>}</div>)}
      {shorts.map((one) => <div key={one.why}><Badge kind="bad">{w.nowhere}</Badge> {one.people > 0 && w.people(one.people)} <span class="small">{w.why[one.why]}</span></div>)}
    </>
  )
}

/** What a trial changes, village by village. */
export function Changes({ trial, w, onLit }: { trial: Trial; w: Words; onLit: Lit }) {
  return (
    <section>
      <h2>{w.changes} ({trial.changes.length})</h2>
      {!trial.changes.length ? <p class="hint">{w.changesNone}</p> : <div class="assign-table" tabIndex={0} role="group" aria-label={w.changes}><table class="table"><thead><tr><th scope="col">{w.village}</th><th scope="col">{w.before}</th><th scope="col">{w.after}</th></tr></thead>
        <tbody>{trial.changes.map((one) => <tr key={one.village} onMouseEnter={() => onLit(one.village)} onMouseLeave={() => onLit(null)}>
          <td>{nameOf(trial, one.village)}</td><td class="wrap"><Goes plan={trial} rows={one.before} shorts={one.short_before} w={w} /></td><td class="wrap"><Goes plan={trial} rows={one.after} shorts={one.short_after} w={w} /></td></tr>)}</tbody></table></div>}
    </section>
  )
}

interface Rows { plan: Plan; w: Words; lit: string | null; onLit: Lit; onDone: (word: string) => void }

/** Where each village goes today, and the way to say otherwise. */
export function RowsTable({ plan, w, lit, onLit, onDone }: Rows) {
  const { say } = useSession()
  const [editing, setEditing] = useState<Village | null>(null)
  const of = useMemo(() => plan.villages.map((village) => ({ village, rows: plan.rows.filter((row) => row.village === village.id), shorts: plan.shorts.filter((one) => one.village === village.id) })), [plan])
  const free = (village: Village) => { release(plan, village.id).then(() => onDone(w.released), (err: unknown) => say(asProblem(err).message)) }
  return (
    <section>
      <h2>{w.rows}</h2>
      <div class="assign-table" tabIndex={0} role="group" aria-label={w.rows}><table class="table"><thead><tr><th scope="col">{w.village}</th><th scope="col" class="number">{w.places}</th><th scope="col">{w.to}</th>{plan.mine && <th scope="col" class="screen">{w.edit}</th>}</tr></thead>
        <tbody>{of.map(({ village, rows, shorts }) => <tr key={village.id} class={lit === village.id ? 'lit' : undefined} onMouseEnter={() => onLit(village.id)} onMouseLeave={() => onLit(null)}>
          <td>{village.name}</td><td class="number">{village.people ?? '?'}</td><td class="wrap"><Goes {...{ plan, rows, shorts, w }} /></td>
          {plan.mine && <td class="screen"><Button small onClick={() => setEditing(village)} aria-label={`${w.edit} ${village.name}`}>{w.edit}</Button> {rows.some((row) => row.byhand) && <Button small onClick={() => free(village)} aria-label={`${w.release} ${village.name}`}>{w.release}</Button>}</td>}</tr>)}</tbody></table></div>
      {editing && <ByHand {...{ plan, w }} village={editing} onClose={() => setEditing(null)} onDone={() => { setEditing(null); onDone(w.saved) }} />}
    </section>
  )
}

function ByHand({ plan, w, village, onClose, onDone }: { plan: Plan; w: Words; village: Village; onClose: () => void; onDone: () => void }) {
  const mine = plan.rows.filter((row) => row.village === village.id)
  const [to, setTo] = useState(mine.length ? mine.map(({ shelter, places }) => ({ shelter, places: String(places) })) : [{ shelter: '', places: String(village.people ?? '') }])
  const room = (shelter: string) => (plan.shelters.find(({ id }) => id === shelter)?.capacity ?? 0) - plan.rows.reduce((sum, row) => (row.shelter === shelter && row.village !== village.id ? sum + row.places : sum), 0)
  const metres = (lon: number, lat: number) => Math.hypot((lon - (village.lon ?? lon)) * Math.cos((lat * Math.PI) / 180), lat - (village.lat ?? lat)) * 111_195
  const choices = useMemo(() => [{ value: '', word: w.choose }, ...plan.shelters.map((one) => ({ one, far: metres(one.lon, one.lat) })).sort((a, b) => a.far - b.far).map(({ one, far }) => ({ value: one.id, word: `${one.name} · ${w.distance(far)} · ${w.free(room(one.id))}` }))], [plan, village])
  const set = (n: number, changes: Partial<{ shelter: string; places: string }>) => setTo(to.map((one, at) => (at === n ? { ...one, ...changes } : one)))
  const ready = to.length > 0 && to.every(({ shelter, places }) => shelter && Number(places) > 0)
  return (
    <Ask title={`${w.edit}：${village.name}`} hint={w.editHint} verb={w.save} wide ready={ready} run={(reason) => setVillage(plan, village.id, to.map(({ shelter, places }) => ({ shelter, places: Number(places) })), reason)} onClose={onClose} onDone={onDone}>
      {to.map((one, n) => <div key={n} class="row-of">
        <SelectField label={w.shelter} value={one.shelter} onPick={(shelter) => set(n, { shelter })} choices={choices} />
        <TextField label={w.places} type="number" min="1" value={one.places} onInput={(places) => set(n, { places })} />
        {to.length > 1 && <Button small onClick={() => setTo(to.filter((_, at) => at !== n))}>{w.remove}</Button>}
      </div>)}
      <p><Button small onClick={() => setTo([...to, { shelter: '', places: '' }])}>{w.add}</Button></p>
    </Ask>
  )
}
