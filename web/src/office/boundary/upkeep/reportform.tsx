import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { useOffice, useSession } from '../../context'
import { Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { AreaField, Field, SelectField } from '../../parts/field'
import { go } from '../../route'
import { contracts, make } from './api'
import { nowField, useRecording } from './forms'
import { LineField, SideField, useLine } from './linefield'
import { PositionField, positionOf, type Typed } from './positionfield'
import { Back, keeperOf, path } from './shared'
import { upkeepWords } from './words'

const ofMarker = ['damaged', 'lost', 'shifted']

/** A report of an event: of a line by the office, under a contract by its keeper. */
export function ReportForm({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const { session, say } = useSession()
  const w = upkeepWords(lang)
  const office = session.can.includes('upkeep.work')
  const [picked, setPicked] = useState(param.get('line') ?? '')
  const [held, setHeld] = useState(param.get('contract') ?? '')
  const [asked, setSide] = useState('')
  const [kind, setKind] = useState('damaged')
  const [marker, setMarker] = useState('')
  const [text, setText] = useState('')
  const [found, setFound] = useState(nowField)
  const [told, setTold] = useState('')
  const [where, setWhere] = useState<Typed>({ lon: '', lat: '' })
  const mine = useLoad((signal) => contracts(office ? { line: picked } : {}, signal), [picked, office])
  const read = useLine(office ? picked : '')
  const of = read.of
  const side = of ? asked || of.sides[0] || '' : ''
  const markers = of?.markers ?? mine.value?.items.find(({ id }) => id === held)?.markers ?? []
  const form = useRecording(!!text || !!marker, w.leave)
  const position = positionOf(where)
  const wrong = {
    line: office ? (picked ? undefined : t.wanted) : undefined, held: office || held ? undefined : t.wanted, marker: ofMarker.includes(kind) && !marker ? t.wanted : undefined,
    text: text.trim() ? undefined : t.wanted, found: found ? undefined : t.wanted, told: told && told < found ? w.endBeforeStart : undefined, where: position === null ? w.locateFailed : undefined,
  }
  const error = (name: keyof typeof wrong) => (form.tried ? wrong[name] : undefined)
  const send = () => form.send(Object.values(wrong).some(Boolean), async (key) => {
    await make('reports', {
      ...(held ? { contract: held } : { line: picked, side }), kind, text: text.trim(), discovered_at: new Date(found).toISOString(),
      ...(marker && { marker }), ...(told && { reported_at: new Date(told).toISOString() }), ...(position && { position }),
    }, key)
    form.kept()
    say(w.saved)
    go(path())
  })
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <Back />
      <h1 class="field-wide">{w.report}</h1>
      {office && <LineField value={picked} error={error('line')} onPick={(id) => { setPicked(id); setSide(''); setHeld(''); setMarker('') }} />}
      {picked && !held && <SideField line={read} value={side} onPick={setSide} />}
      {!office && <SelectField label={w.contracts} value={held} error={error('held')} onPick={(id) => { setHeld(id); setMarker('') }} choices={[{ value: '', word: t.choose }, ...(mine.value?.items.map((c) => ({ value: c.id, word: `${keeperOf(c)} ${c.line_name}` })) ?? [])]} />}
      <SelectField label={w.kind} value={kind} onPick={setKind} choices={Object.entries(w.reportKinds).map(([value, word]) => ({ value, word }))} />
      <SelectField label={w.marker} value={marker} error={error('marker')} onPick={setMarker} choices={[{ value: '', word: ofMarker.includes(kind) ? t.choose : t.none }, ...markers.map(({ id, number }) => ({ value: id, word: number }))]} />
      <AreaField label={w.text} wide value={text} onInput={setText} error={error('text')} />
      <Field label={w.discoveredAt} hint={office ? ' ' : undefined} error={error('found')}>{(given) => <input {...given} type="datetime-local" value={found} onInput={(event) => setFound(event.currentTarget.value)} />}</Field>
      {office && <Field label={w.reportedAt} hint={w.reportedHint} error={error('told')}>{(given) => <input {...given} type="datetime-local" value={told} onInput={(event) => setTold(event.currentTarget.value)} />}</Field>}
      <PositionField value={where} wrong={error('where')} onPick={setWhere} />
      {form.problem && <div class="field-wide"><Refusal problem={form.problem} /></div>}
      {form.tried && Object.values(wrong).some(Boolean) && <p class="wrong field-wide" role="alert">{w.missing}</p>}
      <div class="form-foot"><Button kind="primary" submit busy={form.busy || read.reading}>{w.report}</Button></div>
    </form>
  )
}
