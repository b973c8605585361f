import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { StateBadge } from '../certificates/page'
import { certificateWords } from '../certificates/words'
import { useOffice, useSession } from '../context'
import { PointMap } from '../map/pointmap'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { plateWords } from '../plates/words'
import { go, href, withParams } from '../route'
import { ledgerWords } from '../ledger/words'
import { timeWords } from '../words'
import { certificates, history, one, planPlate, plates, take, texts, type Address } from './api'
import { numberWords } from './numberwords'
import { AddressState } from './page'
import { addressWords } from './words'

/** One address: as of a day and as the register had it, its texts, its life, its papers. */
export function OneAddress({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const asOf = param.get('as_of') ?? ''
  const recorded = param.get('recorded') ?? ''
  const { value, problem, retry } = useLoad((signal) => one(id, asOf, recorded, signal), [id, asOf, recorded, lang])
  const set = (changes: Record<string, string | null>) => go(href('addresses', [id], withParams(param, changes)), 'replace')
  return (
    <>
      <p class="screen"><Link to={href('addresses')}>{w.back}</Link></p>
      {!value && !problem && <Skeleton rows={6} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <div class="page-head"><h1>{value.text}</h1><AddressState row={value} w={w} /></div>}
      <div class="filters screen">
        <TextField label={w.asOf} type="date" value={asOf} onInput={(day) => set({ as_of: day || null })} />
        <TextField label={w.recorded} type="date" value={recorded} onInput={(day) => set({ recorded: day || null })} />
        {(asOf || recorded) && <Button onClick={() => set({ as_of: null, recorded: null })}>{w.today}</Button>}
      </div>
      {value && <Shown a={value} now={!asOf && !recorded} again={retry} />}
    </>
  )
}

const next: Record<string, string[]> = { numbered: ['confirm', 'cancel'], confirmed: ['use', 'cancel'], in_use: ['cancel'] }

function Shown({ a, now, again }: { a: Address; now: boolean; again: () => void }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const { session, say } = useSession()
  const [asking, setAsking] = useState('')
  const points = [...(a.lon === undefined || a.lat === undefined ? [] : [{ id: 'entrance', name: w.entrance, lon: a.lon, lat: a.lat }]),
    ...(a.plate_lon === undefined || a.plate_lat === undefined ? [] : [{ id: 'plate', name: w.plate, lon: a.plate_lon, lat: a.plate_lat, kind: 'good' as const }])]
  return (
    <>
      {a.withdrawn && <Notice kind="bad"><p>{w.withdrawn}{a.withdrawn}</p></Notice>}
      {!a.standing && !a.withdrawn && <Notice kind="warn"><p>{w.notStanding}</p></Notice>}
      {a.successor && <p><Link to={href('addresses', [a.successor])}>{w.successor}</Link></p>}
      {now && <p class="row-of screen address-acts">
        {session.can.includes('certificate.issue') && a.standing && <Link class="button primary" to={href('addresses', [a.id, 'certify'])}>{w.issue}</Link>}
        {session.can.includes('address.number') && a.etag && !a.withdrawn && (next[a.state] ?? []).map((verb) => <Button key={verb} kind={verb === 'cancel' ? 'danger' : undefined} onClick={() => setAsking(verb)}>{w.stepVerbs[verb]}</Button>)}
      </p>}
      <dl class="facts">
        <dt>{w.county}</dt><dd>{a.county}</dd>
        <dt>{w.community}</dt><dd>{a.township}{a.village}</dd>
        {(a.way_name || a.settlement_name) && <><dt>{w.road}</dt><dd>{a.settlement_name}{a.way_name}</dd></>}
        <dt>{w.no}</dt><dd>{a.short}</dd>
        <dt>{w.kind}</dt><dd>{w.kinds[a.kind]}</dd>
        <dt>{w.since}</dt><dd>{a.valid_from || w.always}</dd>
        <dt>{w.source}</dt><dd>{a.source}</dd>
      </dl>
      <section class="section"><h2>{w.map}</h2>{points.length ? <div class="address-map"><PointMap points={points} focus={points[0]} zoom={16} /></div> : <p>{w.noPoint}</p>}</section>
      <Texts id={a.id} />
      <Life a={a} />
      {session.can.includes('certificate.issue') && <Papers id={a.id} />}
      {session.can.includes('plate.read') && <Plates a={a} />}
      {asking && <Ask title={w.stepTitle(w.stepVerbs[asking]!, a.short)} verb={w.stepVerbs[asking]!} danger={asking === 'cancel'} reason={asking === 'cancel'}
        run={(note, key) => take(a, asking, note, key)} onClose={() => setAsking('')} onDone={() => { setAsking(''); say(w.done); again() }} />}
    </>
  )
}

function Texts({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const { value, problem, retry } = useLoad((signal) => texts(id, signal), [id])
  return (
    <section class="section"><h2>{w.past}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <Table name="address-texts" label={w.past} rows={value.items} id={(row) => row.address + (row.valid_from ?? '')} columns={[
        { key: 'text', head: w.text, always: true, wrap: true, cell: (row) => row.text },
        { key: 'from', head: w.from, always: true, cell: (row) => row.valid_from || w.always },
        { key: 'until', head: w.until, always: true, cell: (row) => row.valid_to },
      ]} />}
    </section>
  )
}

/** Who entered and changed it, when and why. */
function Life({ a }: { a: Address }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const n = numberWords(lang)
  const { session } = useSession()
  const may = session.can.includes('place.read_internal')
  const { value, problem, retry } = useLoad(may ? (signal) => history(a.id, signal) : null, [a.id, a.etag])
  if (!may) return null
  return (
    <section class="section"><h2>{w.life}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <p>{n.historyNone}</p>}
      {value && value.items.length > 0 && <Table name="address-history" label={w.life} rows={value.items} id={(row) => row.at + row.action} columns={[
        { key: 'at', head: w.on, always: true, cell: (row) => timeWords(row.at, lang) },
        { key: 'what', head: w.step, always: true, cell: (row) => <>{ledgerWords(lang).actions[row.action] ?? row.action}{row.batch > 1 && <span class="small"> {n.batch(row.batch)}</span>}</> },
        { key: 'by', head: n.by, always: true, cell: (row) => row.by },
        { key: 'reason', head: n.reasonWord, always: true, wrap: true, cell: (row) => row.reason },
      ]} />}
    </section>
  )
}

function Papers({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const words = certificateWords(lang)
  const { value, problem, retry } = useLoad((signal) => certificates(id, signal), [id])
  return (
    <section class="section"><h2>{w.papers}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <p>{w.noPapers}</p>}
      {value && <ul>{value.items.map((c) => <li key={c.id}><Link to={href('certificates', [c.id])}>{c.number}</Link> {c.issued_on} <StateBadge row={c} w={words} /></li>)}</ul>}
    </section>
  )
}

/** The kinds of plate that an address may have, the likeliest first. */
const kindsOf = (a: Address) => (a.room ? ['room'] : a.unit ? ['unit'] : a.building ? ['building'] : ['door_small', 'door_middle', 'door_big'])

function Plates({ a }: { a: Address }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const kinds = plateWords(lang).kinds
  const { session, say } = useSession()
  const { value, problem, retry } = useLoad((signal) => plates(a.id, signal), [a.id])
  const [kind, setKind] = useState('')
  const counts = value?.items.filter((p) => !['void', 'removed', 'replaced'].includes(p.state)).length ?? 0
  return (
    <section class="section"><h2>{w.plates}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <p>{w.noPlates}</p>}
      {value && <ul>{value.items.map((p) => <li key={p.id}><Link to={href('plates', [p.id])}>{p.token}</Link> {plateWords(lang).states[p.state]}</li>)}</ul>}
      {value && !counts && a.standing && session.can.includes('plate.manage') && <p class="screen"><Button onClick={() => setKind(kindsOf(a)[0]!)}>{w.planPlate}</Button></p>}
      {kind && <Ask title={w.planPlate} hint={w.planHint} verb={w.planPlate} run={(reason, key) => planPlate(a.id, kind, reason, key)}
        onDone={() => { setKind(''); say(w.planned); retry() }} onClose={() => setKind('')}>
        <SelectField label={w.plateKind} value={kind} onPick={setKind} choices={kindsOf(a).map((value) => ({ value, word: kinds[value] ?? value }))} />
      </Ask>}
    </section>
  )
}
