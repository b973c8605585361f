import { today } from '../../clock'
import { useLoad } from '../../load'
import { useOffice } from '../context'
import { dateWords } from '../../words'
import { Button } from '../parts/button'
import { AreaField, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { announcement, type Next } from './api'
import type { Doing } from './case'
import { useKept } from './kept'

const withReason = ['ask', 'decline', 'return', 'withdraw', 'review', 'remind']
const withDay = ['request', 'file', 'signs']
const replies = ['approve', 'reject', 'record']

/** A step with what it asks, and who may take it. */
export function StepForm({ next, primary, ...doing }: Doing & { next: Next; primary?: boolean }) {
  const { w, busy, take } = doing
  const { step } = next
  const [{ reason, on }, setF, forget] = useKept(`${doing.c.id}:${step}`, { reason: '', on: '' })
  const roles = next.roles.map((role) => w.roles[role] ?? role).join('、')
  if (!next.may) return primary ? <p><b>{w.steps[step] ?? step}</b> · {w.who(roles)}。<span class="hint">{w.notYours}</span></p> : null
  if (next.blocked) return primary ? <p><b>{w.steps[step] ?? step}</b>：{next.blocked === 'findings' ? <button type="button" class="link" onClick={toFinding}>{w.blocked.findings}</button> : w.blocked[next.blocked] ?? next.blocked}</p> : null
  if (replies.includes(step)) return <ReplyForm {...doing} step={step} primary={primary} />
  if (step === 'announce') return <Announce {...doing} />
  const needs = withReason.includes(step)
  const paper = ['counter', 'own', 'filing'].includes(doing.c.channel) && !doing.c.submitted_on
  return (
    <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (!busy && (!needs || reason.trim())) void take(step, { ...(needs && { reason }), ...(on && { on }) }).then((done) => done && forget()) }}>
      {needs && <AreaField label={step === 'review' ? w.opinion : step === 'ask' ? w.toAdd : `${w.steps[step] ?? ''} ${w.refuseWhy}`} value={reason} onInput={(text) => setF({ reason: text, on })} rows={2} wide />}
      {step === 'submit' && paper && <TextField label={w.receivedOn} hint={w.receivedHint} type="date" max={today()} value={on || today()} onInput={(day) => setF({ reason, on: day })} />}
      {withDay.includes(step) && <TextField label={w.on} type="date" value={on} onInput={(day) => setF({ reason, on: day })} />}
      <Button kind={primary ? 'primary' : undefined} submit busy={busy} disabled={needs && !reason.trim()}>{w.steps[step] ?? step}</Button>
      {primary && <span class="small">{w.who(roles)}</span>}
    </form>
  )
}

/** Goes to the first finding that waits to be dealt with, ready to be answered. */
function toFinding() {
  const first = document.querySelector<HTMLElement>('[data-waits]')
  first?.scrollIntoView({ block: 'center' })
  ;(first?.querySelector<HTMLElement>('textarea, button') ?? first)?.focus({ preventScroll: true })
}

interface Choice { approve: boolean; text: string; reason: string }

/** The reply: its number and date, and what it says of each name. */
function ReplyForm({ c, w, busy, take, step, primary }: Doing & { step: string; primary?: boolean }) {
  const [{ choices, ...f }, setAll, forget] = useKept(`${c.id}:${step}`, { reply_no: '', on: '', approver: c.procedure.approver, choices: {} as Record<string, Choice> })
  const setF = (next: typeof f) => setAll({ choices, ...next })
  const of = (id: string): Choice => {
    const aside = c.items.find((item) => item.id === id)?.aside
    return choices[id] ?? { approve: step !== 'reject' && !aside, text: '', reason: aside ?? '' }
  }
  const set = (id: string, change: Partial<Choice>) => setAll({ ...f, choices: { ...choices, [id]: { ...of(id), ...change } } })
  const items = c.items.map((item) => ({ item: item.id ?? '', ...of(item.id ?? '') }))
  const ready = f.reply_no.trim() && f.on && f.approver.trim() && items.every((one) => one.approve || one.reason.trim())
  return (
    <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void take(step, { ...f, items }).then((done) => done && forget()) }}>
      <TextField label={w.replyBy} value={f.approver} onInput={(approver) => setF({ ...f, approver })} />
      <TextField label={w.replyNo} value={f.reply_no} onInput={(reply_no) => setF({ ...f, reply_no })} />
      <TextField label={w.replyOn} type="date" value={f.on} onInput={(on) => setF({ ...f, on })} />
      {c.items.map((item) => {
        const id = item.id ?? ''
        const one = of(id)
        return (
          <fieldset class="decision" key={id}><legend>{item.text}</legend>
            {step !== 'reject' && !item.aside && <label><input type="radio" name={step + id} checked={one.approve && !one.text} onChange={() => set(id, { approve: true, text: '' })} /> {w.approve}</label>}
            {step !== 'reject' && (item.alternatives ?? []).map((other) => <label key={other}><input type="radio" name={step + id} checked={one.approve && one.text === other} onChange={() => set(id, { approve: true, text: other })} /> {w.alternative} {other}</label>)}
            <label><input type="radio" name={step + id} checked={!one.approve} onChange={() => set(id, { approve: false, text: '' })} /> {w.refuse}</label>
            {(!one.approve || one.text) && <TextField label={`${item.text} ${w.refuseWhy}`} value={one.reason} onInput={(reason) => set(id, { reason })} />}
          </fieldset>
        )
      })}
      <Button kind={primary ? 'primary' : undefined} submit busy={busy} disabled={!ready}>{w.steps[step]}</Button>
    </form>
  )
}

/** The announcement as it will be read, and by which channels. */
function Announce({ c, w, busy, take }: Doing) {
  const { lang } = useOffice()
  const { value } = useLoad((signal) => announcement(c.id, signal), [c.id, c.etag])
  const [{ channels }, setF, forget] = useKept(`${c.id}:announce`, { channels: '' })
  const all = channels.split(/[、,，]/).map((text) => text.trim()).filter(Boolean)
  return (
    <>
      {value && <div class="finding"><p><b>{value.title}</b></p>
        <ul>{value.names.map((name) => <li key={name.name}>{name.name}（{name.reading}）{name.former && `← ${name.former}`} {name.division}。{name.position}</li>)}</ul>
        <p class="small">{value.approver} {value.reply_no} {value.approved_on && dateWords(value.approved_on, lang)}</p></div>}
      {value?.missing && <Notice kind="warn" title={w.lacks}><p>{value.missing.join('、')}</p></Notice>}
      <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (all.length && !busy) void take('announcement', { channels: all }).then((done) => done && forget()) }}>
        <TextField label={w.channelsLabel} value={channels} placeholder="政府网站、地名服务平台" onInput={(text) => setF({ channels: text })} wide />
        <Button kind="primary" submit busy={busy} disabled={!all.length || !!value?.missing}>{w.steps.announce}</Button>
      </form>
    </>
  )
}
