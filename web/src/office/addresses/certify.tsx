import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import type { Facts, Paper } from '../certificates/api'
import { useOffice, useSession } from '../context'
import { download, newKey } from '../http'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Notice } from '../parts/notice'
import { href } from '../route'
import { application, certify, draft, printPath, type Whole } from './api'
import { addressWords, type Words } from './words'

/** The 门牌证 and 地址证明 of an address, issued and printed in one sitting; filled from an application where there is one. */
export function Certify({ id, application: of }: { id: string; application: string }) {
  const { lang } = useOffice()
  const w = addressWords(lang)
  const { value: facts, problem, retry } = useLoad((signal) => draft(id, signal), [id, lang])
  const asked = useLoad(of ? (signal) => application(of, signal) : null, [of])
  return (
    <>
      <p class="screen"><Link to={of ? href('addresses', ['applications', of]) : href('addresses', [id])}>{of ? asked.value?.number ?? w.apps : facts?.name ?? w.back}</Link></p>
      <h1>{w.certifyTitle}</h1>
      <p class="hint">{w.certifyHint}</p>
      {(!facts || (of && !asked.value)) && !problem && !asked.problem && <Skeleton rows={6} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {asked.problem && <Trouble problem={asked.problem} retry={asked.retry} />}
      {facts && (!of || asked.value) && <Form {...{ id, facts, w }} asked={asked.value} />}
    </>
  )
}

const blank: Paper = { kind: '', address: '' }

function Form({ id, facts, asked, w }: { id: string; facts: Facts; asked: Whole | null; w: Words }) {
  const { say } = useSession()
  const [kinds, setKinds] = useState<string[]>(asked?.party?.papers?.length ? ['door_plate', 'one_address'] : ['door_plate'])
  const [name, setName] = useState(asked?.party?.owner || asked?.party?.applicant || '')
  const [papers, setPapers] = useState<Paper[]>(asked?.party?.papers ?? [])
  const [basis, setBasis] = useState(facts.basis)
  const [purpose, setPurpose] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [made, setMade] = useState<string[]>([])
  const key = useRef(newKey())
  const put = (n: number, change: Partial<Paper>) => setPapers(papers.map((one, i) => (i === n ? { ...one, ...change } : one)))
  const toggle = (kind: string) => {
    const chosen = kinds.includes(kind) ? kinds.filter((one) => one !== kind) : ['door_plate', 'one_address'].filter((one) => one === kind || kinds.includes(one))
    setKinds(chosen)
    if (chosen.includes('one_address') && !papers.length) setPapers([blank])
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    setMissing(!kinds.length)
    if (busy || !kinds.length) return
    setBusy(true)
    setProblem(null)
    try {
      const order = { kinds, holder: { name: name.trim(), papers, ...(purpose.trim() && { purpose: purpose.trim() }) }, ...(basis.trim() && { basis: basis.trim() }), ...(asked && { application: asked.id }) }
      setMade((await certify(id, order, key.current, asked?.etag)).ids)
      say(w.issued)
    } catch (err) {
      const refused = asProblem(err)
      if (refused.status !== 0 && refused.status < 500) key.current = newKey()
      setProblem(refused)
    }
    setBusy(false)
  }
  if (made.length) return <Made ids={made} back={asked ? href('addresses', ['applications', asked.id]) : href('addresses', [id])} w={w} />
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <dl class="facts"><dt>{w.text}</dt><dd>{facts.name}</dd>{facts.former[0] && <><dt>{w.original}</dt><dd>{facts.former[0].name}</dd></>}</dl>
      <fieldset><legend>{w.kindsWord}</legend>
        {(['door_plate', 'one_address'] as const).map((kind) => <label key={kind} class="check"><input type="checkbox" checked={kinds.includes(kind)} onChange={() => toggle(kind)} /> {w[kind]}</label>)}
        {missing && <p class="wrong" role="alert">{w.kindsMissing}</p>}
      </fieldset>
      <TextField label={w.owner} hint={w.ownerHint} value={name} autocomplete="off" required onInput={setName} />
      <fieldset class="stack"><legend>{w.paperList}</legend><p class="hint">{w.paperHint}</p>
        <datalist id="address-paper-kinds">{w.paperKinds.map((one) => <option key={one} value={one} />)}</datalist>
        {papers.map((one, n) => (
          <div class="row-of" key={n}>
            <TextField label={`${w.paper} ${n + 1}`} list="address-paper-kinds" value={one.kind} required onInput={(text) => put(n, { kind: text })} />
            <TextField label={`${w.paperAddress} ${n + 1}`} value={one.address} autocomplete="off" required onInput={(text) => put(n, { address: text })} wide />
            <Button small kind="quiet" aria-label={`${w.remove} ${n + 1}`} onClick={() => setPapers(papers.filter((_, i) => i !== n))}>{w.remove}</Button>
          </div>
        ))}
        <p><Button small onClick={() => setPapers([...papers, blank])}>{w.add}</Button></p>
      </fieldset>
      <TextField label={w.basis} hint={w.basisHint} value={basis} required onInput={setBasis} wide />
      <TextField label={w.purpose} value={purpose} onInput={setPurpose} wide />
      {problem && <Refusal problem={problem} />}
      <p><Button kind="primary" submit busy={busy}>{w.issueVerb}</Button></p>
    </form>
  )
}

/** What was issued, printed together. */
function Made({ ids, back, w }: { ids: string[]; back: string; w: Words }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => button.current?.querySelector('button')?.focus(), [])
  const print = async () => {
    setBusy(true)
    setProblem(null)
    await download(printPath(ids), '门牌证-地址证明.pdf').catch((err: unknown) => setProblem(asProblem(err)))
    setBusy(false)
  }
  return (
    <div ref={button}>
      <Notice kind="good" live title={w.issued}><p>{w.printHint}</p></Notice>
      <p class="row-of"><Button kind="primary" busy={busy} onClick={() => void print()}>{w.print}</Button> <Link to={back}>{w.done}</Link></p>
      {problem && <Refusal problem={problem} />}
    </div>
  )
}
