import { useMemo, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { PointMap } from '../map/pointmap'
import type { Drawn } from '../map/points'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { go } from '../route'
import { timeWords } from '../words'
import { history, shelter, withdraw, type Held, type Shelter } from './api'
import { Checks } from './checks'
import { freeWords, shelterAddress, StateBadge } from './page'
import { Reports, Say } from './say'
import { shelterWords, standing, type Words } from './words'

/** One shelter, from what goes on there to what it is. */
export function ShelterPage({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = shelterWords(lang)
  const [round, setRound] = useState(0)
  const [withdrawing, setWithdrawing] = useState(false)
  const { value, problem, retry } = useLoad((signal) => shelter(id, signal), [id, lang, round])
  const again = () => setRound((n) => n + 1)
  const points = useMemo(() => (value ? [{ id, name: value.shelter.name, lon: value.shelter.lon, lat: value.shelter.lat, kind: standing(value.shelter.state) }] : []), [value])
  const drawn = useMemo((): Drawn[] => (value?.shelter.area ? [{ id, geometry: value.shelter.area, kind: 'good' }] : []), [value])
  if (problem) return <><p class="screen"><Link to={shelterAddress()}>← {w.back}</Link></p><Trouble problem={problem} retry={retry} /></>
  if (!value) return <Skeleton rows={12} />
  const s = value.shelter
  return (
    <>
      <p class="screen"><Link to={shelterAddress()}>← {w.back}</Link></p>
      <div class="page-head">
        <h1>{s.name} <StateBadge state={s.state} w={w} /></h1>
        {s.may_keep && s.standing && <div class="row-of screen">
          <Button onClick={() => go(shelterAddress(id, 'edit'))}>{w.edit}</Button>
          <Button kind="danger" onClick={() => setWithdrawing(true)}>{w.withdraw}</Button>
        </div>}
      </div>
      {s.demo && <p class="shelter-demo">{w.demo}</p>}
      {s.withdrawn && <Notice kind="bad" title={w.withdrawn(s.withdrawn)} />}
      <div class="split">
        <div class="shelter-parts">
          <Situation s={s} w={w} />
          {s.may_keep && s.standing && <Say s={s} w={w} onSaid={again} />}
          <Findings s={s} w={w} />
          <Reports key={round} s={s} w={w} onSaid={again} />
          <Checks key={'checks' + round} s={s} w={w} onLooked={again} />
          <FactList s={s} w={w} />
          <Versions id={id} w={w} />
        </div>
        <div class="split-map"><PointMap points={points} drawn={drawn} focus={s} selected={id} zoom={14} /></div>
      </div>
      {withdrawing && <Withdraw held={value} w={w} onClose={() => setWithdrawing(false)} onDone={() => { setWithdrawing(false); say(w.saved); again() }} />}
    </>
  )
}

/** What goes on there, and who said so. */
function Situation({ s, w }: { s: Shelter; w: Words }) {
  const { lang } = useOffice()
  return (
    <section class="shelter-part" aria-label={w.now}>
      <p class="shelter-now"><StateBadge state={s.state} w={w} /> <strong>{s.free !== undefined && !s.over ? w.free1(s.free) : freeWords(s, w)}</strong> <span class="small">{s.people !== undefined ? `${w.count} ${s.people} / ${s.capacity}` : s.step ? w.steps[s.step] : `${w.capacity} ${s.capacity}`}</span></p>
      {s.people === undefined && s.counted !== undefined && s.counted_at && <p class="small">{w.counted(s.counted, timeWords(s.counted_at, lang))}</p>}
      {s.said_at ? <p class="small">{w.by(s.by ?? '', timeWords(s.said_at, lang))} {s.behalf && w.behalf(s.behalf)}</p> : <p class="small">{w.never}</p>}
      {s.note && <p>{s.note}</p>}
      {s.doubtful && <p><Badge kind="warn">{w.doubtful}</Badge></p>}
    </section>
  )
}

function Findings({ s, w }: { s: Shelter; w: Words }) {
  if (!s.findings?.length) return null
  return <section class="shelter-part"><h2>{w.findings}</h2><ul class="shelter-findings">{s.findings.map((one) => <li key={one.key + one.text}><Badge kind={one.urgent ? 'bad' : 'warn'}>{one.urgent ? '!' : '·'}</Badge> {one.text}</li>)}</ul></section>
}

function FactList({ s, w }: { s: Shelter; w: Words }) {
  const hazards = (all: string[]) => all.map((one) => w.hazards[one]).join('、') || w.nothing
  const equipment = ([['water', w.water], ['power', w.power], ['toilet', w.toilet], ['medical', w.medical]] as const).filter(([key]) => s[key]).map(([, word]) => word).join('、') || w.nothing
  const rows: [string, string | undefined][] = [
    [w.address, s.address], [w.division, s.division_name], [w.level, w.levels[s.level]], [w.duration, w.durations[s.duration]], [w.space, w.spaces[s.space]],
    [w.suits, hazards(s.suits)], [w.unfit, hazards(s.unfit)], [w.capacityWord, w.people(s.capacity)], [w.night, s.capacity_night === undefined ? undefined : w.people(s.capacity_night)],
    [w.total, s.total_m2?.toString()], [w.effective, s.effective_m2?.toString()], [w.indoor, s.indoor_m2?.toString()], [w.equipment, equipment], [w.accessible, w.access[s.accessible]],
    [w.keeper, s.keeper], [w.phoneWord, s.duty_phone], [w.visibility, w.visibilities[s.visibility ?? '']], [w.code, s.code], [w.position, `${s.lon.toFixed(5)}, ${s.lat.toFixed(5)}`], [w.source, s.source],
  ]
  return (
    <section class="shelter-part"><h2>{w.facts}</h2>
      <dl class="shelter-facts">{rows.map(([name, text]) => text && <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
    </section>
  )
}

function Versions({ id, w }: { id: string; w: Words }) {
  const { lang } = useOffice()
  const { value } = useLoad((signal) => history(id, signal), [id, lang])
  if (!value || value.items.length < 2) return null
  return <section class="shelter-part"><h2>{w.history}</h2><ul>{value.items.map((one) => <li key={one.valid_from ?? ''}>{one.valid_from && w.since(dateWords(one.valid_from, lang))} {one.name} · {w.people(one.capacity)} · {w.levels[one.level]}</li>)}</ul></section>
}

function Withdraw({ held, w, onClose, onDone }: { held: Held; w: Words; onClose: () => void; onDone: () => void }) {
  return <Ask title={w.withdraw} hint={w.withdrawHint} verb={w.withdraw} danger run={(reason, key) => withdraw(held, reason, key)} onDone={onDone} onClose={onClose} />
}
