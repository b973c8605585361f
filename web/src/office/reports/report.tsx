import { useEffect, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { fetched } from '../http'
import { PointMap } from '../map/pointmap'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { href } from '../route'
import { at, report, take, type Whole } from './api'
import { Due } from './page'
import './reports.css'
import { reportWords, type Words } from './words'

const steps: Record<string, ('accept' | 'decline' | 'finish')[]> = { received: ['accept', 'decline'], accepted: ['finish', 'decline'] }

/** One report: what was said, what it shows, and what is made of it. */
export function ReportView({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = reportWords(lang)
  const { value, problem, retry } = useLoad((signal) => report(id, signal), [id, lang])
  const [asking, setAsking] = useState<'accept' | 'decline' | 'finish' | null>(null)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const may = steps[value.state] ?? []
  return (
    <article>
      <p class="screen"><Link to={href('reports')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{value.name}</h1><Badge kind={value.state === 'done' ? 'good' : value.far ? 'warn' : 'plain'}>{w.states[value.state]}</Badge></div>
      <Facts value={value} w={w} />
      {may.length > 0 && <p class="section row-of screen">{may.map((step, i) => <Button key={step} kind={i === 0 ? 'primary' : step === 'decline' ? 'danger' : undefined} onClick={() => setAsking(step)}>{w[step]}</Button>)}</p>}
      {value.photo && <Picture value={value} w={w} />}
      {value.lon !== undefined && value.lat !== undefined && <div class="report-map"><PointMap points={[{ id: value.id, lon: value.lon, lat: value.lat, name: value.name }]} focus={{ lon: value.lon, lat: value.lat }} zoom={15} /></div>}
      {value.steps.length > 0 && <section class="section"><h2>{w.steps}</h2><ol>{value.steps.map((s) => <li key={s.at}>{dateWords(s.at, lang)} {s.actor} {w.states[s.to]}{s.note && `：${s.note}`}</li>)}</ol></section>}
      {asking && <Ask title={w[asking]} verb={w[asking]} danger={asking === 'decline'} hint={w[`${asking}Hint`]} reason={asking === 'decline'} reasonWord={asking === 'decline' ? w.reason : w.note}
        onClose={() => setAsking(null)} run={(note, key) => take(value, asking, note, key)} onDone={() => { setAsking(null); say(w.saved); retry() }} />}
    </article>
  )
}

function Facts({ value, w }: { value: Whole; w: Words }) {
  const { lang } = useOffice()
  return (
    <dl class="facts">
      <dt>{w.kind}</dt><dd>{w.kinds[value.kind]}</dd>
      <dt>{w.due}</dt><dd><Due report={value} w={w} /></dd>
      <dt>{w.text}</dt><dd>{value.text || <span class="small">{w.noText}</span>}</dd>
      <dt>{w.within}</dt><dd>{value.within}</dd>
      <dt>{w.where}</dt><dd>{value.lon === undefined ? w.noWhere : <>{value.away_m !== undefined && w.away(value.away_m)} {value.far && <Badge kind="warn">{w.far}</Badge>}</>}</dd>
      <dt>{w.number}</dt><dd>{value.number}</dd>
      <dt>{w.received}</dt><dd>{dateWords(value.received, lang)}</dd>
      <dt>{w.name}</dt><dd>{value.plate && <><Link to={href('plates', [value.plate])}>{w.plate}</Link> </>}<a href={'/Q/' + value.token} target="_blank" rel="noreferrer">{w.code}</a></dd>
    </dl>
  )
}

/** The photo, read with the session and let go with the page. */
function Picture({ value, w }: { value: Whole; w: Words }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let made = ''
    void fetched(at(value.id, '/photo')).then((answer) => answer.blob()).then((blob) => { made = URL.createObjectURL(blob); setUrl(made) }).catch(() => setUrl(''))
    return () => URL.revokeObjectURL(made)
  }, [value.id])
  return url ? <p><img src={url} alt={w.photo} style={{ maxWidth: '100%', maxHeight: '420px' }} /></p> : null
}
