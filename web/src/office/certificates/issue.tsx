import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Empty } from '../parts/notice'
import { go, href } from '../route'
import { draft, issue, kinds, type Facts, type Kind, type Paper } from './api'
import { certificateWords, type Words } from './words'

/** The form of a certificate of a place. What it will say stands beside what is asked. */
export function IssueCertificate({ place }: { place: string }) {
  const { lang } = useOffice()
  const w = certificateWords(lang)
  const [kind, setKind] = useState<Kind>('renamed')
  const chosen = useRef(false)
  const { value: facts, problem, retry } = useLoad((signal) => (place ? draft(place, kind, signal) : Promise.resolve(null)), [place, kind])
  // A place that was never renamed: offer what can be certified, until somebody chooses.
  useEffect(() => { if (!chosen.current && problem?.kind === 'not-renamed') setKind('standard') }, [problem])
  if (!place) return <Empty title={w.noPlace}><p><Link to={href('register')}>{w.toRegister}</Link></p></Empty>
  return (
    <>
      <p class="screen"><Link to={href('register', [place])}>{w.from}</Link></p>
      <h1>{facts ? w.newTitle(facts.name) : w.title}</h1>
      <SelectField label={w.kind} value={kind} choices={kinds.map((value) => ({ value, word: w.kinds[value]! }))} onPick={(next) => { chosen.current = true; setKind(next as Kind) }} />
      {!facts && !problem && <Skeleton rows={4} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {facts && <Form key={kind} {...{ place, kind, facts, w }} />}
    </>
  )
}

interface FormProps { place: string; kind: Kind; facts: Facts; w: Words }

const blank: Paper = { kind: '', address: '' }

function Form({ place, kind, facts, w }: FormProps) {
  const { say } = useSession()
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState('')
  const [basis, setBasis] = useState(facts.basis)
  const [papers, setPapers] = useState<Paper[]>(kind === 'one_place' ? [blank, blank] : [])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const put = (n: number, change: Partial<Paper>) => setPapers(papers.map((one, i) => (i === n ? { ...one, ...change } : one)))
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      const made = await issue(place, { kind, holder: { name: name.trim(), papers, ...(purpose.trim() && { purpose: purpose.trim() }) }, ...(basis.trim() && { basis: basis.trim() }) }, key.current)
      say(w.issued(facts.name))
      go(href('certificates', [made.id]))
    } catch (err) {
      const refused = asProblem(err)
      if (refused.status !== 0 && refused.status < 500) key.current = newKey()
      setProblem(refused)
      setBusy(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <section class="section"><h2>{w.says}</h2>
        <dl class="facts">
          {kind === 'renamed' && <><dt>{w.former}</dt><dd>{facts.former.map((one) => one.name).join('、')}</dd></>}
          <dt>{w.now}</dt><dd>{facts.name} <span lang="zh-Latn">{facts.reading}</span></dd>
          <dt>{w.where}</dt><dd>{facts.division}</dd>
        </dl>
      </section>
      <TextField label={w.holder} hint={w.holderHint} value={name} autocomplete="off" required onInput={setName} />
      <fieldset class="stack"><legend>{w.papers}</legend><p class="hint">{w.papersHint}</p>
        <datalist id="paper-kinds">{w.paperKinds.map((one) => <option key={one} value={one} />)}</datalist>
        {papers.map((one, n) => (
          <div class="row-of" key={n}>
            <TextField label={`${w.paperKind} ${n + 1}`} list="paper-kinds" value={one.kind} required onInput={(text) => put(n, { kind: text })} />
            <TextField label={`${w.paperAddress} ${n + 1}`} value={one.address} autocomplete="off" required onInput={(text) => put(n, { address: text })} wide />
            <Button small kind="quiet" aria-label={`${w.removePaper} ${n + 1}`} onClick={() => setPapers(papers.filter((_, i) => i !== n))}>{w.removePaper}</Button>
          </div>
        ))}
        <p><Button small onClick={() => setPapers([...papers, blank])}>{w.addPaper}</Button></p>
      </fieldset>
      <TextField label={w.basis} hint={facts.basis ? w.basisHint : w.basisMissing} value={basis} required onInput={setBasis} wide />
      <TextField label={w.purpose} hint={w.purposeHint} value={purpose} onInput={setPurpose} wide />
      {problem && <Refusal problem={problem} />}
      <p><Button kind="primary" submit busy={busy}>{w.issue}</Button></p>
    </form>
  )
}
