import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { href } from '../route'
import { caseOf, simulate, step, type Case, type Simulation } from './api'
import { nextOf, othersOf, type Next } from './next'
import { Papers } from './papers'
import { SimulationView } from './simulation'
import { redivisionWords, type Words } from './words'

/** One case from top to bottom: what changes, what that does, papers, clocks, what was done, the next step. */
export function CasePage({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = redivisionWords(lang)
  const loaded = useLoad((signal) => caseOf(id, signal), [id, lang])
  const [answered, setAnswered] = useState<Case | null>(null) // a write answers the case as it is now
  const value = answered ?? loaded.value
  const retry = () => { setAnswered(null); loaded.retry() }
  const sim = useLoad(value ? (signal) => simulate(id, signal) : null, [id, value && JSON.stringify([value.state, value.items, value.codes]), lang])
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  const take = async (verb: string, body: object) => {
    if (!value) return
    setBusy(true)
    setRefused(null)
    try { setAnswered(await step(value, verb, body, newKey())); say(w.done) } catch (err) { setRefused(asProblem(err)) }
    setBusy(false)
  }
  if (loaded.problem && !value) return <Trouble problem={loaded.problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const [next, more] = [nextOf(value.state), othersOf(value.state)]
  return (
    <article class="division-case">
      <p class="screen"><Link to={href('redivision')}>{w.back}</Link></p>
      <div class="page-head"><h1>{value.title}</h1><Badge>{w.states[value.state] ?? value.state}</Badge><Button onClick={() => print()}>{w.print}</Button></div>
      <section class="section"><h2>{w.next}</h2>
        {next ? <StepForm {...{ next, busy, w, take }} c={value} sim={sim.value} primary /> : <p>{w.nobody}</p>}
        {refused && <Trouble problem={refused} retry={retry} />}
      </section>
      <section class="section"><h2>{w.what}</h2>
        <ul>{value.items.map((item) => <li key={item.id}><b>{w.kinds[item.kind] ?? item.kind}</b> {[...(item.divisions ?? [])].map((d) => nameOf(value, d)).join('、')} {item.parent && `→ ${nameOf(value, item.parent)}`} {item.name && `→ ${item.name}`} {!!item.children?.length && `（${item.children.map((d) => nameOf(value, d)).join('、')}）`} {item.seat && `→ ${item.seat.join('，')}`} {item.note}</li>)}</ul>
        {value.reason && <p>{w.reason}：{value.reason}</p>}
        <p class="small">{w.applicant}：{value.applicant} {value.applied && `${w.applied}：${dateWords(value.applied, lang)}`} {value.reply_no && `${value.reply_by} ${value.reply_no}`} {value.replied && dateWords(value.replied, lang)}</p>
      </section>
      <section class="section"><h2>{w.simulation}</h2>
        {sim.problem && <Trouble problem={sim.problem} retry={sim.retry} />}
        {!sim.value && !sim.problem && <Skeleton rows={6} />}
        {sim.value && <SimulationView sim={sim.value} w={w} />}
        {sim.value && ['draft', 'submitted', 'replied'].includes(value.state) && value.can.includes('division_case.prepare') && <GivenCode {...{ w, busy, take }} c={value} sim={sim.value} />}
      </section>
      <Papers c={value} w={w} changed={setAnswered} />
      <section class="section"><h2>{w.clocks}</h2>
        {!value.deadlines.length && <p class="hint">{w.noClocks}</p>}
        <ul>{value.deadlines.map((d) => <li key={d.kind}><b>{w.deadlines[d.kind] ?? d.kind}</b> {w.legal} {dateWords(d.due, lang)}{d.safe !== d.due && `，${w.safe} ${dateWords(d.safe, lang)}`} {d.met ? <Badge kind="good">{w.met}</Badge> : <Badge kind={d.days_left < 0 ? 'bad' : d.days_left <= 5 ? 'warn' : 'plain'}>{w.daysLeft(d.days_left)}</Badge>} <span class="small">{d.basis}</span> {d.unsure && !d.met && <span class="hint">{w.unsure}</span>}</li>)}</ul>
      </section>
      <section class="section"><h2>{w.timeline}</h2>
        <ol>{value.steps.map((s) => <li key={s.at}>{dateWords(s.on, lang)} <b>{w.states[s.to] ?? s.to}</b> {s.by} {s.note} {!!s.days_late && <Badge>{w.late(s.days_late)}</Badge>}</li>)}</ol>
      </section>
      {sim.value?.enacted && <Texts c={value} sim={sim.value} w={w} />}
      {more.length > 0 && <section class="section screen"><h2>{w.moreSteps}</h2>{more.map((other) => <StepForm key={other.verb} next={other} {...{ busy, w, take }} c={value} sim={sim.value} />)}</section>}
    </article>
  )
}

const nameOf = (c: Case, id: string) => {
  const held = c.divisions.find((d) => d.id === id)
  return held ? `${held.name}（${held.code}）` : c.items.find((item) => item.id === id)?.name ?? id
}

interface Acts { w: Words; busy: boolean; c: Case; take: (verb: string, body: object) => Promise<void> }

/** A step with what it asks, and who may take it. */
function StepForm({ next, w, busy, c, sim, take, primary }: Acts & { next: Next; sim: Simulation | null; primary?: boolean }) {
  const [written, setF] = useState<{ by: string | null; number: string; on: string; effective: string; note: string; refused: string }>({ by: null, number: '', on: '', effective: '', note: '', refused: '' })
  const f = { ...written, by: written.by ?? sim?.authority ?? '' } // until somebody writes it, whom the simulation names
  const field = (name: keyof typeof f, label: string, type?: 'date') => <TextField label={label} type={type} value={f[name]} onInput={(text) => setF({ ...written, [name]: text })} />
  if (!c.can.includes(next.action)) return primary ? <p><b>{w.verbs[next.verb]}</b> · {w.who}{w.roles[next.action]} <span class="hint">{w.notYours}</span></p> : null
  if (next.decides && c.own) return <Notice kind="warn">{w.ownCase}</Notice>
  const ready = next.verb === 'reply' ? f.by && f.number && f.on : next.verb === 'enact' ? sim && !sim.problems.length : next.verb === 'submit' ? !c.missing.length && sim && !sim.problems.length : next.verb !== 'extend' || f.note
  const body = { ...(f.by && next.verb === 'reply' && { by: f.by }), ...(f.number && { number: f.number }), ...(f.on && { on: f.on }), ...(f.effective && { effective: f.effective }), ...(f.note && { note: f.note }), ...(f.refused && { refused: true }), ...(next.verb === 'enact' && { digest: sim?.digest }) }
  return (
    <form class="step-form screen" onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void take(next.verb, body) }}>
      {next.verb === 'reply' && <>{field('by', w.replyBy)}{field('number', w.replyNo)}{field('on', w.replyOn, 'date')}{field('effective', w.effectiveOn, 'date')}
        <label class="check"><input type="checkbox" checked={!!f.refused} onChange={(event) => setF({ ...written, refused: event.currentTarget.checked ? '1' : '' })} /> {w.refusedToo}</label></>}
      {next.verb === 'submit' && field('on', w.applied, 'date')}
      {next.verb === 'submit' && c.missing.length > 0 && <p class="hint">{w.missing}：{c.missing.map((kind) => w.paperKinds[kind]).join('、')}</p>}
      {next.verb !== 'submit' && next.verb !== 'enact' && field('note', next.verb === 'extend' ? w.approval : w.note)}
      <Button kind={primary ? 'primary' : undefined} submit busy={busy} disabled={!ready}>{w.verbs[next.verb]}</Button>
    </form>
  )
}

function GivenCode({ w, busy, c, sim, take }: Acts & { sim: Simulation }) {
  const rows = sim.rows.filter((row) => row.new_code && row.new_code !== row.old_code)
  const [division, setDivision] = useState(rows[0]?.division ?? '')
  const [code, setCode] = useState('')
  if (!rows.length) return null
  return (
    <form class="step-form screen" onSubmit={(event) => { event.preventDefault(); if (code && !busy) void take('', { codes: { ...c.codes, [division]: code } }) }}>
      <SelectField label={w.setCode} value={division} choices={rows.map((row) => ({ value: row.division, word: `${row.new_name} ${row.new_code}` }))} onPick={setDivision} />
      <TextField label={w.code} value={code} inputMode="numeric" onInput={setCode} />
      <Button submit busy={busy} disabled={!code}>{w.saveCode}</Button>
    </form>
  )
}

/** What is printed: the report of completion, and the announcement. */
function Texts({ c, sim, w }: { c: Case; sim: Simulation; w: Words }) {
  const { lang } = useOffice()
  const day = (text?: string) => (text ? dateWords(text, lang) : '')
  const list = <ul>{sim.rows.filter((row) => row.old_code !== row.new_code || row.old_name !== row.new_name).map((row) => <li key={row.division}>{row.old_name}（{row.old_code}）→ {row.new_name}（{row.new_code}）{row.old_above !== row.new_above && ` ${row.old_above} → ${row.new_above}`}</li>)}</ul>
  return (
    <>
      <section class="section"><h2>{w.announcement}</h2><p>{w.noticeText(c.reply_by ?? '', c.reply_no ?? '', day(c.replied), day(c.effective))}</p>{list}</section>
      <section class="section"><h2>{w.report}</h2><p>{w.reportText(c.title)}</p><ul>{c.steps.map((s) => <li key={s.at}>{day(s.on)} {w.states[s.to]}</li>)}</ul></section>
    </>
  )
}
