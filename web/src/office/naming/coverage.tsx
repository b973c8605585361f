import { useState } from 'preact/hooks'
import { today } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField } from '../parts/field'
import { Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { coverage, declare, withdraw, type BuiltUp, type Held } from './api'
import { namingWords, type NamingWords } from './words'

/** Which names are declared to be held whole, so that a check may say that a name is free. */
export function Coverage({ built }: { built: readonly BuiltUp[] }) {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const { session, say } = useSession()
  const { value, problem, retry } = useLoad(coverage, [lang])
  const [declaring, setDeclaring] = useState(false)
  const [ending, setEnding] = useState<Held | null>(null)
  const may = session.can.includes('naming.edit')
  const wordsOf = (held: Held) => `${held.area === 'nation' ? w.nationWide : held.name} · ${w.groupNames[held.group] ?? held.group}`
  return (
    <section class="section">
      <div class="page-head"><h2>{w.coverageTitle}</h2>{may && <Button kind="primary" onClick={() => setDeclaring(true)}>{w.declare}</Button>}</div>
      <p class="hint">{w.coverageHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={4} />}
      {value && !value.items.length && <Empty title={w.noCoverage}><p>{w.noCoverageHint}</p></Empty>}
      {value && value.items.length > 0 && <div class="with-columns"><Table name="coverage" label={w.coverageTitle} rows={value.items} id={(row) => row.area + row.group} columns={[
        { key: 'area', head: w.area, always: true, cell: (row: Held) => <b>{row.area === 'nation' ? w.nationWide : row.name}</b> },
        { key: 'group', head: w.group, always: true, cell: (row: Held) => w.groupNames[row.group] ?? row.group },
        { key: 'as_of', head: w.asOf, cell: (row: Held) => dateWords(row.as_of, lang) },
        { key: 'source', head: w.source, always: true, wrap: true, cell: (row: Held) => row.source },
        ...(may ? [{ key: 'act', head: '', always: true, cell: (row: Held) => <Button small aria-label={`${w.withdrawOne} ${wordsOf(row)}`} onClick={() => setEnding(row)}>{w.withdrawOne}</Button> }] : []),
      ]} /></div>}
      {declaring && <Declare built={built} w={w} onClose={() => setDeclaring(false)} onDone={() => { setDeclaring(false); say(w.declared); retry() }} />}
      {ending && <Ask title={w.withdrawTitle(wordsOf(ending))} hint={w.withdrawHint} verb={w.withdrawOne} danger onClose={() => setEnding(null)} onDone={() => { setEnding(null); say(w.withdrawn); retry() }}
        run={(reason, key) => withdraw({ area: ending.area, group: ending.group, reason }, key)} />}
    </section>
  )
}

interface Props { built: readonly BuiltUp[]; w: NamingWords; onClose: () => void; onDone: () => void }

function Declare({ built, w, onClose, onDone }: Props) {
  const [kind, setKind] = useState('division')
  const [division, setDivision] = useState('')
  const [area, setArea] = useState(built[0]?.id ?? '')
  const [groups, setGroups] = useState<string[]>([])
  const [asOf, setAsOf] = useState(today())
  const [source, setSource] = useState('')
  const where = kind === 'nation' ? 'nation' : kind === 'division' ? division : area
  const kinds = Object.entries(w.areaKinds).filter(([value]) => value !== 'built' || built.length > 0).map(([value, word]) => ({ value, word }))
  return (
    <Ask title={w.declareTitle} hint={w.coverageHint} verb={w.declare} ready={!!where && groups.length > 0 && !!asOf && !!source.trim()} onClose={onClose} onDone={onDone}
      run={(reason, key) => declare({ area: where, groups, as_of: asOf, source: source.trim(), reason }, key)}>
      <SelectField label={w.kindOfArea} value={kind} choices={kinds} onPick={setKind} />
      {kind === 'division' && <DivisionField label={w.area} whole={w.pickArea} value={division} onPick={(picked) => setDivision(picked?.code ?? '')} />}
      {kind === 'built' && <SelectField label={w.area} value={area} choices={built.map((one) => ({ value: one.id, word: one.name }))} onPick={setArea} />}
      <fieldset class="naming-checks"><legend>{w.group}</legend>
        {Object.entries(w.groupNames).map(([group, word]) => <label key={group} class="check"><input type="checkbox" checked={groups.includes(group)} onChange={() => setGroups(groups.includes(group) ? groups.filter((one) => one !== group) : [...groups, group])} /> {word}</label>)}
      </fieldset>
      <TextField label={w.asOf} type="date" max={today()} value={asOf} onInput={setAsOf} required />
      <TextField label={w.source} hint={w.sourceHint} value={source} onInput={setSource} required />
    </Ask>
  )
}
