import { useState } from 'preact/hooks'
import { today } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, Field, TextField } from '../parts/field'
import { Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { builtUp, drawArea, endArea, type BuiltUp } from './api'
import { Coverage } from './coverage'
import { areaKm2, corners, polygonOf } from './polygon'
import { namingWords, type NamingWords } from './words'

/** What names are compared with: areas whose names are held whole, and built-up areas. */
export function Areas() {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const { session, say } = useSession()
  const { value, problem, retry } = useLoad(builtUp, [lang])
  const [drawing, setDrawing] = useState(false)
  const [ending, setEnding] = useState<BuiltUp | null>(null)
  const may = session.can.includes('naming.edit')
  const done = (said: string) => { setDrawing(false); setEnding(null); say(said); retry() }
  return (
    <>
      <Coverage built={value?.items ?? []} />
      <section class="section">
        <div class="page-head"><h2>{w.builtTitle}</h2>{may && <Button onClick={() => setDrawing(true)}>{w.draw}</Button>}</div>
        <p class="hint">{w.builtHint}</p>
        {problem && <Trouble problem={problem} retry={retry} />}
        {!value && !problem && <Skeleton rows={3} />}
        {value && !value.items.length && <Empty title={w.noBuilt}><p>{w.noBuiltHint}</p></Empty>}
        {value && value.items.length > 0 && <div class="with-columns"><Table name="built-up" label={w.builtTitle} rows={value.items} id={(row) => row.id} columns={[
          { key: 'name', head: w.builtName, always: true, cell: (row: BuiltUp) => <b>{row.name}</b> },
          { key: 'extent', head: w.extent, cell: (row: BuiltUp) => <>{w.km2(areaKm2(row.area))} <span class="small">{w.corners(corners(row.area).length)}</span></> },
          { key: 'from', head: w.validFrom, cell: (row: BuiltUp) => row.valid_from && dateWords(row.valid_from, lang) },
          { key: 'to', head: w.validTo, cell: (row: BuiltUp) => row.valid_to && dateWords(row.valid_to, lang) },
          { key: 'basis', head: w.basis, always: true, wrap: true, cell: (row: BuiltUp) => row.basis },
          ...(may ? [{ key: 'act', head: '', always: true, cell: (row: BuiltUp) => !row.valid_to && <Button small aria-label={`${w.endArea} ${row.name}`} onClick={() => setEnding(row)}>{w.endArea}</Button> }] : []),
        ]} /></div>}
        {drawing && <Draw w={w} onClose={() => setDrawing(false)} onDone={() => done(w.drawn)} />}
        {ending && <End area={ending} w={w} onClose={() => setEnding(null)} onDone={() => done(w.areaEnded)} />}
      </section>
    </>
  )
}

interface Props { w: NamingWords; onClose: () => void; onDone: () => void }

function Draw({ w, onClose, onDone }: Props) {
  const [name, setName] = useState('')
  const [basis, setBasis] = useState('')
  const [from, setFrom] = useState('')
  const [text, setText] = useState('')
  const shape = polygonOf(text)
  return (
    <Ask title={w.drawTitle} verb={w.draw} wide ready={!!name.trim() && !!basis.trim() && !!shape} onClose={onClose} onDone={onDone}
      run={(reason, key) => (shape ? drawArea({ name: name.trim(), basis: basis.trim(), ...(from && { valid_from: from }), area: shape, reason }, key) : Promise.reject(new Error(w.geojsonBad)))}>
      <TextField label={w.builtName} value={name} onInput={setName} required />
      <AreaField label={w.geojson} hint={w.geojsonHint} value={text} onInput={setText} rows={5} error={text.trim() && !shape ? w.geojsonBad : undefined} required />
      <Field label={w.geojsonFile}>{(given) => <input {...given} type="file" accept=".json,.geojson,application/geo+json" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)} />}</Field>
      {shape && <p class="small" role="status">{w.km2(areaKm2(shape))} · {w.corners(corners(shape).length)}</p>}
      <TextField label={w.basis} hint={w.basisHint} value={basis} onInput={setBasis} required />
      <TextField label={w.validFrom} type="date" value={from} onInput={setFrom} />
    </Ask>
  )
}

function End({ area, w, onClose, onDone }: Props & { area: BuiltUp }) {
  const [on, setOn] = useState(today())
  return (
    <Ask title={w.endAreaTitle(area.name)} hint={w.endAreaHint} verb={w.endArea} danger ready={!!on} onClose={onClose} onDone={onDone} run={(reason, key) => endArea(area.id, on, reason, key)}>
      <TextField label={w.endOn} type="date" value={on} onInput={setOn} required />
    </Ask>
  )
}
