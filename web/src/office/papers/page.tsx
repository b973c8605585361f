import { useState } from 'preact/hooks'
import { chinaDay } from '../../china'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { atOnce, list, make, post, printed, type Paper, type Papers, type Standing } from './api'
import { paperWords, type Words } from './words'

/** /office/papers lists the papers of villages: which to make, print and put up. */
export default function PaperList({ param }: PageProps) {
  const { lang } = useOffice()
  const w = paperWords(lang)
  const filters = { division: param.get('division') ?? '', standing: param.get('standing') ?? '' }
  const { value, problem, retry } = useLoad((signal) => list(filters, signal), [JSON.stringify(filters), lang])
  const set = (changes: Record<string, string>) => go(href('papers', [], withParams(param, changes)), 'replace')
  const standings = [{ value: '', word: w.allStandings }, ...Object.entries(w.standings).map(([value, word]) => ({ value, word }))]
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint}</p>
      {value && <Counts papers={value} chosen={filters.standing} w={w} onPick={(standing) => set({ standing })} />}
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <DivisionField label={w.division} whole={w.whole} value={filters.division} onPick={(division) => set({ division: division?.code ?? '' })} />
        <SelectField label={w.standing} value={filters.standing} onPick={(standing) => set({ standing })} choices={standings} />
      </form>
      {problem ? <Trouble problem={problem} retry={retry} /> : !value ? <Skeleton rows={8} /> : <Villages key={JSON.stringify(filters)} papers={value} filtered={!!(filters.division || filters.standing)} w={w} onChange={retry} />}
    </>
  )
}

function Counts({ papers, chosen, w, onPick }: { papers: Papers; chosen: string; w: Words; onPick: (standing: string) => void }) {
  const held = (Object.keys(w.standings) as Standing[]).filter((standing) => papers.counts[standing])
  return <p class="row-of">{held.map((standing) => (
    <Button key={standing} small aria-pressed={chosen === standing} onClick={() => onPick(chosen === standing ? '' : standing)}>{w.standings[standing]} {papers.counts[standing]}</Button>))}</p>
}

function Villages({ papers, filtered, w, onChange }: { papers: Papers; filtered: boolean; w: Words; onChange: () => void }) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  if (!papers.items.length) {
    return filtered ? <Empty title={w.none}><p>{w.noneHint}</p></Empty> : <Empty title={w.nobody}><p>{w.nobodyHint}</p></Empty>
  }
  const picked = papers.items.filter(({ code }) => chosen.includes(code))
  const flip = (code: string) => setChosen(chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code])
  const every = () => setChosen(chosen.length ? [] : papers.items.slice(0, atOnce).map(({ code }) => code))
  return (
    <>
      <Batch picked={picked} w={w} onEvery={every} onChange={onChange} />
      <Table name="papers" label={w.list} rows={papers.items} id={(row) => row.code} columns={[
        { key: 'pick', head: '', always: true, cell: (row) => <input type="checkbox" class="screen" aria-label={w.pick(row.name)} checked={chosen.includes(row.code)} onChange={() => flip(row.code)} /> },
        { key: 'village', head: w.village, always: true, cell: (row) => <Link to={href('safety', [row.id])}>{row.name}</Link> },
        { key: 'township', head: w.township, cell: (row) => row.township },
        { key: 'standing', head: w.standing, always: true, cell: (row) => <Badge kind={kinds[row.standing]}>{w.standings[row.standing]}</Badge> },
        { key: 'step', head: w.step, always: true, cell: (row) => w.next[row.standing] },
        { key: 'contents', head: w.contents, wrap: true, cell: (row) => row.shelters ? w.contentsOf(row.shelters, row.hints, row.contacts) : <Link to={href('safety', [row.id])}>{w.noShelter}</Link> },
        { key: 'made', head: w.made, cell: (row) => row.number && <>{w.version(row.number)} {row.made}{!row.fresh && <> · {w.stale}</>}</> },
        { key: 'posted', head: w.posted, wrap: true, cell: (row) => row.posted && <>{w.version(row.posted)} {row.posted_on} {row.places}</> },
      ]} />
    </>
  )
}

const kinds: Record<Standing, 'good' | 'warn' | 'bad' | 'plain'> = { out_of_date: 'bad', never_made: 'warn', not_posted: 'warn', in_order: 'good' }

/** What is done with the villages that are chosen. */
function Batch({ picked, w, onEvery, onChange }: { picked: Paper[]; w: Words; onEvery: () => void; onChange: () => void }) {
  const { say } = useSession()
  const [busy, setBusy] = useState(false)
  const [posting, setPosting] = useState(false)
  const codes = picked.map(({ code }) => code)
  const ready = picked.length > 0 && picked.every(({ fresh }) => fresh)
  const run = async () => {
    setBusy(true)
    try {
      const { items } = await make(codes, newKey())
      say(w.madeDone(items.length))
      onChange()
    } catch (err) {
      say(asProblem(err).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="row-of screen" role="group" aria-label={w.chosen(picked.length)}>
      <Button small onClick={onEvery}>{picked.length ? w.clear : w.pickAll}</Button>
      <span role="status">{w.chosen(picked.length)}{picked.length > atOnce && ' · ' + w.tooMany}</span>
      <Button kind="primary" busy={busy} disabled={!picked.length || picked.length > atOnce} onClick={() => void run()}>{w.make}</Button>
      {ready && picked.length <= atOnce && <>
        <a class="button" href={printed(codes, 'a4')} target="_blank" rel="noopener">{w.a4}</a>
        <a class="button" href={printed(codes, 'a3')} target="_blank" rel="noopener">{w.a3}</a>
        <Button onClick={() => setPosting(true)}>{w.post}</Button>
      </>}
      {picked.length > 0 && !ready && <span class="hint">{w.needsMaking}</span>}
      {posting && <Post picked={picked} w={w} onClose={() => setPosting(false)} onDone={() => { setPosting(false); say(w.postedDone); onChange() }} />}
    </div>
  )
}

function Post({ picked, w, onClose, onDone }: { picked: Paper[]; w: Words; onClose: () => void; onDone: () => void }) {
  const today = chinaDay()
  const [on, setOn] = useState(today)
  const [places, setPlaces] = useState('')
  return (
    <Ask title={`${w.postTitle} · ${w.chosen(picked.length)}`} hint={w.postHint} verb={w.post} reason={false} ready={!!on} run={(_, key) => post(picked, on, places.trim(), key)} onDone={onDone} onClose={onClose}>
      <TextField label={w.on} type="date" value={on} max={today} onInput={setOn} required />
      <TextField label={w.places} hint={w.placesHint} value={places} onInput={setPlaces} />
    </Ask>
  )
}
