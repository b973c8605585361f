import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { addEvidence, itemOf, step, type Item } from './api'
import { Plans } from './plans'
import { heritageWords, type Words } from './words'

/** One name on a list or on its way there. */
export function ItemView({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = heritageWords(lang)
  const { say } = useSession()
  const { value, problem, retry } = useLoad((signal) => itemOf(id, signal), [id, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const changed = () => { say(w.saved); retry() }
  return (
    <article>
      <p class="screen"><Link to={href('heritage', [value.batch])}>← {value.batch_title}</Link></p>
      <div class="page-head"><h1>{value.name}</h1><Badge kind={value.state === 'listed' ? 'good' : 'plain'}>{w.states[value.state]}</Badge></div>
      {value.state === 'listed' && <Notice kind={value.may_rename ? 'good' : 'warn'}><p>{value.may_rename ? w.may : w.mayNot}</p></Notice>}
      <dl class="facts">
        <dt>{w.place}</dt><dd><Link to={href('register', [value.place])}>{value.name_now || value.name}</Link></dd>
        <dt>{w.class}</dt><dd>{value.class}</dd>
        <dt>{w.where}</dt><dd>{value.division_name}</dd>
        <dt>{w.reason}</dt><dd>{value.reason}</dd>
        <dt>{w.proposedBy}</dt><dd>{value.proposed_by}</dd>
        {value.review && <><dt>{w.review}</dt><dd>{value.review}</dd></>}
        {value.listed_on && <><dt>{w.listedOn}</dt><dd>{dateWords(value.listed_on, lang)}</dd></>}
        {value.ended_why && <><dt>{w.ended}</dt><dd>{value.ended_on && dateWords(value.ended_on, lang)} {value.ended_why}</dd></>}
      </dl>
      <Steps item={value} w={w} changed={changed} />
      <Plans item={value} w={w} changed={changed} />
      <Evidence item={value} w={w} changed={changed} />
    </article>
  )
}

interface Part { item: Item; w: Words; changed: () => void }

/** What may be done with the name now, and by whom. */
function Steps({ item, w, changed }: Part) {
  const { session } = useSession()
  const [asking, setAsking] = useState<'review' | 'list' | 'end' | null>(null)
  const edit = session.can.includes('heritage.edit'), decide = session.can.includes('heritage.decide')
  if (item.state === 'delisted' || item.state === 'dropped') return null
  const end = item.state === 'listed' ? w.doEnd : w.doDrop
  const verb = asking === 'review' ? w.doReview : asking === 'list' ? w.doList : end
  return (
    <section class="section screen"><h2>{w.next}</h2>
      <p class="row-of">
        {item.state === 'proposed' && (edit ? <Button kind="primary" onClick={() => setAsking('review')}>{w.doReview}</Button> : <span>{w.waitsForReview}</span>)}
        {item.state === 'reviewed' && (decide ? <Button kind="primary" onClick={() => setAsking('list')}>{w.doList}</Button> : <span>{w.waitsForList}</span>)}
        {decide && <Button kind="danger" onClick={() => setAsking('end')}>{end}</Button>}
      </p>
      {asking && <Ask title={verb} verb={verb} danger={asking === 'end'} hint={asking === 'list' ? w.ownProposal : undefined} onClose={() => setAsking(null)}
        run={(reason, key) => step(item.id, asking, reason, key)} onDone={() => { setAsking(null); changed() }} />}
    </section>
  )
}

function Evidence({ item, w, changed }: Part) {
  const { t } = useOffice()
  const { session } = useSession()
  const [adding, setAdding] = useState(false)
  const [title, setTitle] = useState('')
  const [source, setSource] = useState('')
  const [asked, setAsked] = useState(false)
  const close = () => { setAdding(false); setTitle(''); setSource(''); setAsked(false) }
  const open = item.state !== 'delisted' && item.state !== 'dropped'
  return (
    <section class="section"><h2>{w.evidence}</h2>
      {item.evidence?.length ? <ul>{item.evidence.map((one, n) => <li key={n}>{one.title} <span class="small">{one.source}</span></li>)}</ul> : <p class="hint">{w.noEvidence}</p>}
      {open && session.can.includes('heritage.edit') && <p class="screen"><Button onClick={() => setAdding(true)}>{w.addEvidence}</Button></p>}
      {adding && <Ask title={w.addEvidence} verb={w.addEvidence} reason={false} ready={!!title.trim()} onRefuse={() => setAsked(true)} onClose={close}
        run={(_, key) => addEvidence(item.id, { title: title.trim(), ...(source.trim() && { source: source.trim() }) }, key)} onDone={() => { close(); changed() }}>
        <TextField label={w.evidenceTitle} value={title} onInput={setTitle} error={asked && !title.trim() ? t.wanted : undefined} />
        <TextField label={w.evidenceSource} hint={w.evidenceHint} value={source} onInput={setSource} />
      </Ask>}
    </section>
  )
}
