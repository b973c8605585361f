import { useEffect, useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { DivisionField } from '../../parts/division'
import { AreaField, SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { go, guardLeaving, href } from '../../route'
import { checkForm, setCheckForm, type CheckItem, type Form, type HeldForm } from './api'
import { choicesOf, choicesText, freshId } from './choices'
import './rounds.css'
import { roundWords, type Words } from './words'

const parts = ['marker', 'segment', 'patrol'] as const

/** The check form that holds in a division, to read and to change. */
export function FormPage({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const { meta } = useSession()
  const w = roundWords(lang)
  const code = param.get('division') || (meta.county_code ?? '')
  const held = useLoad(code ? (signal) => checkForm(code, signal) : null, [code, lang])
  return (
    <>
      <p class="screen"><Link to={href('boundary', ['rounds'])}>{w.back}</Link></p>
      <div class="page-head"><h1>{w.formTitle}</h1>{held.value && <Badge>{held.value.own ? w.ownForm : w.notOwn}</Badge>}</div>
      <p class="hint">{w.formHint}</p>
      <DivisionField label={w.formOf} whole={meta.county} value={code} onPick={(picked) => go(href('boundary', ['rounds', 'form'], { division: picked?.code ?? '' }), 'replace')} />
      {held.problem && <Trouble problem={held.problem} retry={held.retry} />}
      {code && !held.value && !held.problem && <Skeleton rows={8} />}
      {held.value && <Editor key={code} code={code} held={held.value} w={w} retry={held.retry} />}
    </>
  )
}

function Editor({ code, held, w, retry }: { code: string; held: HeldForm; w: Words; retry: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [form, setForm] = useState<Form>(held.form)
  const [asking, setAsking] = useState<'adopt' | 'back' | null>(null)
  const changed = JSON.stringify(form) !== JSON.stringify(held.form)
  useEffect(() => (changed ? guardLeaving(() => confirm(w.leave)) : undefined), [changed])
  const done = () => { setAsking(null); say(w.adopted); retry() }
  return (
    <>
      <p class="small">{w.formBasis}{lang === 'zh' ? '：' : ': '}{held.basis}</p>
      {parts.map((part) => (
        <section key={part} class="section"><h2>{w.parts[part]}</h2>
          <ol class="check-items">{form[part].map((item, n) => (
            <li key={item.id}>{held.can ? <ItemEditor {...{ item, w }} before={form[part].slice(0, n)} change={(next) => setForm({ ...form, [part]: form[part].flatMap((one) => (one.id === item.id ? (next ? [next] : []) : [one])) })} /> : <ItemText item={item} w={w} lang={lang} all={form[part]} />}</li>
          ))}</ol>
          {held.can && <p class="screen"><Button small onClick={() => setForm({ ...form, [part]: [...form[part], { id: freshId(form[part].map(({ id }) => id)), label: { zh: '', en: '' }, kind: 'yes_no', choices: null, required: true, when: null }] })}>{w.addItem}</Button></p>}
        </section>
      ))}
      {held.can && <p class="screen task-fields"><Button kind="primary" disabled={!changed} onClick={() => setAsking('adopt')}>{w.adopt}</Button>{held.own && <Button onClick={() => setAsking('back')}>{w.takeBack}</Button>}</p>}
      {asking && <Ask title={asking === 'adopt' ? w.adopt : w.takeBack} verb={asking === 'adopt' ? w.adopt : w.takeBack} reasonWord={w.basis} onClose={() => setAsking(null)} onDone={done}
        run={(basis, key) => setCheckForm(code, asking === 'adopt' ? form : null, basis, key)} />}
    </>
  )
}

function ItemText({ item, w, lang, all }: { item: CheckItem; w: Words; lang: 'zh' | 'en'; all: readonly CheckItem[] }) {
  return <>{item.label[lang]} <span class="small">{w.kinds[item.kind]}{item.required && ` · ${w.required}`} {item.choices?.map((choice) => choice.label[lang]).join('、')} <When {...{ item, w, lang, all }} /></span></>
}

function When({ item, w, lang, all }: { item: CheckItem; w: Words; lang: 'zh' | 'en'; all: readonly CheckItem[] }) {
  const on = all.find((one) => one.id === item.when?.item)
  if (!item.when || !on) return null
  const value = item.when.value === 'yes' ? w.yes : item.when.value === 'no' ? w.no : on.choices?.find((choice) => choice.value === item.when?.value)?.label[lang] ?? item.when.value
  return <>{w.when(on.label[lang], value)}</>
}

function ItemEditor({ item, w, before, change }: { item: CheckItem; w: Words; before: readonly CheckItem[]; change: (next: CheckItem | null) => void }) {
  const { lang } = useOffice()
  const chosen = item.kind === 'choice' || item.kind === 'many'
  return (
    <div class="check-item">
      <TextField label={w.itemZH} value={item.label.zh} onInput={(zh) => change({ ...item, label: { ...item.label, zh } })} />
      <TextField label={w.itemEN} value={item.label.en} onInput={(en) => change({ ...item, label: { ...item.label, en } })} />
      <SelectField label={w.itemKind} value={item.kind} onPick={(kind) => change({ ...item, kind, choices: kind === 'choice' || kind === 'many' ? item.choices ?? [] : null })} choices={Object.entries(w.kinds).map(([value, word]) => ({ value, word }))} />
      <label class="check"><input type="checkbox" checked={item.required} onChange={(event) => change({ ...item, required: event.currentTarget.checked })} /> {w.required}</label>
      <Button small aria-label={`${w.remove} ${item.label[lang]}`} onClick={() => change(null)}>{w.remove}</Button>
      {chosen && <Choices item={item} w={w} change={change} />}
      {item.when && <p class="small"><When item={item} w={w} lang={lang} all={before} /></p>}
    </div>
  )
}

// What is being typed stays as it is typed; the choices follow it.
function Choices({ item, w, change }: { item: CheckItem; w: Words; change: (next: CheckItem) => void }) {
  const [text, setText] = useState(choicesText(item.choices ?? []))
  return <AreaField wide label={w.choices} hint={w.choicesHint} rows={4} value={text} onInput={(typed) => { setText(typed); change({ ...item, choices: choicesOf(typed) }) }} />
}
