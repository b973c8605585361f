import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { PlaceField, type Picked } from '../parts/place'
import { href } from '../route'
import { batches, propose, publish, type Batch } from './api'
import { Names } from './names'
import { heritageWords, type Words } from './words'

/** One list: its criteria, its names, and what may be done with it. */
export function BatchView({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session, say } = useSession()
  const w = heritageWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad(batches, [lang, turn])
  const [asking, setAsking] = useState<'publish' | 'add' | null>(null)
  const batch = value?.items.find((one) => one.id === id)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  if (!batch) return <Empty title={t.noPage}><p><Link to={href('heritage')}>{w.back}</Link></p></Empty>
  const done = (word: string) => { setAsking(null); say(word); setTurn(turn + 1) }
  return (
    <>
      <p class="screen"><Link to={href('heritage')}>← {w.back}</Link></p>
      <div class="page-head">
        <h1>{batch.title}</h1>
        <Badge kind={batch.published_on ? 'good' : 'plain'}>{batch.published_on ? w.publishedOn(dateWords(batch.published_on, lang)) : w.draft}</Badge>
        {session.can.includes('heritage.edit') && <Button kind="primary" onClick={() => setAsking('add')}>{w.add}</Button>}
        {session.can.includes('heritage.decide') && !batch.published_on && <Button onClick={() => setAsking('publish')}>{w.publish}</Button>}
      </div>
      <p class="small">{batch.division_name} · {batch.year}</p>
      <section class="section"><h2>{w.criteria}</h2><p class="kept-lines">{batch.criteria}</p></section>
      <section class="section"><h2>{w.names}</h2><Names key={turn} batch={id} param={param} base={[id]} w={w} /></section>
      {asking === 'publish' && <Publish batch={batch} w={w} onClose={() => setAsking(null)} onDone={() => done(w.published)} />}
      {asking === 'add' && <Propose batch={batch} w={w} onClose={() => setAsking(null)} onDone={() => done(w.proposed)} />}
    </>
  )
}

interface Asking { batch: Batch; w: Words; onClose: () => void; onDone: () => void }

function Publish({ batch, w, onClose, onDone }: Asking) {
  const [day, setDay] = useState('')
  return (
    <Ask title={w.publish} hint={w.publishHint} verb={w.publish} onClose={onClose} onDone={onDone} run={(reason, key) => publish(batch.id, reason, day, key)}>
      <TextField label={w.day} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}

function Propose({ batch, w, onClose, onDone }: Asking) {
  const { t } = useOffice()
  const [place, setPlace] = useState<Picked | null>(null)
  const [kind, setKind] = useState(w.classes[0] ?? '')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  return (
    <Ask title={w.add} verb={w.add} wide reason={false} ready={!!place && !!reason.trim()} onRefuse={() => setAsked(true)} onClose={onClose} onDone={onDone}
      run={(_, key) => propose(batch.id, { place: place?.id ?? '', class: kind, reason: reason.trim() }, key)}>
      <PlaceField label={w.place} value={place} onPick={setPlace} error={asked && !place ? t.wanted : undefined} />
      <SelectField label={w.class} value={kind} onPick={setKind} choices={w.classes.map((word) => ({ value: word, word }))} />
      <AreaField label={w.reason} value={reason} onInput={setReason} error={asked && !reason.trim() ? t.wanted : undefined} />
    </Ask>
  )
}
