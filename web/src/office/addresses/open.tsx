import { useRef, useState } from 'preact/hooks'
import type { Division } from '../../api'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import type { Paper } from '../certificates/api'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import { PointMap } from '../map/pointmap'
import { Refusal } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { go, href } from '../route'
import { open } from './api'
import { addressWords } from './words'

const blank: Paper = { kind: '', address: '' }

/** An application as it is taken in at the window. */
export function OpenApplication() {
  const { lang, t } = useOffice()
  const w = addressWords(lang)
  const { say } = useSession()
  const [f, setF] = useState({ want: 'number', applicant: '', owner: '', builder: '', contact: '', where: '', note: '', lon: '', lat: '' })
  const [division, setDivision] = useState<Division | null>(null)
  const [papers, setPapers] = useState<Paper[]>([])
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const put = (change: Partial<typeof f>) => setF((was) => ({ ...was, ...change }))
  const paper = (n: number, change: Partial<Paper>) => setPapers(papers.map((one, i) => (i === n ? { ...one, ...change } : one)))
  const here = f.lon && f.lat && Number.isFinite(+f.lon) && Number.isFinite(+f.lat) ? { lon: +f.lon, lat: +f.lat } : null
  const submit = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (busy || !division || !f.applicant.trim() || !f.contact.trim() || (!f.where.trim() && !here)) return
    setBusy(true)
    setProblem(null)
    const { want, lon: _lon, lat: _lat, ...said } = f
    const party = { ...Object.fromEntries(Object.entries(said).map(([name, text]) => [name, text.trim()]).filter(([name, text]) => text || name === 'applicant' || name === 'contact')), papers }
    try {
      const made = await open({ want, division: division.code, ...here, party }, key.current)
      say(w.receivedSaid)
      go(href('addresses', ['applications', made.id]))
    } catch (err) {
      const refused = asProblem(err)
      if (refused.status !== 0 && refused.status < 500) key.current = newKey()
      setProblem(refused)
      setBusy(false)
    }
  }
  const wanted = (text: string) => (asked && !text.trim() ? t.wanted : undefined)
  return (
    <>
      <p class="screen"><Link to={href('addresses', ['applications'], { open: '1' })}>{w.backApps}</Link></p>
      <h1>{w.newApp}</h1>
      <p class="hint">{w.personal}</p>
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField label={w.want} value={f.want} onPick={(want) => put({ want })} choices={Object.entries(w.wants).map(([value, word]) => ({ value, word }))} />
        <DivisionField label={w.division} whole={t.choose} value={division?.code ?? ''} onPick={setDivision} />
        {asked && !division && <p class="wrong" role="alert">{w.divisionMissing}</p>}
        <TextField label={w.applicant} value={f.applicant} autocomplete="off" error={wanted(f.applicant)} onInput={(applicant) => put({ applicant })} />
        <TextField label={w.contact} value={f.contact} autocomplete="off" error={wanted(f.contact)} onInput={(contact) => put({ contact })} />
        <TextField label={w.ownerSame} value={f.owner} autocomplete="off" onInput={(owner) => put({ owner })} />
        <TextField label={w.builder} value={f.builder} autocomplete="off" onInput={(builder) => put({ builder })} />
        <TextField label={w.placeSaid} value={f.where} autocomplete="off" wide error={here ? undefined : wanted(f.where)} onInput={(where) => put({ where })} />
        <fieldset class="stack"><legend>{w.site}</legend><p class="hint">{w.siteHint}</p>
          <div class="row-of"><TextField label={w.lon} inputMode="decimal" value={f.lon} onInput={(lon) => put({ lon })} /><TextField label={w.lat} inputMode="decimal" value={f.lat} onInput={(lat) => put({ lat })} /></div>
          <div class="address-map"><PointMap points={here ? [{ id: 'here', name: w.site, ...here }] : []} focus={here} onSpot={(lon, lat) => put({ lon: lon.toFixed(6), lat: lat.toFixed(6) })} /></div>
        </fieldset>
        <fieldset class="stack"><legend>{w.paperList}</legend><p class="hint">{w.paperHint}</p>
          <datalist id="application-paper-kinds">{w.paperKinds.map((one) => <option key={one} value={one} />)}</datalist>
          {papers.map((one, n) => (
            <div class="row-of" key={n}>
              <TextField label={`${w.paper} ${n + 1}`} list="application-paper-kinds" value={one.kind} onInput={(kind) => paper(n, { kind })} />
              <TextField label={`${w.paperAddress} ${n + 1}`} value={one.address} autocomplete="off" wide onInput={(address) => paper(n, { address })} />
              <Button small kind="quiet" aria-label={`${w.remove} ${n + 1}`} onClick={() => setPapers(papers.filter((_, i) => i !== n))}>{w.remove}</Button>
            </div>
          ))}
          <p><Button small onClick={() => setPapers([...papers, blank])}>{w.add}</Button></p>
        </fieldset>
        <AreaField label={w.said} value={f.note} rows={2} onInput={(note) => put({ note })} />
        {problem && <Refusal problem={problem} />}
        <p><Button kind="primary" submit busy={busy}>{w.receive}</Button></p>
      </form>
    </>
  )
}
