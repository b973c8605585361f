import { useEffect, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { download, fetched } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { href } from '../route'
import { at, plate, take, textOf, type Step, type Whole } from './api'
import { StateBadge } from './page'
import { plateWords, type Words } from './words'

/** Steps that are taken here; those at the wall are the phone's, those of an order the run's. */
const here = ['check', 'reopen', 'accept', 'repair', 'remove', 'void']
const why = ['reopen', 'remove', 'void']

/** One plate: what it says, its picture and its life. */
export function PlateView({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = plateWords(lang)
  const { value, problem, retry } = useLoad((signal) => plate(id, signal), [id, lang])
  const [asking, setAsking] = useState<string | null>(null)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const may = value.may.filter((step) => here.includes(step))
  return (
    <article>
      <p class="screen"><Link to={href('plates')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{textOf(value)}</h1><StateBadge state={value.state} w={w} /></div>
      {value.differs && <Notice kind="warn"><p><b>{w.differs}</b> {value.now ? w.differsHint + textOf(value.now) : w.nothingNow}</p></Notice>}
      <Picture plate={value} w={w} />
      <dl class="facts">
        <dt>{w.kind}</dt><dd>{w.kinds[value.kind]}</dd>
        {value.pinyin && <><dt>{w.pinyin}</dt><dd lang="zh-Latn">{value.pinyin}</dd></>}
        <dt>{w.code}</dt><dd><code>{value.token}</code> <a href={new URL(value.url).pathname} target="_blank" rel="noreferrer">{w.page}</a></dd>
        <dt>{w.generation}</dt><dd>{value.generation}</dd>
        <dt>{w.size}</dt><dd>{value.width_mm} × {value.height_mm} {w.mm}</dd>
        <dt>{w.basis}</dt><dd>{value.basis}</dd>
        {value.due && <><dt>{w.due}</dt><dd>{dateWords(value.due, lang)}</dd></>}
      </dl>
      {may.length > 0 && <p class="section row-of screen">{may.map((step) => <Button key={step} kind={why.includes(step) ? 'danger' : 'primary'} onClick={() => setAsking(step)}>{w.steps[step]}</Button>)}</p>}
      <p class="hint screen">{w.elsewhere}</p>
      <section class="section"><h2>{w.history}</h2>
        <ol style={{ paddingInlineStart: '1.5em', lineHeight: 1.6 }}>{value.steps.map((step, i) => <li key={i}>{dateWords(step.on, lang)} {w.steps[step.step]}（{w.states[step.to]}） {step.actor} {where(step, w)} {step.note} {step.photo && <a href={at(id, `/photos/${step.photo}?inline=1`)} target="_blank" rel="noreferrer">{w.photo}</a>}</li>)}</ol>
      </section>
      {asking && <Ask title={w.steps[asking]!} verb={w.steps[asking]!} danger={why.includes(asking)} reason={why.includes(asking)} onClose={() => setAsking(null)}
        run={(note, key) => take(value, asking, note, key)} onDone={() => { setAsking(null); say(w.saved); retry() }}>
        {asking === 'accept' && <Hung id={id} step={value.steps.findLast(({ step }) => step === 'install')} w={w} />}
      </Ask>}
    </article>
  )
}

/** How far from its door a step was taken, and how sure the phone was. */
function where({ away_m: away, accuracy_m: accuracy }: Step, w: Words): string {
  return [away === undefined ? '' : w.away(away), accuracy === undefined ? '' : w.sure(accuracy)].filter(Boolean).join(' ')
}

/** What an officer looks at before she accepts that a plate hangs: the picture, the distance, the reason. */
function Hung({ id, step, w }: { id: string; step?: Step; w: Words }) {
  const { lang } = useOffice()
  if (!step) return null
  return (
    <>
      <p>{dateWords(step.on, lang)} {step.actor} {where(step, w)}</p>
      {step.note && <p>{step.note}</p>}
      {step.photo && <p><a href={at(id, `/photos/${step.photo}?inline=1`)} target="_blank" rel="noreferrer"><img src={at(id, `/photos/${step.photo}?inline=1`)} alt={w.photo} style={{ maxWidth: '100%', maxHeight: '260px' }} /></a></p>}
    </>
  )
}

/** The artwork as it is made. */
function Picture({ plate: p, w }: { plate: Whole; w: Words }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let made = ''
    void fetched(at(p.id, '/artwork.svg')).then((answer) => answer.blob()).then((blob) => { made = URL.createObjectURL(blob); setUrl(made) }).catch(() => setUrl(''))
    return () => URL.revokeObjectURL(made)
  }, [p.id, p.etag])
  return (
    <section class="section"><h2>{w.artwork}</h2>
      {url && <p><img src={url} alt={w.drawn + ' ' + textOf(p)} style={{ maxWidth: '100%', maxHeight: '320px' }} /></p>}
      <p class="row-of screen">{['svg', 'pdf', 'dxf'].map((form) => <Button key={form} small onClick={() => void download(at(p.id, '/artwork.' + form), textOf(p) + '.' + form)}>{form.toUpperCase()}</Button>)}</p>
    </section>
  )
}
