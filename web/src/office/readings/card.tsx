import { useEffect, useRef, useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import type { Problem } from '../../http'
import { useOffice } from '../context'
import { newKey } from '../http'
import { useKeys } from '../keys'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Sound, type SoundFile } from '../parts/sound'
import { confirmReading } from '../register/api'
import { href } from '../route'
import { spelling, type Other, type Unconfirmed } from './api'
import { readingsWords } from './words'

interface Props {
  item: Unconfirmed
  etag: string
  confirmed?: string // how it was confirmed on this page
  may: boolean
  basis: string
  onBasis: (text: string) => void
  onDone: (reading: string, etag: string) => void
  sound?: SoundFile
  onSound: (etag: string) => void
  onUndo: () => void
  onMove: (by: 1 | -1) => void
  onStale: () => void
}

/** One name: its characters, how each may be read, and what is confirmed. */
export function Card({ item, etag, confirmed, may, basis, onBasis, onDone, sound, onSound, onUndo, onMove, onStale }: Props) {
  const { lang } = useOffice()
  const w = readingsWords(lang)
  const [typed, setTyped] = useState(confirmed ?? item.proposed)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const key = useRef(newKey())
  const form = useRef<HTMLFormElement>(null)
  const written = useWritten(item, typed)
  const others = item.characters.flatMap((one) => one.others ?? [])
  const choose = (reading: string) => { setTyped(reading); setProblem(null); key.current = newKey() }
  // Enter confirms: the button has the focus wherever one comes from.
  const focus = () => form.current?.querySelector<HTMLElement>('button[type=submit], [data-undo]')?.focus({ preventScroll: true })
  useEffect(focus, [])
  const confirm = () => {
    if (busy || confirmed || !may) return
    setBusy(true)
    confirmReading(item.id, { name_id: item.name_id, reading: typed.trim(), reason: basis.trim() }, etag, key.current).then(
      (done) => onDone(written.value?.reading ?? typed.trim(), done.etag ?? ''),
      (err: unknown) => { setBusy(false); setProblem(asProblem(err)) })
  }
  useKeys({
    e: () => form.current?.querySelector<HTMLInputElement>('input')?.select(),
    ...(confirmed ? {} : Object.fromEntries([item.proposed, ...others.map((other) => other.reading)].slice(0, 9).map((reading, i) => [String(i + 1), () => { choose(reading); focus() }]))),
  })
  const wrong = problem?.message ?? written.problem?.message
  return (
    <section class="reading-card" aria-labelledby="reading-name">
      <h2 id="reading-name" class="hidden">{item.name}</h2>
      <Characters item={item} typed={typed} choose={confirmed ? undefined : choose} />
      <p class="small">{item.class_name} · {item.division_name} · {w.source[item.source]} · <Link to={href('register', [item.id])}>{w.place}</Link></p>
      <form ref={form} onSubmit={(event) => { event.preventDefault(); confirm() }}>
        {!confirmed && may && <>
          <div class="row-of">
            <Button small aria-pressed={typed === item.proposed} onClick={() => choose(item.proposed)}><kbd>1</kbd>{w.proposed} <span lang="zh-Latn">{item.proposed}</span></Button>
            {item.pinyin && item.pinyin !== item.proposed && <Button small aria-pressed={typed === item.pinyin} onClick={() => choose(item.pinyin!)}>{w.given} <span lang="zh-Latn">{item.pinyin}</span></Button>}
          </div>
          <TextField label={w.reading} hint={w.readingHint} error={wrong} value={typed} onInput={choose} required autocapitalize="off" spellcheck={false} autocomplete="off" />
          {problem?.status === 412 && <p><Button small onClick={onStale}>{w.reload}</Button></p>}
        </>}
        <p class="reading-written" role="status">
          <span lang="zh-Latn">{written.value?.reading ?? (confirmed || '…')}</span> <span class="small">{w.signs}</span> <b lang="zh-Latn">{written.value?.capitals ?? '…'}</b> {confirmed && <Badge kind="good">{w.done}</Badge>}
        </p>
        {!confirmed && may && <TextField label={w.basis} hint={w.basisHint} value={basis} onInput={(text) => { onBasis(text); key.current = newKey() }} required />}
        <div class="form-foot row-of">
          {may && !confirmed && <Button submit kind="primary" busy={busy}>{w.confirm}</Button>}
          {may && confirmed && <Button data-undo onClick={onUndo}>{w.undo}</Button>}
          <Button onClick={() => onMove(-1)}>{w.previous}</Button>
          <Button onClick={() => onMove(1)}>{w.next}</Button>
        </div>
      </form>
      <Sound place={item.id} name={item.name} nameID={item.name_id} etag={etag} sound={sound} may={may} onDone={onSound} />
      <p class="small screen">{w.keys}</p>
    </section>
  )
}

/** The characters with their syllables; heteronyms with what else they may be. */
function Characters({ item, typed, choose }: { item: Unconfirmed; typed: string; choose?: (reading: string) => void }) {
  const { lang } = useOffice()
  const w = readingsWords(lang)
  let n = 1
  const button = (other: Other) => {
    n++
    return <Button key={other.reading + n} small disabled={!choose} aria-pressed={typed === other.reading} onClick={() => choose?.(other.reading)}>
      {n < 10 && <kbd>{n}</kbd>}<span lang="zh-Latn">{other.syllable}</span><span class="hidden"> {w.whole(other.reading)}</span></Button>
  }
  return (
    <ul class="reading-characters">
      {item.characters.map((one, i) => (
        <li key={i} class={one.others ? 'heteronym' : undefined}>
          <span class="syllable" lang="zh-Latn">{one.syllable ?? ''}</span>
          <span class="glyph" lang="zh-Hans">{one.text}</span>
          {one.others && <span class="others" role="group" aria-label={w.others}>{one.others.map(button)}</span>}
        </li>
      ))}
    </ul>
  )
}

/** How what was typed is written, asked of the server when it rests. */
function useWritten(item: Unconfirmed, typed: string) {
  const known = [{ reading: item.proposed, capitals: item.capitals }, ...item.characters.flatMap((one) => one.others ?? [])].find((one) => one.reading === typed)
  const [rested, setRested] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), 250)
    return () => clearTimeout(timer)
  }, [typed])
  const asks = !known && rested === typed && rested.trim() !== ''
  const asked = useLoad(asks ? (signal) => spelling(item.name, rested, signal) : null, [asks, rested])
  return known ? { value: { reading: known.reading, capitals: known.capitals }, problem: null } : rested === typed ? asked : { value: null, problem: null }
}
