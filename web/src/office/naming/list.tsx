import { useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField, TextField } from '../parts/field'
import { Badge, Empty, Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { AddWords } from './add'
import { addWords, endWord, words, type Added, type ClassOf, type ListKind, type Size, type Word } from './api'
import { classChoices } from './classes'
import { namingWords, type NamingWords } from './words'

interface Props { param: URLSearchParams; kinds: readonly ListKind[]; classes: readonly ClassOf[]; onChanged: () => void }

/** One of the lists, with what the office may do to its entries. */
export function WordList({ param, kinds, classes, onChanged }: Props) {
  const { lang, t } = useOffice()
  const w = namingWords(lang)
  const { session, say } = useSession()
  const list = kinds.find((one) => one.list === param.get('list')) ?? kinds[0]
  const [turn, setTurn] = useState(0)
  const [adding, setAdding] = useState(false)
  const [acting, setActing] = useState<Word | null>(null)
  const [told, setTold] = useState<Added | null>(null)
  const [q, of, own] = [param.get('q') ?? '', param.get('of') ?? '', param.get('own') === '1']
  const held = usePaged<Word>((cursor, signal) => words({ list: list?.list ?? '', q, class: list?.by_class ? of : '', own: own ? 'true' : '', cursor }, signal), [list?.list, q, of, own, lang, turn])
  if (!list) return null
  const set = (changes: Record<string, string | boolean | null>) => go(href('naming', [], withParams(param, changes)), 'replace')
  const may = session.can.includes('naming.edit')
  const choices = classChoices(classes, w, lang)
  const kindWord = (kind: string) => (list.by_class ? choices.find(({ value }) => value === kind)?.word ?? w.byClass(kind) : w.kinds[kind] ?? kind)
  const changed = () => { setTurn(turn + 1); onChanged() }
  return (
    <section class="section">
      <div class="page-head"><h2>{w.listsTitle}</h2>{may && <Button kind="primary" onClick={() => setAdding(true)}>{w.add}</Button>}</div>
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <SelectField label={w.list} value={list.list} onPick={(next) => { setTold(null); set({ list: next, q: null, of: null }) }} choices={kinds.map((one) => ({ value: one.list, word: (w.lists[one.list] ?? one.list) + w.ownN(one.own) }))} />
        <TextField label={w.search} type="search" value={q} onInput={(text) => set({ q: text })} />
        {list.by_class && <SelectField label={w.class} value={of} choices={choices} onPick={(next) => set({ of: next })} />}
        {list.shipped && <label class="check"><input type="checkbox" checked={own} onChange={() => set({ own: !own })} /> {w.own}</label>}
      </form>
      <p class="hint">{w.listHints[list.list]} {held.total !== null && w.total(held.total)}</p>
      {told && told.refused.length > 0 && <Notice kind="warn" live title={`${w.addedN(told.added)}，${w.refusedN(told.refused.length)}`}>
        <ul>{told.refused.map((one) => <li key={one.row}>{w.refusedRow(one.row, one.text, one.why)}</li>)}</ul>
      </Notice>}
      {held.items.length > 0 && <div class="with-columns"><Table name={'words-' + list.list} label={w.lists[list.list] ?? list.list} rows={held.items} id={(row) => row.id ?? row.text + ' ' + (row.kind ?? '')} columns={[
        { key: 'text', head: w.text, always: true, cell: (row: Word) => <b>{row.text}</b> },
        { key: 'kind', head: list.by_class ? w.class : w.kind, cell: (row: Word) => kindWord(row.kind ?? '') },
        ...(list.sized ? [{ key: 'size', head: w.size, wrap: true, cell: (row: Word) => sizeWords(row.size, w) }] : []),
        ...(list.local ? [{ key: 'where', head: w.where, cell: (row: Word) => row.division?.name ?? w.everywhere }] : []),
        { key: 'note', head: w.note, wrap: true, cell: (row: Word) => row.note },
        { key: 'source', head: w.source, always: true, wrap: true, cell: (row: Word) => row.source },
        { key: 'state', head: w.state, cell: (row: Word) => <><Badge kind={row.dropped ? 'warn' : row.shipped ? 'plain' : 'good'}>{row.dropped ? w.dropped : row.shipped ? w.shipped : w.added}</Badge> {row.stands && <Badge kind="warn">{w.stands}</Badge>}</> },
        ...(may ? [{ key: 'act', head: '', always: true, cell: (row: Word) => <Button small aria-label={`${verbOf(row, w)} ${row.text} ${kindWord(row.kind ?? '')}`} onClick={() => setActing(row)}>{verbOf(row, w)}</Button> }] : []),
      ]} /></div>}
      {held.busy && <Skeleton rows={6} />}
      {held.problem && <Trouble problem={held.problem} retry={held.more} />}
      {!held.busy && !held.problem && !held.items.length && (q || of || own
        ? <Empty title={w.noMatch}><p>{w.noMatchHint}</p></Empty>
        : <Empty title={w.none}><p>{w.noneHint}</p></Empty>)}
      {!held.busy && held.next && <p class="more"><Button onClick={held.more}>{t.more}</Button></p>}
      {adding && <AddWords list={list} choices={choices} onClose={() => setAdding(false)} onDone={(result) => { setAdding(false); setTold(result); say(w.addedN(result.added)); changed() }} />}
      {acting && <Act word={acting} list={list.list} w={w} onClose={() => setActing(null)} onDone={(said) => { setActing(null); say(said); changed() }} />}
    </section>
  )
}

const verbOf = (word: Word, w: NamingWords) => (word.shipped ? w.drop : word.dropped ? w.restore : w.end)

/** Takes a shipped word out, puts it back, or ends an entry of the office. */
function Act({ word, list, w, onClose, onDone }: { word: Word; list: string; w: NamingWords; onClose: () => void; onDone: (said: string) => void }) {
  const { text } = word
  if (word.shipped) {
    return <Ask title={w.dropTitle(text)} hint={w.dropHint} verb={w.drop} danger onClose={onClose} onDone={() => onDone(w.droppedDone(text))}
      run={(reason, key) => addWords({ list, source: reason, reason, words: [{ text, kind: word.kind, dropped: true }] }, key)} />
  }
  const [title, hint, done] = word.dropped ? [w.restoreTitle(text), undefined, w.restored(text)] : [w.endTitle(text), w.endHint, w.ended(text)]
  return <Ask title={title} hint={hint} verb={verbOf(word, w)} danger={!word.dropped} onClose={onClose} onDone={() => onDone(done)} run={(reason, key) => endWord(word.id ?? '', reason, key)} />
}

const sizeWords = (size: Size | undefined, w: NamingWords) => Object.entries(size ?? {}).map(([key, n]) => `${w.sizes[key as keyof Size]} ${n}`).join('；')
