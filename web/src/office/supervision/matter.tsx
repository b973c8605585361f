import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Dialog } from '../parts/dialog'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { close, matter, reveal, summarise, type Matter, type Reporter } from './api'
import { Due } from './page'
import { supervisionWords, type Words } from './words'

/** One record of supervision. */
export function MatterView({ id }: { id: string }) {
  const { lang, t } = useOffice()
  const { say } = useSession()
  const w = supervisionWords(lang)
  const { value, problem, retry } = useLoad((signal) => matter(id, signal), [id, lang])
  const [asking, setAsking] = useState<'close' | 'void' | 'summarise' | null>(null)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const done = () => { setAsking(null); say(w.saved); retry() }
  const run = (text: string, key: string) => (asking === 'summarise' ? summarise(id, text, key) : close(id, text, asking === 'void', key))
  return (
    <article>
      <p class="screen"><Link to={href('supervision')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{value.subject || w.noSubject}</h1><Badge kind={value.state === 'done' ? 'good' : 'plain'}>{w.states[value.state]}</Badge><Button class="screen" onClick={() => print()}>{t.print}</Button></div>
      <dl class="facts">
        <dt>{w.kind}</dt><dd>{w.kinds[value.kind]}</dd>
        {value.number && <><dt>{w.number}</dt><dd>{value.number}</dd></>}
        {value.party && <><dt>{w.party}</dt><dd>{value.party}</dd></>}
        <dt>{w.division}</dt><dd>{value.division_name}</dd>
        {value.place && <><dt>{w.place}</dt><dd><Link to={href('register', [value.place])}>{value.place_name}</Link></dd></>}
        <dt>{w.madeOn}</dt><dd>{dateWords(value.made_on, lang)}</dd>
        <dt>{w.due}</dt><dd><Due matter={value} w={w} /></dd>
        {value.basis && <><dt>{w.basis}</dt><dd>{value.basis}</dd></>}
        {value.body && <><dt>{w.body}</dt><dd>{value.body}</dd></>}
        {value.result && <><dt>{w.result}</dt><dd>{value.closed_on && dateWords(value.closed_on, lang)} {value.result}</dd></>}
      </dl>
      {value.state === 'open' && <p class="section row-of screen">
        <Button kind="primary" onClick={() => setAsking('close')}>{w.close}</Button>
        <Button onClick={() => setAsking('summarise')}>{w.summarise}</Button>
        <Button kind="danger" onClick={() => setAsking('void')}>{w.void}</Button>
      </p>}
      {value.secret && <Secret matter={value} w={w} />}
      {asking && <Ask title={w[asking]} verb={w[asking]} danger={asking === 'void'} hint={asking === 'close' ? w.closeHint : asking === 'void' ? w.voidHint : w.subjectHint}
        reasonWord={asking === 'summarise' ? w.subject : asking === 'close' ? w.result : undefined} onClose={() => setAsking(null)} run={run} onDone={done} />}
    </article>
  )
}

/** Who reported: asked for one look at a time, kept nowhere, and never printed with the page. */
function Secret({ matter: { id }, w }: { matter: Matter; w: Words }) {
  const { session, say } = useSession()
  const { t } = useOffice()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [who, setWho] = useState<Reporter | null>(null)
  const look = async () => {
    setBusy(true)
    try { setWho(await reveal(id)) } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  const end = () => { setWho(null); setAsking(false) }
  return (
    <section class="section screen"><h2>{w.reporter}</h2>
      {session.can.includes('supervision.reporter') ? <p><Button onClick={() => setAsking(true)}>{w.reveal}</Button></p> : <p class="hint">{w.mayNot}</p>}
      {asking && <Dialog title={who ? w.revealed : w.reveal} onClose={end}>
        {who ? <dl class="facts"><dt>{w.reporterName}</dt><dd>{who.name || t.none}</dd><dt>{w.contact}</dt><dd>{who.contact || t.none}</dd><dt>{w.text}</dt><dd>{who.text || t.none}</dd></dl> : <Notice kind="warn"><p>{w.revealHint}</p></Notice>}
        <div class="dialog-foot"><Button onClick={end}>{who ? w.hide : t.cancel}</Button>{!who && <Button kind="primary" busy={busy} onClick={() => void look()}>{w.reveal}</Button>}</div>
      </Dialog>}
    </section>
  )
}
