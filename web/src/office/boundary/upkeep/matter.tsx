import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Notice } from '../../parts/notice'
import { act, matter, remind, type Matter } from './api'
import { Back, Files, path } from './shared'
import { upkeepWords } from './words'

type Asking = 'step' | 'close' | 'share' | 'remind' | null

/** One matter of a line, with how it was handled. */
export function MatterView({ id }: { id: string }) {
  const { lang, t } = useOffice()
  const { session, say } = useSession()
  const w = upkeepWords(lang)
  const { value, problem, retry } = useLoad((signal) => matter(id, signal), [id, lang])
  const [asking, setAsking] = useState<Asking>(null)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const works = session.can.includes('upkeep.work'), open = value.state === 'open'
  const done = () => { setAsking(null); say(w.saved); retry() }
  return (
    <article>
      <Back />
      <div class="page-head"><h1>{value.title}</h1><Badge>{w.matterKinds[value.kind] ?? value.kind}</Badge><Badge kind={open ? 'plain' : 'good'}>{w.states[value.state] ?? value.state}</Badge><Button class="screen" onClick={() => print()}>{t.print}</Button></div>
      {value.kind === 'dispute' && <Notice><p>{w.disputeHint}</p></Notice>}
      <Facts of={value} />
      {works && open && <p class="section screen upkeep-actions">
        <Button kind="primary" onClick={() => setAsking('step')}>{w.addStep}</Button>
        {value.mine && <><Button onClick={() => setAsking('close')}>{w.close}</Button><Button onClick={() => setAsking('remind')}>{w.remind}</Button></>}
        {value.mine && !value.shared && value.kind !== 'visit' && <Button onClick={() => setAsking('share')}>{w.share}</Button>}
      </p>}
      <section class="section"><h2>{w.steps}</h2>
        {value.steps.length ? <ol class="upkeep-steps">{value.steps.map((step) => <li key={step.at}><p class="small">{dateWords(step.on, lang)} · {w.sideOf(step.side, '')} {step.by_name}</p><p>{step.text}</p></li>)}</ol> : <p class="hint">{w.noMatters}</p>}
      </section>
      <section class="section"><h2>{w.files}</h2><Files of={{ matter: id }} files={value.files} mayAdd={works && value.mine} mayRemove={works && value.mine} onChanged={retry} /></section>
      {asking === 'step' && <Day of={value} verb={w.addStep} hint="" word={w.stepText} name="steps" onClose={() => setAsking(null)} onDone={done} />}
      {asking === 'close' && <Day of={value} verb={w.close} hint={w.closeHint} word={w.resultWord} name="close" onClose={() => setAsking(null)} onDone={done} />}
      {asking === 'share' && <Ask title={w.share} verb={w.share} reason={false} hint={w.shareHint} onClose={() => setAsking(null)} run={(_, key) => act('matters', id, 'share', undefined, key)} onDone={done} />}
      {asking === 'remind' && <Reminder of={value} onClose={() => setAsking(null)} onDone={done} />}
    </article>
  )
}

function Facts({ of }: { of: Matter }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const day = (text: string) => dateWords(text, lang)
  return (
    <dl class="facts">
      <dt>{w.line}</dt><dd><Link to={path() + `?line=${of.line}`}>{of.line_name}</Link> <Badge>{of.shared ? w.sharedWord : w.ownOnly}</Badge></dd>
      <dt>{w.onDay}</dt><dd>{day(of.on)}</dd>
      {of.place && <><dt>{w.place}</dt><dd>{of.place}</dd></>}
      {of.units && <><dt>{w.units}</dt><dd>{of.units}</dd></>}
      {of.persons.name && <><dt>{w.persons}</dt><dd>{of.persons.name} {of.persons.contact}</dd></>}
      {of.text && <><dt>{w.body}</dt><dd>{of.text}</dd></>}
      {of.until && <><dt>{w.until}</dt><dd>{day(of.until)}</dd></>}
      {of.next_on && <><dt>{w.nextOn}</dt><dd>{day(of.next_on)}</dd></>}
      {of.contract && <><dt>{w.contractOf}</dt><dd><Link to={path('contracts', of.contract)}>{w.opened}</Link></dd></>}
      {of.about && <><dt>{w.about}</dt><dd><Link to={path('matters', of.about)}>{w.opened}</Link></dd></>}
      {of.result && <><dt>{w.resultWord}</dt><dd>{day(of.closed_on)} {of.result}</dd></>}
      <dt>{w.by}</dt><dd>{of.by_name}</dd>
    </dl>
  )
}

interface Given { of: Matter; onClose: () => void; onDone: () => void }

/** A text with its day: a step, or the result. */
function Day({ of, verb, hint, word, name, onClose, onDone }: Given & { verb: string; hint: string; word: string; name: 'steps' | 'close' }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const [day, setDay] = useState('')
  return (
    <Ask title={verb} verb={verb} hint={hint || undefined} reasonWord={word} onClose={onClose} onDone={onDone}
      run={(text, key) => act('matters', of.id, name, name === 'steps' ? { text, ...(day && { on: day }) } : { reason: text, ...(day && { day }) }, key)}>
      <TextField label={w.onDay} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}

function Reminder({ of, onClose, onDone }: Given) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const [day, setDay] = useState(of.next_on)
  return (
    <Ask title={w.remind} verb={w.remind} hint={w.nextHint} reason={false} onClose={onClose} onDone={onDone} run={(_, key) => remind(of.id, day, key)}>
      <TextField label={w.nextOn} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}
