import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { StateBadge } from '../certificates/page'
import { certificateWords } from '../certificates/words'
import { useOffice, useSession } from '../context'
import { PointMap } from '../map/pointmap'
import { Ask, Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { timeWords } from '../words'
import { addPhoto, application, photoPath, step, type Whole } from './api'
import { DueOf } from './applications'
import { GiveAddress } from './number'
import { numberWords } from './numberwords'
import { addressWords, type Words } from './words'

/** One application: who asks, the site, what happened, and the next step. */
export function ApplicationView({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const { value, problem, retry } = useLoad((signal) => application(id, signal), [id, lang])
  return (
    <>
      <p class="screen"><Link to={href('addresses', ['applications'], { open: '1' })}>{w.backApps}</Link></p>
      {!value && !problem && <Skeleton rows={6} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <Shown a={value} w={w} again={retry} />}
    </>
  )
}

const quiet = ['ask', 'refuse', 'withdraw']

function Shown({ a, w, again }: { a: Whole; w: Words; again: () => void }) {
  const { lang } = useOffice()
  const n = numberWords(lang)
  const { session, say } = useSession()
  const [asking, setAsking] = useState('')
  const giving = asking === 'number' || asking === 'renumber'
  const point = a.lon === undefined || a.lat === undefined ? null : { id: 'site', name: w.site, lon: a.lon, lat: a.lat }
  const verbs = a.steps.filter((one) => one !== 'certify' && (!['number', 'renumber'].includes(one) || session.can.includes('address.number')))
  const done = () => { setAsking(''); say(w.done); again() }
  return (
    <>
      <div class="page-head"><h1>{a.number}</h1><Badge>{w.appStates[a.state]}</Badge></div>
      <p class="row-of screen address-acts">
        {a.steps.includes('certify') && a.address && session.can.includes('certificate.issue') && <Link class="button primary" to={href('addresses', [a.address, 'certify'], { application: a.id })}>{w.toCertify}</Link>}
        {verbs.map((one) => <Button key={one} kind={one === 'refuse' ? 'danger' : quiet.includes(one) || one === 'renumber' || a.steps.includes('certify') ? undefined : 'primary'} onClick={() => setAsking(one)}>{w.appSteps[one]}</Button>)}
      </p>
      <dl class="facts">
        <dt>{w.want}</dt><dd>{w.wants[a.want]}</dd>
        <dt>{w.where}</dt><dd>{a.division_name}</dd>
        <dt>{w.received}</dt><dd>{a.received_on} {w.channel[a.channel]}</dd>
        <dt>{w.due}</dt><dd><DueOf {...{ a, w }} /></dd>
        {a.due_basis && <><dt>{w.dueBasis}</dt><dd class="small">{a.due_basis}</dd></>}
        {a.address && <><dt>{w.result}</dt><dd><Link to={href('addresses', [a.address])}>{a.address_text}</Link></dd></>}
      </dl>
      <PartyFacts {...{ a, w }} />
      <section class="section"><h2>{w.site}</h2>{point ? <div class="address-map"><PointMap points={[point]} focus={point} zoom={16} /></div> : <p>{w.noPoint}</p>}</section>
      <Photos {...{ a, w, again }} />
      {a.certificates.length > 0 && <Certificates {...{ a, w }} />}
      <section class="section"><h2>{w.timeline}</h2>
        <Table name="application-steps" label={w.timeline} rows={a.taken} id={(row) => row.at + row.step} columns={[
          { key: 'on', head: w.on, always: true, cell: (row) => row.on },
          { key: 'step', head: w.step, always: true, cell: (row) => w.appSteps[row.step] },
          { key: 'note', head: w.note, always: true, wrap: true, cell: (row) => <>{row.note}{row.against && <div class="small">{n.against}：{row.against}</div>}</> },
          { key: 'by', head: n.by, always: true, cell: (row) => <>{row.by} <span class="small">{timeWords(row.at, lang)}</span></> },
        ]} />
      </section>
      {giving && <GiveAddress {...{ a, w }} onClose={() => setAsking('')} onDone={done} />}
      {asking && !giving && <Ask title={w.appSteps[asking]!} verb={w.appSteps[asking]!} danger={asking === 'refuse'} reason={!!w.appNotes[asking]} reasonWord={w.appNotes[asking]}
        run={(note, key) => step(a, { step: asking, ...(note && { note }) }, key)} onClose={() => setAsking('')} onDone={done} />}
    </>
  )
}

function PartyFacts({ a, w }: { a: Whole; w: Words }) {
  const p = a.party
  return (
    <section class="section"><h2>{w.party}</h2>
      {!p && <p>{w.erased}</p>}
      {p && <dl class="facts">
        <dt>{w.applicant}</dt><dd>{p.applicant}</dd>
        <dt>{w.contact}</dt><dd>{p.contact}</dd>
        {p.owner && <><dt>{w.owner}</dt><dd>{p.owner}</dd></>}
        {p.builder && <><dt>{w.builder}</dt><dd>{p.builder}</dd></>}
        {p.where && <><dt>{w.placeSaid}</dt><dd>{p.where}</dd></>}
        {p.note && <><dt>{w.said}</dt><dd>{p.note}</dd></>}
        {p.papers?.map((one, n) => <><dt key={n}>{one.kind}</dt><dd>{one.address}</dd></>)}
      </dl>}
    </section>
  )
}

function Photos({ a, w, again }: { a: Whole; w: Words; again: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const closed = ['handed_over', 'refused', 'withdrawn'].includes(a.state)
  const bring = (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    setProblem(null)
    addPhoto(a, file).then(again, (err: unknown) => setProblem(asProblem(err)))
    input.value = ''
  }
  return (
    <section class="section"><h2>{w.photos}</h2>
      {!a.photos.length && <p>{w.noPhotos}</p>}
      <ul class="address-photos">{a.photos.map((p) => <li key={p.id}><a href={photoPath(a, p.id)} target="_blank" rel="noreferrer"><img src={photoPath(a, p.id)} alt={`${w.photo} ${p.name}`} loading="lazy" /></a></li>)}</ul>
      {!closed && <p class="screen"><label>{w.addPhoto} <input type="file" accept="image/jpeg,image/png,image/heic" onChange={(event) => bring(event.currentTarget)} /></label></p>}
      {problem && <Refusal problem={problem} />}
    </section>
  )
}

function Certificates({ a, w }: { a: Whole; w: Words }) {
  const { lang } = useOffice()
  const words = certificateWords(lang)
  return <section class="section"><h2>{w.papers}</h2><ul>{a.certificates.map((c) => <li key={c.id}><Link to={href('certificates', [c.id])}>{c.number}</Link> <StateBadge row={c} w={words} /></li>)}</ul></section>
}
