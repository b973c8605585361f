import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { useOffice, useSession } from '../context'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Badge, Notice } from '../parts/notice'
import { mappings, saveMapping, setPlan, type Column, type Import, type Plan } from './api'
import { kindsOf, open, placed } from './kinds'
import { chosen, labelOf, lacking, lay, ownWords, twice, wholeMapping, withoutAxes } from './columns'
import { importWords, sizeWords } from './words'

interface Props { job: Import; onPlanned: (job: Import) => void }

/** What was found in the file, and what each of its columns means. */
export function Columns({ job, onPlanned }: Props) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const [plan, setDraft] = useState<Plan>(job.plan)
  const [seen, setSeen] = useState(job) // with the columns of another layer or kind
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const fields = chosen(seen.headings, plan.mapping)
  const [double, lacks] = [twice(fields), lacking(plan.as, fields, plan.default_class ?? '')]
  const save = async (next: Plan, then: (job: Import) => void) => {
    setBusy(true)
    setProblem(null)
    try { then(await setPlan(job.id, next)) } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  // Another kind or layer has other columns: the server looks again.
  const reread = (changes: Partial<Plan>) => save({ ...plan, ...changes, mapping: 'crs' in changes ? withoutAxes(plan.mapping) : {} }, (next) => { setSeen(next); setDraft(next.plan) })
  const doubts = seen.headings.filter((column) => column.guess === 'ambiguous' && !(column.heading in plan.mapping)).length
  return (
    <>
      <Found job={seen} plan={plan} onChange={(changes) => setDraft({ ...plan, ...changes })} onReread={(changes) => void reread(changes)} />
      <section class="section">
        <div class="page-head"><h2>{w.columns}</h2>{doubts > 0 && <Badge kind="warn">{w.doubts(doubts)}</Badge>}</div>
        <p class="hint">{w.columnsHint}</p>
        <Saved job={seen} plan={plan} onChange={(mapping) => setDraft({ ...plan, mapping: { ...plan.mapping, ...mapping } })} fields={fields} />
        <ColumnTable job={seen} fields={fields} given={plan.mapping} onPick={(heading, field) => setDraft({ ...plan, mapping: { ...plan.mapping, [heading]: field } })} />
        {double && <Notice kind="bad" live><p>{w.twice(labelOf(seen.fields ?? [], double, lang))}</p></Notice>}
        {lacks.length > 0 && <Notice kind="warn" live><p>{w.required(lacks.map((code) => labelOf(seen.fields ?? [], code, lang)).join('、'))}</p></Notice>}
        {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
        <p class="row-of edit-foot screen">
          <Button kind="primary" busy={busy} disabled={!!double || lacks.length > 0} onClick={() => void save({ ...plan, mapping: wholeMapping(fields) }, onPlanned)}>{busy ? w.saving : w.check}</Button>
        </p>
      </section>
    </>
  )
}

interface FoundProps { job: Import; plan: Plan; onChange: (changes: Partial<Plan>) => void; onReread: (changes: Partial<Plan>) => void }

function Found({ job, plan, onChange, onReread }: FoundProps) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = importWords(lang)
  const kinds = kindsOf(session.can)
  const classification = (plan.classification ?? '') as keyof typeof w.classHint
  return (
    <section class="section">
      <h2>{w.found}</h2>
      <dl class="facts found">
        <dt>{w.format}</dt><dd>{job.format.toUpperCase()} · {sizeWords(job.size_bytes)}</dd>
        <dt>{w.count}</dt><dd>{job.rows >= 0 ? job.rows : w.unknownCount}</dd>
        {job.table && <><dt>{w.encoding}</dt><dd>{job.table.encoding}{w.encodingHow(job.table.encoding_given)}</dd></>}
      </dl>
      {job.notes?.map((note) => <p class="hint" key={note}>{note}</p>)}
      <div class="form found-form">
        {job.layers.length > 1 && <SelectField label={w.sheet} value={plan.layer ?? ''} onPick={(layer) => onReread({ layer })}
          choices={job.layers.map(({ name, rows }) => ({ value: name, word: rows >= 0 ? `${name}（${rows}）` : name }))} />}
        <SelectField label={w.kind} value={plan.as} onPick={(as) => onReread({ as: as as Plan['as'] })}
          choices={(kinds.includes(plan.as) ? kinds : [plan.as, ...kinds]).map((kind) => ({ value: kind, word: w.kinds[kind] }))} />
        {!open(plan.as) && <SelectField label={w.classification} hint={w.classHint[classification]} value={classification} onPick={(value) => onChange({ classification: value || undefined })}
          choices={(['', 'internal', 'public'] as const).map((value) => ({ value, word: w.classes[value] }))} />}
        {placed(plan.as) && <SelectField label={w.crs} value={plan.crs ?? ''} onPick={(value) => onReread({ crs: value || undefined })} choices={crsChoices(w.crsFile(job.crs), plan.crs)} />}
        <TextField label={w.source} hint={w.sourceHint} value={plan.source ?? ''} onInput={(source) => onChange({ source: source.trim() || undefined })} />
      </div>
      {open(plan.as) && <p class="hint">{w.openHint}</p>}
      {placed(plan.as) && <details class="choices">
        <summary>{w.more}</summary>
        <div class="stack">
          {plan.as === 'places' && <TextField label={w.defaultClass} hint={w.defaultClassHint} inputMode="numeric" value={plan.default_class ?? ''} onInput={(text) => onChange({ default_class: text.trim() || undefined })} />}
          {([['swap_axes', w.swap], ['repair', w.repair], ['force_2d', w.flat]] as const).map(([key, word]) => (
            <label class="check" key={key}><input type="checkbox" checked={!!plan[key]} onChange={(event) => onChange({ [key]: event.currentTarget.checked || undefined })} /> {word}</label>
          ))}
          {plan.as === 'places' && <label class="check"><input type="checkbox" checked={plan.pairs === 'new'} onChange={(event) => onChange({ pairs: event.currentTarget.checked ? 'new' : undefined })} /> {w.pairsNew}</label>}
        </div>
      </details>}
    </section>
  )
}

function crsChoices(file: string, now: string | undefined) {
  const known = [
    { value: '', word: file }, { value: '4490', word: 'CGCS2000 (EPSG:4490)' }, { value: '4326', word: 'WGS 84 (EPSG:4326)' },
    { value: 'gcj02', word: 'GCJ-02' }, { value: 'bd09', word: 'BD-09' },
    ...[38, 39, 40, 41].map((zone) => ({ value: String(4513 + zone - 25), word: `CGCS2000 3° ${zone} (EPSG:${4513 + zone - 25})` })),
    ...[114, 117, 120, 123].map((meridian) => ({ value: String(4534 + (meridian - 75) / 3), word: `CGCS2000 3° ${meridian}E (EPSG:${4534 + (meridian - 75) / 3})` })),
  ]
  return now && !known.some(({ value }) => value === now) ? [...known, { value: now, word: `EPSG:${now}` }] : known
}

interface SavedProps { job: Import; plan: Plan; fields: ReadonlyMap<string, string>; onChange: (mapping: Record<string, string>) => void }

/** Mappings kept by name: to use one, or to keep this one. */
function Saved({ job, plan, fields, onChange }: SavedProps) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = importWords(lang)
  const [picked, setPicked] = useState('')
  const [name, setName] = useState('')
  const [missing, setMissing] = useState<string[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const { value, retry } = useLoad(mappings, [])
  const fitting = value?.items.filter(({ as }) => as === plan.as) ?? []
  const use = () => {
    const saved = fitting.find((one) => one.name === picked)
    if (!saved) return
    const laid = lay(saved.fields, job.headings)
    setMissing(laid.missing)
    onChange(laid.fits)
  }
  const keep = (event: Event) => {
    event.preventDefault()
    setProblem(null)
    if (name.trim()) saveMapping(name.trim(), plan.as, wholeMapping(fields)).then(() => { say(w.mappingSaved(name.trim())); setName(''); retry() }, (err: unknown) => setProblem(asProblem(err)))
  }
  return (
    <div class="saved screen">
      {fitting.length > 0 && (
        <div class="row-of saved-part">
          <SelectField label={w.mapping} value={picked} onPick={setPicked} choices={[{ value: '', word: w.pickMapping }, ...fitting.map((one) => ({ value: one.name, word: one.name }))]} />
          <Button disabled={!picked} onClick={use}>{w.useMapping}</Button>
        </div>
      )}
      <form class="row-of saved-part" onSubmit={keep}>
        <TextField label={w.mappingName} value={name} onInput={setName} />
        <Button submit disabled={!name.trim()}>{w.saveMapping}</Button>
      </form>
      {missing.length > 0 && <Notice kind="warn" live><p>{w.missing(missing.join('、'))}</p></Notice>}
      {problem && <Notice kind="bad" live title={problem.title}><p>{problem.detail}</p></Notice>}
    </div>
  )
}

interface TableProps { job: Import; fields: ReadonlyMap<string, string>; given: Record<string, string>; onPick: (heading: string, field: string) => void }

function ColumnTable({ job, fields, given, onPick }: TableProps) {
  const { lang } = useOffice()
  const w = importWords(lang)
  const choices = (job.fields ?? []).map(({ field, label, label_en }) => ({ value: field, word: lang === 'en' ? label_en : label }))
  return (
    <table class="table mapping" aria-label={w.columns}>
      <thead><tr><th scope="col">{w.heading}</th><th scope="col">{w.samples}</th><th scope="col">{w.means}</th><th scope="col">{w.how}</th></tr></thead>
      <tbody>
        {job.headings.map((column) => {
          const field = fields.get(column.heading) ?? ''
          const [word, kind] = judged(column, field, column.heading in given)
          return (
            <tr key={column.heading} class={kind === 'warn' ? 'doubt' : undefined}>
              <th scope="row">{column.heading}</th>
              <td class="samples">{column.samples.length ? column.samples.slice(0, 3).join('、') : w.noSamples}</td>
              <td>
                <select class="control" aria-label={`${column.heading}：${w.means}`} value={field} onChange={(event) => onPick(column.heading, event.currentTarget.value)}>
                  <option value="">{w.notUsed}</option>
                  {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.word}</option>)}
                </select>
              </td>
              <td><Badge kind={kind}>{w.guess[word]}</Badge>{column.note && word === column.guess && <p class="small">{ownWords(column.note, lang)}</p>}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** How a column's field is known, and whether it wants a look. */
function judged(column: Column, field: string, given: boolean): [Column['guess'], 'good' | 'warn' | 'plain'] {
  if (given && field !== column.field) return [field ? 'given' : 'left', 'plain']
  const doubtful = column.guess === 'ambiguous' || column.guess === 'sample' || column.guess === 'unknown'
  return [column.guess, doubtful ? 'warn' : column.guess === 'heading' || column.guess === 'given' ? 'good' : 'plain']
}
