import { useState } from 'preact/hooks'
import { chinaDay } from '../../china'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Badge, Notice } from '../parts/notice'
import { checks, look, type Look, type Shelter } from './api'
import { stockOf } from './filter'
import type { Words } from './words'

const resultKind = { good: 'good', poor: 'warn', failed: 'bad' } as const

/** All looks at a shelter, and a new one. */
export function Checks({ s, w, onLooked }: { s: Shelter; w: Words; onLooked: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [open, setOpen] = useState(false)
  const { value, problem, retry } = useLoad((signal) => checks(s.id, signal), [s.id, lang])
  return (
    <section class="shelter-part"><h2>{w.checks}</h2>
      <p class="small">{w.kinds.appraisal} {s.appraisal_due ? w.nextDue(dateWords(s.appraisal_due, lang)) : '—'} · {w.kinds.stock} {s.stock_due ? w.nextDue(dateWords(s.stock_due, lang)) : '—'}</p>
      {s.may_keep && s.standing && <p class="screen"><Button small onClick={() => setOpen(true)}>{w.look}</Button></p>}
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={3} />}
      {value && !value.items.length && <p class="small">{w.noChecks}</p>}
      <ol class="shelter-said">{value?.items.map((one) => (
        <li key={one.n}>
          <Badge kind={resultKind[one.result as 'good'] ?? 'plain'}>{w.results[one.result]}</Badge> {w.kinds[one.kind]} <span class="small">{dateWords(one.on, lang)} {one.body} {one.by}</span>
          {one.note && <p>{one.note}</p>}
          {one.stock && one.stock.length > 0 && <p class="small">{one.stock.map((item) => `${item.item} ${item.amount} ${item.unit}${item.best_before ? `（${w.bestBefore(item.best_before)}）` : ''}`).join('；')}</p>}
        </li>))}</ol>
      {open && <Entry s={s} w={w} onClose={() => setOpen(false)} onDone={(closed) => { setOpen(false); say(closed ? w.closed : w.looked); onLooked() }} />}
    </section>
  )
}


function Entry({ s, w, onClose, onDone }: { s: Shelter; w: Words; onClose: () => void; onDone: (closed: boolean) => void }) {
  const { t } = useOffice()
  const [f, setF] = useState({ kind: 'inspection', on: chinaDay(), result: 'good', body: '', note: '', stock: '' })
  const [shown, setShown] = useState(false)
  const set = (name: keyof typeof f) => (value: string) => setF((was) => ({ ...was, [name]: value }))
  const pairs = (words: Record<string, string>) => Object.entries(words).map(([value, word]) => ({ value, word }))
  const stock = f.kind === 'stock' ? stockOf(f.stock) : []
  const lacks = { body: f.kind === 'appraisal' && !f.body.trim(), note: f.result !== 'good' && !f.note.trim(), stock: typeof stock === 'string', on: !f.on }
  const run = (_reason: string, key: string) => {
    const body: Look = { kind: f.kind, on: f.on, result: f.result, ...(f.body.trim() && { body: f.body.trim() }), ...(f.note.trim() && { note: f.note.trim() }), ...(typeof stock !== 'string' && stock.length > 0 && { stock }) }
    return look(s.id, body, key)
  }
  return (
    <Ask title={`${w.look}：${s.name}`} verb={w.look} danger={f.kind === 'appraisal' && f.result === 'failed'} reason={false} ready={!Object.values(lacks).some(Boolean)} onRefuse={() => setShown(true)} run={run} onDone={({ closed }) => onDone(closed)} onClose={onClose}>
      <SelectField label={w.kind} value={f.kind} choices={pairs(w.kinds)} onPick={set('kind')} />
      <TextField label={w.on} type="date" max={chinaDay()} value={f.on} onInput={set('on')} error={shown && lacks.on ? t.wanted : undefined} />
      <SelectField label={w.result} value={f.result} choices={pairs(w.results)} onPick={set('result')} />
      {f.kind === 'appraisal' && <TextField label={w.body} value={f.body} onInput={set('body')} error={shown && lacks.body ? t.wanted : undefined} />}
      {f.kind === 'stock' && <AreaField label={w.stock} hint={w.stockHint} rows={4} value={f.stock} onInput={set('stock')} error={shown && typeof stock === 'string' ? w.stockWrong(stock) : undefined} />}
      <AreaField label={w.problem} rows={2} value={f.note} onInput={set('note')} error={shown && lacks.note ? t.wanted : undefined} />
      {f.kind === 'appraisal' && f.result === 'failed' && <Notice kind="warn" live><p>{w.failWarning}</p></Notice>}
    </Ask>
  )
}
