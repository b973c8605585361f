import { useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { SelectField, TextField } from '../../parts/field'
import { Link } from '../../parts/link'
import { go } from '../../route'
import { act, contract, people, removeKeeper, setOfficer, type Contract, type Person } from './api'
import { Standing } from './overview'
import { PatrolList } from './patrollist'
import { Back, Files, keeperOf, path, Running, stretchOf } from './shared'
import { upkeepWords } from './words'

type Asking = { what: 'end' | 'officer' | 'keeper' } | { what: 'remove'; who: Person } | null

/** One contract: keeper, markers, how its patrols stand, and each of them. */
export function ContractView({ id }: { id: string }) {
  const { lang, t } = useOffice()
  const { session, say } = useSession()
  const w = upkeepWords(lang)
  const { value, problem, retry } = useLoad((signal) => contract(id, signal), [id, lang])
  const [asking, setAsking] = useState<Asking>(null)
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const works = session.can.includes('upkeep.work'), running = !value.ended_on
  const done = () => { setAsking(null); say(w.saved); retry() }
  return (
    <article>
      <Back />
      <div class="page-head"><h1>{keeperOf(value) || value.number}</h1><Running of={value} />
        {session.can.includes('upkeep.patrol') && running && <Button kind="primary" class="screen" onClick={() => go(path('contracts', id, 'patrol'))}>{w.patrol}</Button>}
        <Button class="screen" onClick={() => print()}>{t.print}</Button>
      </div>
      <Facts of={value} />
      <section class="section"><h2>{w.accounts}</h2>
        {value.accounts.length ? <ul>{value.accounts.map((who) => <li key={who.id}>{who.name} {works && <Button small class="screen" onClick={() => setAsking({ what: 'remove', who })}>{w.removeKeeper}</Button>}</li>)}</ul> : <p class="hint">{w.noAccounts}</p>}
        {works && running && <p class="screen upkeep-actions"><Button onClick={() => setAsking({ what: 'keeper' })}>{w.addKeeper}</Button><Button onClick={() => setAsking({ what: 'officer' })}>{w.changeOfficer}</Button><Button kind="danger" onClick={() => setAsking({ what: 'end' })}>{w.end}</Button>
          <Link class="button" to={path('matters', 'new') + `?kind=visit&line=${value.line}&contract=${id}`}>{w.addMatter(w.matterKinds.visit ?? '')}</Link></p>}
      </section>
      <section class="section"><h2>{w.documents}</h2><Files of={{ contract: id }} files={value.files} mayAdd={works} mayRemove={works} onChanged={retry} /></section>
      <section class="section"><h2>{w.patrols}</h2><PatrolList filter={{ contract: id }} works={works} mayAdd={session.can.includes('upkeep.patrol')} onChanged={retry} /></section>
      {asking?.what === 'end' && <End of={value} onClose={() => setAsking(null)} onDone={done} />}
      {(asking?.what === 'officer' || asking?.what === 'keeper') && <Choose of={value} what={asking.what} onClose={() => setAsking(null)} onDone={done} />}
      {asking?.what === 'remove' && <Ask title={w.removeKeeper} verb={w.removeKeeper} danger onClose={() => setAsking(null)} run={(reason, key) => removeKeeper(id, asking.who.id, reason, key)} onDone={done} />}
    </article>
  )
}

function Facts({ of }: { of: Contract }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  return (
    <dl class="facts">
      <dt>{w.line}</dt><dd><Link to={path() + `?line=${of.line}`}>{of.line_name}</Link></dd>
      <dt>{w.stretch}</dt><dd>{stretchOf(of, w.whole)}</dd>
      <dt>{w.markers}</dt><dd>{of.markers.map(({ number }) => number).join('、')}</dd>
      {of.keeper.name && <><dt>{of.village ? w.contactPerson : w.keeper}</dt><dd>{of.keeper.name} {of.keeper.contact}</dd></>}
      <dt>{w.term}</dt><dd>{dateWords(of.from_on, lang)} — {dateWords(of.to_on, lang)}{of.ended_on && <><br />{w.endedOn(dateWords(of.ended_on, lang), of.end_reason)}</>}</dd>
      <dt>{w.interval}</dt><dd>{w.every(of.every_months)} <span class="small">{of.basis}</span></dd>
      <dt>{w.standing}</dt><dd><Standing of={of} /> <span class="small">{w.done(of.done)}</span></dd>
      {of.number && <><dt>{w.number}</dt><dd>{of.number}</dd></>}
      {of.fee && <><dt>{w.fee}</dt><dd>{of.fee}</dd></>}
      <dt>{w.officer}</dt><dd>{of.officer_name}</dd>
      {of.note && <><dt>{w.note}</dt><dd>{of.note}</dd></>}
    </dl>
  )
}

interface Given { of: Contract; onClose: () => void; onDone: () => void }

function End({ of, onClose, onDone }: Given) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const [day, setDay] = useState('')
  return (
    <Ask title={w.end} verb={w.end} danger hint={w.endHint} onClose={onClose} onDone={onDone} run={(reason, key) => act('contracts', of.id, 'end', { reason, ...(day && { day }) }, key)}>
      <TextField label={w.lastDay} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}

/** Another officer, or one more account that patrols: chosen among those who serve on the side. */
function Choose({ of, what, onClose, onDone }: Given & { what: 'officer' | 'keeper' }) {
  const { lang, t } = useOffice()
  const w = upkeepWords(lang)
  const known = useLoad((signal) => people({ line: of.line, side: of.side }, signal), [of.id])
  const [who, setWho] = useState('')
  const fits = known.value?.items.filter(({ roles, id }) => (what === 'keeper' ? roles.includes('patroller') && !of.accounts.some((had) => had.id === id) : roles.some((role) => role !== 'patroller'))) ?? []
  const title = what === 'keeper' ? w.addKeeper : w.changeOfficer
  return (
    <Ask title={title} verb={title} reason={false} ready={!!who} onClose={onClose} onDone={onDone}
      run={(_, key) => (what === 'keeper' ? act('contracts', of.id, 'keepers', { account: who }, key) : setOfficer(of.id, who, key))}>
      {known.problem && <Trouble problem={known.problem} retry={known.retry} />}
      {known.value && !fits.length ? <p class="hint">{w.noPatrollers}</p> : <SelectField label={what === 'keeper' ? w.accounts : w.officer} value={who} onPick={setWho} choices={[{ value: '', word: t.choose }, ...fits.map(({ id, name }) => ({ value: id, word: name }))]} />}
    </Ask>
  )
}
