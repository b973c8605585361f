import { useState } from 'preact/hooks'
import type { Problem } from '../../../http'
import { asProblem, useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice } from '../../context'
import type { Point } from '../../map/points'
import { Ask, Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField } from '../../parts/field'
import { Notice } from '../../parts/notice'
import { change, compare, description, type Compared, type Description, type Difference } from './api'
import type { Given } from './one'
import type { Words } from './words'

type ShowSpot = (spot: Point) => void

/** The course of a line in words: made from its coordinates, registered, and as somebody brings it. */
export function Course(given: Given & { onSpot: ShowSpot }) {
  const { held: { line }, when, w, onSpot } = given
  const { lang } = useOffice()
  const { value, problem, retry } = useLoad((signal) => description(line.id, when, signal), [line, when.as_of, when.recorded, lang])
  return (
    <section class="section"><h2>{w.course}</h2>
      {problem ? <Trouble problem={problem} retry={retry} /> : !value ? <Skeleton rows={5} /> : <>
        <h3>{w.heldText}</h3>
        {value.existing ? <><p class="written">{value.existing}</p><Verdict of={value} w={w} onSpot={onSpot} /></> : <p class="hint">{w.noHeld}</p>}
        <h3>{w.made}</h3>
        {value.text === value.existing ? <p class="hint">{w.same}</p> : <p class="written">{value.text}</p>}
        <Adopt {...given} text={value.text} existing={value.existing} />
        <Legs of={value} w={w} onSpot={onSpot} />
      </>}
      <Pasted {...given} />
    </section>
  )
}

/** What a text says otherwise than the line runs. */
function Verdict({ of, w, onSpot }: { of: Compared; w: Words; onSpot: ShowSpot }) {
  if (!of.compared) return <Notice kind="warn" live><p>{w.unreadable}</p></Notice>
  if (!of.differs.length) return <Notice kind="good" live><p>{w.agrees}</p></Notice>
  const spot = (one: Difference) => onSpot({ id: `leg ${one.leg}`, name: w.leg(one.leg + 1), lon: one.lon, lat: one.lat, kind: 'bad' })
  return (
    <Notice kind="bad" live title={w.differs(of.differs.length)}>
      <ol class="line-differs">{of.differs.map((one, i) => (
        <li key={i} value={one.leg + 1}>{one.problem} {one.said && <span class="small">{w.said}：{one.said}</span>} {(one.lon !== 0 || one.lat !== 0) && <Button small class="screen" aria-label={`${w.leg(one.leg + 1)} ${w.where}`} onClick={() => spot(one)}>{w.where}</Button>}</li>
      ))}</ol>
    </Notice>
  )
}

function Adopt({ held, w, may, changed, text, existing }: Given & { text: string; existing: string }) {
  const [asking, setAsking] = useState(false)
  if (!may || !text || text === existing) return null
  return (
    <p class="screen"><Button onClick={() => setAsking(true)}>{w.adopt}</Button>
      {asking && <Ask title={w.adopt} hint={w.adoptHint} verb={w.adopt} run={(reason, key) => change(held, { description: text, reason }, key)} onClose={() => setAsking(false)} onDone={() => { setAsking(false); changed(w.adopted) }} />}
    </p>
  )
}

function Legs({ of, w, onSpot }: { of: Description; w: Words; onSpot: ShowSpot }) {
  return (
    <details><summary>{w.legs} <span class="small">{of.legs.length}</span></summary>
      <div class="table-frame"><table class="table" aria-label={w.legs}>
        <thead><tr><th scope="col" class="number">#</th><th scope="col">{w.fromWord}</th><th scope="col">{w.toWord}</th><th scope="col">{w.word}</th><th scope="col" class="number">{w.azimuth}</th><th scope="col" class="number">{w.length}</th><th scope="col" class="screen">{w.where}</th></tr></thead>
        <tbody>{of.legs.map((leg, i) => (
          <tr key={i}><td class="number">{i + 1}</td><td class="wrap">{leg.from}</td><td class="wrap">{leg.to}</td><td>{leg.word}</td><td class="number">{leg.azimuth}</td><td class="number">{w.km(leg.length_m)}</td>
            <td class="screen"><Button small onClick={() => onSpot({ id: `leg ${i}`, name: w.leg(i + 1), lon: leg.lon, lat: leg.lat })}>{leg.lon.toFixed(4)}, {leg.lat.toFixed(4)}</Button></td></tr>
        ))}</tbody>
      </table></div>
    </details>
  )
}

/** A text that is checked and not kept. */
function Pasted({ held: { line }, when, w, onSpot }: Given & { onSpot: ShowSpot }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Compared | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    setAsked(true)
    if (!text.trim() || busy) return
    setBusy(true)
    setFound(null)
    setProblem(null)
    try { setFound(await compare(line.id, when, text)) } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <form class="stack screen line-pasted" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <h3>{w.compareTitle}</h3>
      <AreaField label={w.text} hint={w.compareHint} rows={4} value={text} onInput={setText} error={asked && !text.trim() ? w.wanted : undefined} />
      {found && <Verdict of={found} w={w} onSpot={onSpot} />}
      {problem && <Refusal problem={problem} />}
      <p><Button submit busy={busy}>{w.compare}</Button></p>
    </form>
  )
}
