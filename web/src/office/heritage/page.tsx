import { useState } from 'preact/hooks'
import type { Division } from '../../api'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { go, href } from '../route'
import { batches, begin, type Batch } from './api'
import { BatchView } from './batch'
import { ItemView } from './item'
import { Names } from './names'
import { heritageWords, type Words } from './words'

/** /office/heritage is the lists, …/<id> one of them, …/name/<id> one name. */
export default function Heritage({ rest, param }: PageProps) {
  if (rest[0] === 'name' && rest[1]) return <ItemView key={rest[1]} id={rest[1]} />
  return rest[0] ? <BatchView key={rest[0]} id={rest[0]} param={param} /> : <Lists param={param} />
}

function Lists({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = heritageWords(lang)
  const { value, problem, retry } = useLoad(batches, [lang])
  const [beginning, setBeginning] = useState(false)
  const start = session.can.includes('heritage.edit') && <Button kind="primary" onClick={() => setBeginning(true)}>{w.begin}</Button>
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{start}</div>
      <p class="hint">{w.hint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={4} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && value.items.length > 0 && <ul class="lines">{value.items.map((batch) => <Line key={batch.id} batch={batch} w={w} />)}</ul>}
      {value && value.items.length > 0 && <section class="section"><h2>{w.allNames}</h2><Names batch="" param={param} base={[]} w={w} /></section>}
      {beginning && <Begin w={w} onClose={() => setBeginning(false)} />}
    </>
  )
}

function Line({ batch, w }: { batch: Batch; w: Words }) {
  const { lang } = useOffice()
  const waiting = (batch.counts?.proposed ?? 0) + (batch.counts?.reviewed ?? 0)
  return (
    <li>
      <Link to={href('heritage', [batch.id])}>{batch.title}</Link> <Badge kind={batch.published_on ? 'good' : 'plain'}>{batch.published_on ? w.publishedOn(dateWords(batch.published_on, lang)) : w.draft}</Badge>
      <br /><span class="small">{batch.division_name} · {batch.year} · {w.counts(batch.counts?.listed ?? 0, waiting)}</span>
    </li>
  )
}

/** A new list with its criteria. */
function Begin({ w, onClose }: { w: Words; onClose: () => void }) {
  const { t } = useOffice()
  const [title, setTitle] = useState('')
  const [year, setYear] = useState(String(new Date().getFullYear()))
  const [criteria, setCriteria] = useState('')
  const [division, setDivision] = useState<Division | null>(null)
  const [asked, setAsked] = useState(false)
  const ready = !!title.trim() && !!criteria.trim() && !!division && /^\d{4}$/.test(year)
  return (
    <Ask title={w.begin} verb={w.begin} reason={false} ready={ready} onClose={onClose} onRefuse={() => setAsked(true)}
      run={(_, key) => begin({ title: title.trim(), year: Number(year), criteria: criteria.trim(), division: division?.code ?? '' }, key)}
      onDone={({ id }) => { onClose(); go(href('heritage', [id])) }}>
      <TextField label={w.batch} value={title} onInput={setTitle} error={asked && !title.trim() ? t.wanted : undefined} />
      <TextField label={w.year} value={year} inputMode="numeric" onInput={setYear} error={asked && !/^\d{4}$/.test(year) ? t.wanted : undefined} />
      <DivisionField label={w.division} whole={w.pickDivision} value={division?.code ?? ''} onPick={setDivision} />
      {asked && !division && <p class="wrong">{t.wanted}</p>}
      <AreaField label={w.criteria} hint={w.criteriaHint} value={criteria} onInput={setCriteria} rows={4} error={asked && !criteria.trim() ? t.wanted : undefined} />
    </Ask>
  )
}
