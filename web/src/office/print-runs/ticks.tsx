import { useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { textOf } from '../plates/api'
import { receive, unscanned, type Item, type Whole } from './api'
import type { Words } from './words'

/** Plates without a code that are still to come: ticked in their list, each compared with what is engraved. */
export function Ticks({ run, w, onChange }: { run: Whole; w: Words; onChange: () => void }) {
  const { lang, t } = useOffice()
  const found = usePaged<Item>((after, signal) => unscanned(run.id, after, signal), [run.id, lang])
  const [ticked, setTicked] = useState<Set<string>>(new Set())
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ bad: boolean; text: string } | null>(null)
  const tick = (id: string, on: boolean) => setTicked((was) => { const now = new Set(was); if (on) now.add(id); else now.delete(id); return now })
  const decide = async (good: boolean) => {
    setBusy(true)
    setSaid(null)
    let done = 0
    try {
      for (const item of found.items.filter((one) => ticked.has(one.id))) {
        await receive(run.id, item.token, good, note.trim())
        tick(item.id, false)
        done++
      }
      setSaid({ bad: false, text: `${w.countOf(done)} ${good ? w.took : w.sentBack}` })
      setNote('')
    } catch (err) { setSaid({ bad: true, text: asProblem(err).message }) }
    setBusy(false)
    if (done) onChange()
  }
  return (
    <section class="section screen"><h2>{w.ticks}</h2><p>{w.ticksHint}</p>
      {found.busy && <Skeleton rows={2} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.items.length && <p>{w.ticksDone}</p>}
      <ul style={{ listStyle: 'none', padding: 0, lineHeight: 2.2 }}>{found.items.map((item) => (
        <li key={item.id}><label><input type="checkbox" checked={ticked.has(item.id)} disabled={busy} onChange={(event) => tick(item.id, event.currentTarget.checked)} /> {item.n}. <b>{textOf(item)}</b> {item.pinyin} <code>{item.token}</code></label></li>))}</ul>
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {ticked.size > 0 && <div><TextField label={w.badWhy} value={note} onInput={setNote} />
        <p class="row-of"><Button kind="primary" busy={busy} onClick={() => void decide(true)}>{w.goodAll(ticked.size)}</Button><Button kind="danger" busy={busy} onClick={() => void decide(false)}>{w.badAll(ticked.size)}</Button></p></div>}
      {said && <Notice kind={said.bad ? 'bad' : 'good'}><p>{said.text}</p></Notice>}
    </section>
  )
}
