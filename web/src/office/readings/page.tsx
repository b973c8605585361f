import { useEffect, useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { useKeys } from '../keys'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import type { SoundFile } from '../parts/sound'
import { classes, place } from '../register/api'
import { go, href, withParams } from '../route'
import { filters, reopen, unconfirmed, type Unconfirmed } from './api'
import { Card } from './card'
import { Filters } from './filters'
import { neighbour, nextOpen, toUndo } from './order'
import { readingsWords } from './words'
import './readings.css'

/** What was confirmed on this page: the reading, and the tag by which it can be taken back. */
interface Done { reading: string; etag: string }

/** Names whose reading nobody has confirmed, one after the other. */
export default function Readings({ param }: PageProps) {
  const { lang, t } = useOffice()
  const w = readingsWords(lang)
  const { say, session } = useSession()
  const [turn, setTurn] = useState(0)
  const [counts, setCounts] = useState<{ left: number; confirmed: number } | null>(null)
  const [done, setDone] = useState<Record<string, Done>>({})
  const [tags, setTags] = useState<Record<string, string>>({}) // of places that were changed here
  const [sounds, setSounds] = useState<Record<string, SoundFile | undefined>>({}) // that came or went here
  const [basis, setBasis] = useState(w.basisFirst)
  const asked = filters.map((name) => param.get(name) ?? '').join('\n')
  const kinds = useLoad((signal) => classes(signal), [lang])
  const found = usePaged<Unconfirmed>((cursor, signal) => unconfirmed(param, cursor, signal).then((page) => {
    if (page.left !== undefined) { setCounts({ left: page.left, confirmed: page.confirmed ?? 0 }); setDone({}); setTags({}) }
    return page
  }), [asked, lang, turn])
  const may = session.can.includes('place.edit')
  const ids = found.items.map((item) => item.id)
  const closed = new Set(Object.keys(done))
  const chosen = param.get('id')
  const id = chosen && ids.includes(chosen) ? chosen : nextOpen(ids, null, closed)
  const item = found.items.find((one) => one.id === id)
  const set = (changes: Record<string, string | null>) => go(href('readings', [], withParams(param, changes)), 'replace')
  const select = (next: string | null) => { if (next) set({ id: next }) }
  const tagOf = (one: Unconfirmed) => done[one.id]?.etag ?? tags[one.id] ?? one.etag
  useEffect(() => { // the next page before this one ends
    if (id && found.next && !found.busy && !found.problem && ids.indexOf(id) >= ids.length - 3) found.more()
  }, [id, found.next, found.busy])
  useEffect(() => { document.querySelector('.reading-list [aria-current=true]')?.scrollIntoView({ block: 'nearest' }) }, [id])
  const take = (one: Unconfirmed, was: Done) => reopen(one.id, { name_id: one.name_id, reason: w.undoReason }, was.etag).then(
    (written) => {
      setDone(({ [one.id]: _, ...rest }) => rest)
      setTags((known) => ({ ...known, [one.id]: written.etag ?? '' }))
      select(one.id)
      say(w.reopened(one.name))
    }, (err: unknown) => say(asProblem(err).message))
  // A recording makes the place another version: its tag is taken along, and how it is played is asked.
  const recorded = async (one: Unconfirmed, etag: string) => {
    const { place: now } = await place(one.id, null, null).catch(() => ({ place: { sound: undefined } }))
    setSounds((known) => ({ ...known, [one.id]: now.sound }))
    if (done[one.id]) setDone((known) => ({ ...known, [one.id]: { ...known[one.id]!, etag } }))
    else setTags((known) => ({ ...known, [one.id]: etag }))
  }
  const onDone = (one: Unconfirmed, reading: string, etag: string) => {
    const was = { reading, etag }
    setDone((known) => ({ ...known, [one.id]: was }))
    select(nextOpen(ids, one.id, new Set([...closed, one.id])))
    say(w.confirmed(one.name, reading), { word: w.undo, run: () => void take(one, was) })
  }
  useKeys({
    j: () => select(neighbour(ids, id, 1)), k: () => select(neighbour(ids, id, -1)),
    u: () => { // the chosen one, else the one confirmed last
      const last = toUndo(id, Object.keys(done))
      const one = found.items.find((each) => each.id === last)
      if (one) void take(one, done[one.id]!)
    },
    '/': () => document.querySelector<HTMLElement>('[data-find]')?.focus(),
  })
  const finished = closed.size, all = counts ? counts.left + counts.confirmed : 0
  const nothing = !found.busy && !found.problem && !ids.length
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>
        {counts && <p class="small reading-progress" role="status">
          <progress max={Math.max(1, all)} value={counts.confirmed + finished} aria-label={w.progress(counts.confirmed + finished, all)} />{' '}
          {w.progress(counts.confirmed + finished, all)} · {w.left(counts.left - finished)}</p>}
      </div>
      <p class="small">{w.hint} {!may && w.mayNot}</p>
      <Filters param={param} set={(changes) => set({ ...changes, id: null })} classes={kinds.value?.items ?? []} />
      {nothing && (found.next ? <Empty title={w.moreHeteronyms}><p><Button onClick={found.more}>{t.more}</Button></p></Empty> : <Empty title={w.nothing}><p>{w.nothingHint}</p></Empty>)}
      <div class="readings">
        <div class="reading-side">
          {ids.length > 0 && <nav aria-label={w.list}><ol class="reading-list">
            {found.items.map((one) => (
              <li key={one.id}><Link to={href('readings', [], withParams(param, { id: one.id }))} aria-current={one.id === id ? 'true' : undefined}>
                <b>{one.name}</b> <span lang="zh-Latn">{done[one.id]?.reading ?? one.proposed}</span> {done[one.id] && <Badge kind="good">{w.done}</Badge>}
              </Link></li>
            ))}
          </ol></nav>}
          {found.busy && <Skeleton rows={6} />}
          {found.problem && <Trouble problem={found.problem} retry={found.more} />}
          {!found.busy && !found.problem && found.next && ids.length > 0 && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
        </div>
        {item && <Card key={item.id + (item.id in done)} item={item} etag={tagOf(item)} confirmed={done[item.id]?.reading} may={may} basis={basis} onBasis={setBasis}
          onDone={(reading, etag) => onDone(item, reading, etag)}
          sound={item.id in sounds ? sounds[item.id] : item.sound} onSound={(etag) => void recorded(item, etag)}
          onUndo={() => done[item.id] && void take(item, done[item.id]!)} onMove={(by) => select(neighbour(ids, id, by))} onStale={() => setTurn(turn + 1)} />}
      </div>
    </>
  )
}
