import { useEffect, useRef, useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { href } from '../route'
import { countPeople, endContact, kept, tryContact, writeHint, type Contact, type Goal, type Kept, type Policy } from './api'
import { ContactForm, PolicyForm } from './forms'
import { safetyWords, type Words } from './words'

interface Part { it: Kept; w: Words; done: () => void }

/** The card of one village: what is kept for it, beside the page as villagers see it. */
export function VillageView({ id }: { id: string }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = safetyWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => kept(id, signal), [id, lang], turn)
  if (!value) return problem ? <Trouble problem={problem} retry={retry} /> : <Skeleton rows={10} />
  const part = { it: value, w, done: () => { say(w.saved); setTurn(turn + 1) } }
  return (
    <article>
      {problem && <Trouble problem={problem} retry={retry} />}
      <p class="screen"><Link to={href('safety')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{value.card?.village.name ?? value.above[0]?.name}</h1></div>
      {value.gaps.length > 0 ? <ul>{value.gaps.map((g) => <li key={g}><Badge kind={w.urgent.includes(g) ? 'bad' : 'warn'}>{w.gap[g]}</Badge> {w.step[g]}</li>)}</ul> : value.card && <p><Badge kind="good">{w.complete}</Badge></p>}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '24px', alignItems: 'flex-start' }}>
        <div style={{ flex: '1 1 24rem', minWidth: 0 }}>
          <Contacts {...part} />
          {value.card && <Hints {...part} village={id} goals={value.card.shelters} />}
          {value.card && <PeopleForm {...part} village={id} />}
          <Policies {...part} />
        </div>
        {value.page && <Preview src={value.page} turn={turn} w={w} />}
      </div>
    </article>
  )
}

/** Milliseconds between looks at the page after something was saved, and how many: it follows within ten seconds. */
const lookEvery = 1000
const looks = 15

/** The page as villagers see it, shown anew once it says what was saved. */
function Preview({ src, turn, w }: { src: string; turn: number; w: Words }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const seen = useRef<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const look = async (left: number) => {
      const tag = await fetch(src, { cache: 'no-store', signal: abort.signal }).then(({ headers }) => headers.get('ETag'), () => null)
      if (abort.signal.aborted) return
      const news = tag !== null && seen.current !== null && tag !== seen.current
      seen.current = tag ?? seen.current
      if (news) frame.current?.contentWindow?.location.reload() // a browser keeps a frame's pages apart from what is fetched
      // Something else may have changed the page first: the looking goes on.
      if (left > 0) setTimeout(() => void look(left - 1), lookEvery)
    }
    void look(turn ? looks : 0)
    return () => abort.abort()
  }, [src, turn])
  return (
    <section class="screen" aria-label={w.preview}><h2>{w.preview} <a href={src} target="_blank" rel="noreferrer">{w.openPage}</a></h2>
      <iframe ref={frame} title={w.preview} src={src} width={360} height={740} style={{ border: '1px solid #767676', borderRadius: '8px' }} /></section>
  )
}

function Contacts({ it, w, done }: Part) {
  const { lang } = useOffice()
  const { say } = useSession()
  const [editing, setEditing] = useState<Contact | 'new' | null>(null)
  const [ending, setEnding] = useState<Contact | null>(null)
  const tried = (c: Contact, result: string) => void tryContact(c, result).then(done, (err: unknown) => say(asProblem(err).message))
  return (
    <section class="section"><h2>{w.contacts}</h2>
      <ul>{it.contacts.map((c) => (
        <li key={c.id} style={{ marginBlockEnd: '12px' }}><strong>{c.title}</strong> {c.name} <b>{c.phone}</b> <span class="small">{c.of}{c.night && ' · ' + w.answersNight}{c.erased && ' · ' + w.erased}</span>
          {c.tried_at && <span class="small"> · {w.lastTry} {dateWords(c.tried_at, lang)} {w.results[c.result]}</span>}
          {c.editable && <p class="row-of screen">{w.try} {Object.entries(w.results).map(([result, word]) => <Button key={result} small onClick={() => tried(c, result)}>{word}</Button>)}
            <Button small kind="quiet" onClick={() => setEditing(c)}>{w.change}</Button><Button small kind="danger" onClick={() => setEnding(c)}>{w.end}</Button></p>}
        </li>))}</ul>
      {it.above.length > 0 && <p class="screen"><Button onClick={() => setEditing('new')}>{w.addContact}</Button></p>}
      {editing && <ContactForm of={editing === 'new' ? null : editing} divisions={it.above} w={w} onClose={() => setEditing(null)} onDone={() => { setEditing(null); done() }} />}
      {ending && <Ask title={`${w.end}：${ending.title}`} hint={w.reasonNote} verb={w.end} danger onClose={() => setEnding(null)} run={(reason, key) => endContact(ending, reason, key)} onDone={() => { setEnding(null); done() }} />}
    </section>
  )
}

function Hints({ w, done, village, goals }: Part & { village: string; goals: readonly Goal[] }) {
  return <section class="section"><h2>{w.hints}</h2><p class="hint">{w.hintRule}</p>{goals.map((g) => <HintForm key={g.id} goal={g} village={village} w={w} done={done} />)}</section>
}

function HintForm({ goal, village, w, done }: { goal: Goal; village: string; w: Words; done: () => void }) {
  const [text, setText] = useState(goal.hint?.text ?? '')
  const [wrong, setWrong] = useState('')
  const save = (event: Event) => {
    event.preventDefault()
    setWrong('')
    writeHint(village, goal.id, text.trim()).then(done, (err: unknown) => setWrong(asProblem(err).message))
  }
  return (
    <form onSubmit={save} style={{ display: 'grid', gap: '6px', justifyItems: 'start', marginBlockEnd: '18px' }}>
      <AreaField wide rows={2} label={w.hintOf(goal.name)} hint={[w.states[goal.state], goal.distance_m === null ? '' : w.metres(goal.distance_m), goal.direction_words].filter(Boolean).join(' · ')} error={wrong} value={text} onInput={setText} />
      <Button small submit>{w.save}</Button>
    </form>
  )
}

function PeopleForm({ it, w, done, village }: Part & { village: string }) {
  const [people, setPeople] = useState(String(it.people?.people ?? ''))
  const [helped, setHelped] = useState(String(it.people?.vulnerable ?? ''))
  const [source, setSource] = useState(it.people?.source ?? '')
  const [wrong, setWrong] = useState('')
  const save = (event: Event) => {
    event.preventDefault()
    setWrong('')
    countPeople(village, Number(people), helped === '' ? null : Number(helped), source).then(done, (err: unknown) => setWrong(asProblem(err).message))
  }
  return (
    <section class="section"><h2>{w.people}</h2>
      <form onSubmit={save} style={{ display: 'grid', gap: '10px', justifyItems: 'start' }}>
        <TextField label={w.people} hint={w.peopleHint} error={wrong} type="number" min="0" required value={people} onInput={setPeople} />
        <TextField label={w.vulnerable} type="number" min="0" value={helped} onInput={setHelped} />
        <TextField label={w.source} required value={source} onInput={setSource} />
        <Button small submit>{w.save}</Button>
      </form>
    </section>
  )
}

function Policies({ it, w, done }: Part) {
  const [editing, setEditing] = useState<Policy | 'new' | null>(null)
  return (
    <section class="section"><h2>{w.policies}</h2>
      <ul>{it.policies.map((p) => <li key={p.id}><strong>{p.title}</strong> {p.plain} <span class="small">{p.of}</span> <a href={'/policy/' + p.id} target="_blank" rel="noreferrer">{w.text}</a> {p.editable && <Button small kind="quiet" onClick={() => setEditing(p)}>{w.change}</Button>}</li>)}</ul>
      {it.above.length > 0 && <p class="screen"><Button onClick={() => setEditing('new')}>{w.addPolicy}</Button></p>}
      {editing && <PolicyForm of={editing === 'new' ? null : editing} divisions={it.above} w={w} onClose={() => setEditing(null)} onDone={() => { setEditing(null); done() }} />}
    </section>
  )
}
