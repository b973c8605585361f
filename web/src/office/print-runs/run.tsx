import { useEffect, useRef, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { download } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { href } from '../route'
import { textOf } from '../plates/api'
import { plateWords } from '../plates/words'
import { timeWords } from '../words'
import { at, files, items, run, take, type Item, type Whole } from './api'
import { Links } from './links'
import { Receipt, Trial } from './scan'
import { Ticks } from './ticks'
import { runWords, type Words } from './words'

/** One run, from its text to the receipt. */
export function RunView({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = runWords(lang)
  const { value: fresh, problem, retry } = useLoad((signal) => run(id, signal), [id, lang])
  const last = useRef<Whole | null>(null) // what was just typed or shown stays while it is read again
  last.current = fresh ?? last.current
  const value = last.current
  const [asking, setAsking] = useState<string | null>(null)
  const working = value?.files.state === 'queued' || value?.files.state === 'running'
  useEffect(() => {
    if (!working) return
    const timer = setInterval(retry, 2000)
    return () => clearInterval(timer)
  }, [working])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const done = () => { setAsking(null); say(w.saved); retry() }
  const reasons = ['reopen', 'void']
  const kinds = plateWords(lang).kinds
  return (
    <article>
      <p class="screen"><Link to={href('print-runs')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{value.title}</h1><Badge kind={value.state === 'closed' ? 'good' : 'plain'}>{w.states[value.state]}</Badge></div>
      <p>{w.sources[value.source]} · {value.plates} {w.plates}</p>
      {value.release?.two_persons && <Notice kind={value.release.own ? 'warn' : 'plain'}><p>{w.twoPersons(value.release.signed_by, value.release.by)}</p></Notice>}
      {value.needs_trial && value.state === 'proofed' && <Notice kind="warn"><p>{w.needsTrial}</p></Notice>}
      {value.may.length > 0 && <p class="section row-of screen">{value.may.map((step) => (
        <Button key={step} kind={reasons.includes(step) ? 'danger' : 'primary'} onClick={() => setAsking(step)}>{w.steps[step]}</Button>))}</p>}
      <Files run={value} w={w} onChange={retry} />
      {value.state === 'trial' && <Trial run={value} w={w} onChange={retry} />}
      {value.state === 'ordered' && value.with_code > 0 && <Receipt run={value} w={w} onChange={retry} />}
      {value.state === 'ordered' && value.without_code.length > 0 && <Ticks key={value.etag} run={value} w={w} onChange={retry} />}
      {(value.state === 'released' || value.state === 'ordered') && <Links run={value} w={w} onChange={retry} />}
      <Proof key={value.etag} id={id} w={w} />
      <section class="section"><h2>{w.history}</h2>
        <ol style={{ paddingInlineStart: '1.5em', lineHeight: 1.6 }}>{value.steps.map((step, i) => <li key={i}>{timeWords(step.at, lang)} {w.steps[step.step]} {step.actor} {step.note}</li>)}</ol></section>
      {asking && <Ask title={w.steps[asking]!} verb={w.steps[asking]!} danger={reasons.includes(asking)} reason={reasons.includes(asking)} hint={asking === 'proof' ? w.proofHint : asking === 'order' ? w.orderHint : asking === 'release' ? read(value, w, kinds) : ''}
        onClose={() => setAsking(null)} run={(note, key) => take(value, asking, note, key)} onDone={done} />}
    </article>
  )
}

/** How many codes were read, and which plates have none by design. */
const read = (r: Whole, w: Words, kinds: Record<string, string>) => [r.with_code > 0 ? w.codes(r.files.codes) : '', ...r.without_code.map((of) => w.without(of.plates, kinds[of.kind] ?? of.kind))].filter(Boolean).join(w.and)

function Files({ run: r, w, onChange }: { run: Whole; w: Words; onChange: () => void }) {
  const { lang } = useOffice()
  const kinds = plateWords(lang).kinds
  if (r.state === 'draft' || r.state === 'void') return null
  const get = (file: string) => void download(at(r.id, '/files/' + file), `${r.title}-${file}`)
  const working = r.files.state === 'queued' || r.files.state === 'running'
  return (
    <section class="section"><h2>{w.files}</h2>
      <p role="status"><Badge kind={r.files.state === 'passed' ? 'good' : r.files.state === 'failed' ? 'bad' : 'plain'}>{w.jobs[r.files.state]}</Badge> {working ? w.drawn(r.files.plates, r.plates) : r.files.state === 'passed' && read(r, w, kinds)}</p>
      {working && <progress max={r.plates} value={r.files.plates} aria-label={w.jobs.running} />}
      {r.files.faults?.length ? <Notice kind="bad"><p>{w.faults}</p><ul>{r.files.faults.map((said, i) => <li key={i}>{said}</li>)}</ul></Notice> : r.files.why && <Notice kind="bad"><p>{r.files.why}</p></Notice>}
      {(r.state === 'proofed' || r.state === 'trial') && r.files.state !== 'passed' && !working && <p class="screen"><Button kind="primary" onClick={() => void files(r.id).then(onChange)}>{w.make}</Button></p>}
      <p class="row-of screen">
        {r.parts.map((part) => <Button key={part.n} small onClick={() => get(part.n + '.pdf')}>{w.part} {part.n}（{part.first}–{part.last}）</Button>)}
        <Button small onClick={() => get('trial.pdf')}>{w.trialSheet}</Button><Button small onClick={() => get('cover.pdf')}>{w.cover}</Button><Button small onClick={() => get('delivery.csv')}>{w.delivery}</Button>
        <Button small onClick={() => get('engraving.csv')}>{w.engraving}</Button><Button small onClick={() => get('void.csv')}>{w.voids}</Button>
      </p>
    </section>
  )
}

function Proof({ id, w }: { id: string; w: Words }) {
  const { lang, t } = useOffice()
  const p = plateWords(lang)
  const found = usePaged<Item>((after, signal) => items(id, after, signal), [id, lang])
  return (
    <section class="section"><h2>{w.proofTable}</h2>
      {found.items.length > 0 && <Table name="print-run" label={w.proofTable} rows={found.items} id={(row) => row.id} columns={[
        { key: 'n', head: w.order, always: true, number: true, cell: (row) => row.n },
        { key: 'text', head: w.text, always: true, wrap: true, cell: (row) => <Link to={href('plates', [row.id])}>{textOf(row)}</Link> },
        { key: 'pinyin', head: w.pinyin, cell: (row) => row.pinyin && <span lang="zh-Latn">{row.pinyin}</span> },
        { key: 'kind', head: w.kind, cell: (row) => p.kinds[row.kind] },
        { key: 'state', head: w.plateState, cell: (row) => p.states[row.state] },
        { key: 'code', head: w.code, cell: (row) => <code>{row.token}</code> },
      ]} />}
      {found.busy && <Skeleton rows={4} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
    </section>
  )
}
