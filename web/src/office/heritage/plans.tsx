import { useState } from 'preact/hooks'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, TextField } from '../parts/field'
import { Badge } from '../parts/notice'
import { addPlan, approvePlan, type Item, type Plan } from './api'
import type { Words } from './words'

interface Part { item: Item; w: Words; changed: () => void }

/** The plans by which a name is protected: written by one, approved by another. */
export function Plans({ item, w, changed }: Part) {
  const { lang } = useOffice()
  const { session } = useSession()
  const [writing, setWriting] = useState(false)
  const [approving, setApproving] = useState<Plan | null>(null)
  const open = item.state !== 'delisted' && item.state !== 'dropped'
  return (
    <section class="section"><h2>{w.planTitle}</h2>
      {!item.plan_list?.length && <p class="hint">{w.noPlan}</p>}
      {item.plan_list?.map((plan) => (
        <div key={plan.id} class="kept">
          <p><Badge kind={plan.approved_on ? 'good' : 'warn'}>{plan.approved_on ? w.approved(plan.approved_by ?? '', dateWords(plan.approved_on, lang)) : w.waiting}</Badge> {plan.measures.map((one) => w.measureWords[one]).join('、')}</p>
          <p class="kept-lines">{plan.text}</p>
          <p class="small">{[plan.document, `${dateWords(plan.drawn_on, lang)} ${w.by} ${plan.drawn_by}`, plan.note && `${w.opinion}：${plan.note}`].filter(Boolean).join(' · ')}</p>
          {open && !plan.approved_on && session.can.includes('heritage.decide') && (plan.own ? <p class="small">{w.own}</p> : <p class="screen"><Button kind="primary" onClick={() => setApproving(plan)}>{w.approve}</Button></p>)}
        </div>
      ))}
      {open && session.can.includes('heritage.edit') && <p class="screen"><Button onClick={() => setWriting(true)}>{w.writePlan}</Button></p>}
      {writing && <Write item={item} w={w} onClose={() => setWriting(false)} changed={() => { setWriting(false); changed() }} />}
      {approving && <Ask title={w.approve} hint={w.approveHint} verb={w.approve} onClose={() => setApproving(null)}
        run={(reason, key) => approvePlan(item.id, approving.id, reason, key)} onDone={() => { setApproving(null); changed() }} />}
    </section>
  )
}

function Write({ item, w, changed, onClose }: Part & { onClose: () => void }) {
  const { t } = useOffice()
  const [measures, setMeasures] = useState<string[]>([])
  const [text, setText] = useState('')
  const [paper, setPaper] = useState('')
  const [day, setDay] = useState('')
  const [asked, setAsked] = useState(false)
  const toggle = (one: string) => setMeasures(measures.includes(one) ? measures.filter((other) => other !== one) : [...measures, one])
  return (
    <Ask title={w.writePlan} verb={w.writePlan} wide reason={false} ready={measures.length > 0 && !!text.trim()} onRefuse={() => setAsked(true)} onClose={onClose} onDone={changed}
      run={(_, key) => addPlan(item.id, { measures, text: text.trim(), ...(paper.trim() && { document: paper.trim() }), ...(day && { drawn_on: day }) }, key)}>
      <fieldset class="checks"><legend class="legend">{w.measures}</legend>
        {Object.entries(w.measureWords).map(([one, word]) => <label key={one} class="check"><input type="checkbox" checked={measures.includes(one)} onChange={() => toggle(one)} /> {word}</label>)}
        {asked && !measures.length && <p class="wrong">{w.measuresMissing}</p>}
      </fieldset>
      <AreaField label={w.planText} hint={w.planTextHint} rows={5} value={text} onInput={setText} error={asked && !text.trim() ? t.wanted : undefined} />
      <TextField label={w.document} value={paper} onInput={setPaper} />
      <TextField label={w.drawnOn} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}
