import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { ledgerWords } from '../ledger/words'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { timeWords } from '../words'
import { act, caseOf, simulation, timeline, type Case } from './api'
import { Asked } from './asked'
import { Findings } from './findings'
import { useOnce } from './kept'
import { CaseNotices } from './notices'
import { titled } from './renamed'
import { Consultations, Papers } from './opinions'
import { StepForm } from './steps'
import { caseWords, type Words } from './words'

export interface Doing { c: Case; w: Words; busy: boolean; take: (path: string, body: object) => Promise<boolean> }

/** One case on one page: the next step, what is asked, what stands against it, opinions, papers, clocks, what was done. */
export function CasePage({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = caseWords(lang)
  const { value: fresh, problem, retry } = useLoad((signal) => caseOf(id, signal), [id, lang])
  // While it is read again the page stays, with what was typed into its other forms.
  const [value, setValue] = useState<Case | null>(null)
  useEffect(() => { if (fresh) setValue(fresh) }, [fresh])
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  const [changed, setChanged] = useState('')
  const once = useOnce()
  const [last, setLast] = useState<[string, object] | null>(null)
  const take = async (path: string, body: object): Promise<boolean> => {
    if (!value) return false
    setLast([path, body])
    setBusy(true)
    setRefused(null)
    setChanged('')
    try {
      await once([value.etag, path, JSON.stringify(body)].join(' '), (key) => act(value, path, body, key))
      say(w.saved)
      retry()
      return true
    } catch (err) {
      const p = asProblem(err)
      const { did, by } = p.more as { did?: string; by?: string }
      if (did) {
        setChanged(w.changed(by ?? '', ledgerWords(lang).actions[did] ?? did))
        retry()
      } else {
        setRefused(p)
        if (p.status === 0) say(w.away)
      }
      return false
    } finally { setBusy(false) }
  }
  if (problem && !value) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const doing = { c: value, w, busy, take }
  const [main, ...others] = value.next.filter(({ step }) => !['recheck'].includes(step)).sort((a, b) => rank(a.step) - rank(b.step))
  // A paper entered days after it came.
  const late = value.submitted_on && value.channel !== 'past' ? Math.round((Date.parse(value.opened_on) - Date.parse(value.submitted_on)) / 86400000) : 0
  const editable = value.channel !== 'online' && ['draft', 'correction', 'returned'].includes(value.state) && value.next.some(({ step, may }) => step === 'submit' && may)
  return (
    <article class="name-case">
      <p class="screen"><Link to={href('cases')}>{w.back}</Link></p>
      <div class="page-head"><h1>{titled(value.title, value.items[0])}</h1><Badge kind={value.state === 'in_force' ? 'good' : value.state === 'rejected' || value.state === 'not_accepted' ? 'bad' : 'plain'}>{w.states[value.state] ?? value.state}</Badge><Button onClick={() => print()}>{w.print}</Button></div>
      <p class="small">{value.number} · {w.kinds[value.kind]} · {w.channels[value.channel]} · {value.division_name} · {dateWords(value.submitted_on ?? value.opened_on, lang)}</p>
      {late > 0 && <p class="small"><Badge kind="warn">{w.late(dateWords(value.submitted_on!, lang), late)}</Badge></p>}
      {value.to_add && <Notice kind="warn" title={w.toAdd}><p>{value.to_add}</p></Notice>}
      <section class="section" aria-label={w.next}><h2>{w.next}</h2>
        {editable && <p class="screen"><Link class="button" to={href('cases', [id], { edit: 1 })}>{w.amend}</Link></p>}
        {main ? <StepForm key={main.step} next={main} primary {...doing} /> : <p>{w.nobody}</p>}
        {changed && <Notice kind="warn" live><p>{changed}</p></Notice>}
        {refused && <Trouble problem={refused} retry={() => (last && refused.status === 0 ? void take(...last) : retry())} />}
      </section>
      <Asked {...doing} />
      <Findings {...doing} />
      {value.kind !== 'naming' && <Touched {...doing} />}
      <Consultations {...doing} />
      <CaseNotices {...doing} reload={retry} />
      <Papers {...doing} reload={retry} />
      <Clocks {...doing} />
      <Timeline c={value} w={w} />
      {others.length > 0 && <section class="section screen"><h2>{w.others}</h2>{others.map((next) => <StepForm key={next.step} next={next} {...doing} />)}</section>}
    </article>
  )
}

// The step that leads on stands first; going back or giving up comes last.
const order = ['submit', 'accept', 'consult', 'review', 'request', 'approve', 'record', 'file', 'announce', 'signs', 'remind', 'reject', 'ask', 'return', 'decline', 'withdraw']
const rank = (step: string) => order.indexOf(step)

function Touched({ c, w }: Doing) {
  const { value, problem, retry } = useLoad((signal) => simulation(c.id, signal), [c.id, c.etag])
  return (
    <section class="section"><h2>{w.effects}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && <p><b>{w.costAll(value.cost_yuan)}</b></p>}
      {value && <ul>{value.effects.map((e) => <li key={e.kind}>{w.effectKinds[e.kind] ?? e.kind}：{e.held ? `${e.count}${e.cost_yuan ? `，${w.cost(e.cost_yuan)}` : ''}` : w.notHeld} <span class="small">{e.held && e.basis}</span></li>)}</ul>}
    </section>
  )
}

function Clocks({ c, w }: Doing) {
  const { lang } = useOffice()
  return (
    <section class="section"><h2>{w.clocksTitle}</h2>
      {!c.clocks.length && <p class="hint">{w.noClocks}</p>}
      <ul>{c.clocks.map((k) => (
        <li key={k.key}><b>{w.clocks[k.key] ?? k.key}</b> {k.done_on ? <Badge kind="good">{w.done} {dateWords(k.done_on, lang)}</Badge> : <Badge kind={k.days_left < 0 ? 'bad' : k.days_left <= 5 ? 'warn' : 'plain'}>{w.left(k.days_left)}</Badge>} {w.safe} {dateWords(k.safe_on, lang)}{k.safe_on !== k.due_on && `（${w.legal} ${dateWords(k.due_on, lang)}）`} <span class="small">{k.basis}</span></li>
      ))}</ul>
    </section>
  )
}

function Timeline({ c, w }: { c: Case; w: Words }) {
  const { lang } = useOffice()
  const { value } = useLoad((signal) => timeline(c.id, signal), [c.id, c.etag])
  const actions = ledgerWords(lang).actions
  return (
    <section class="section"><h2>{w.timelineTitle}</h2>
      {value ? <ol>{value.items.map((e, n) => <li key={n}>{timeWords(e.at, lang)} <b>{actions[e.action] ?? e.action}</b> {e.by} <span class="small">{e.reason}</span></li>)}</ol> : <Skeleton rows={4} />}
    </section>
  )
}
