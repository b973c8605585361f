import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Button } from '../parts/button'
import { Badge, Notice } from '../parts/notice'
import { tell, textsOf, type Look, type LookVillage } from './api'
import { eventWords, means, momentWords, type Words } from './words'

interface Props { look: Look; w: Words; again: () => void }

/** The villages that nobody told yet, then those told; each with what it is told. */
export function Villages({ look, w, again }: Props) {
  const waiting = look.villages.filter(({ told_at }) => !told_at)
  const told = look.villages.filter(({ told_at }) => told_at)
  return (
    <>
      <h2>{w.notTold} ({waiting.length})</h2>
      {waiting.length ? <>
        <Rows {...{ look, w, again }} rows={waiting} />
        <Many {...{ look, w, again }} rows={waiting.filter(({ mine }) => mine)} />
      </> : <p class="hint">{w.allTold}</p>}
      {told.length > 0 && <><h2>{w.toldList} ({told.length})</h2><Rows {...{ look, w, again }} rows={told} /></>}
    </>
  )
}

function Rows({ look, w, again, rows }: Props & { rows: LookVillage[] }) {
  const { lang } = useOffice()
  const [open, setOpen] = useState<string | null>(null)
  return (
    <ul class="lines event-villages">{rows.map((village) => (
      <li key={village.id}>
        <strong>{village.name}</strong> {village.without && <Badge kind="bad">{w.without}</Badge>} {village.told_at && <span class="small">{momentWords(village.told_at, lang)} {[...new Set(village.means)].map((one) => w.means[one]).join('、')}</span>}
        {' '}<button type="button" class="link screen" aria-expanded={open === village.id} onClick={() => setOpen(open === village.id ? null : village.id)}>{open === village.id ? w.close : w.open}<span class="hidden"> {village.name}</span></button>
        {open === village.id && <Tell {...{ look, village, w, again }} />}
      </li>
    ))}</ul>
  )
}

/** Several villages told at once: picked one by one, or all of a township. */
function Many({ look, w, again, rows }: Props & { rows: LookVillage[] }) {
  const { say } = useSession()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  if (rows.length < 2 || (look.event.state !== 'going' && look.event.state !== 'coming')) return null
  const chosen = rows.filter(({ id }) => picked.has(id)) // who was told meanwhile is not among them
  const towns = [...new Set(rows.map(({ town }) => town))]
  const pick = (some: LookVillage[], on: boolean) => setPicked(new Set([...picked].filter((id) => !some.some((one) => one.id === id)).concat(on ? some.map(({ id }) => id) : [])))
  const mark = async (by: string) => {
    setBusy(true)
    try {
      await tell(look.event.id, chosen.map(({ id }) => id), by, true)
      setPicked(new Set())
      say(w.ticked)
      again()
    } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  return (
    <details class="event-many screen"><summary>{w.tickMany}</summary>
      {towns.map((town) => {
        const of = rows.filter((row) => row.town === town)
        return (
          <fieldset key={town}><legend><label class="check"><input type="checkbox" checked={of.every(({ id }) => picked.has(id))} onChange={(event) => pick(of, event.currentTarget.checked)} /> {w.tickTown(town, of.length)}</label></legend>
            <p class="chips">{of.map((row) => <label key={row.id} class="check"><input type="checkbox" aria-label={w.pickVillage(row.name)} checked={picked.has(row.id)} onChange={(event) => pick([row], event.currentTarget.checked)} /> {row.name}</label>)}</p>
          </fieldset>
        )
      })}
      <p class="row-of" role="group" aria-label={w.picked(chosen.length)}>{w.picked(chosen.length)} {means.map((by) => <Button key={by} small disabled={!chosen.length} busy={busy} onClick={() => void mark(by)}>{w.means[by]}</Button>)}</p>
    </details>
  )
}

/** What one village is told, each text with its button, and by what means it was told. */
function Tell({ look, village, w, again }: Props & { village: LookVillage }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const { value, problem, retry } = useLoad((signal) => textsOf(look.event.id, village.code, signal), [look.event.id, village.code, lang, look.event.etag])
  const [busy, setBusy] = useState(false)
  const [ticked, setTicked] = useState<string[]>([]) // shown at once; the next reading says the same
  const mark = async (by: string, reached: boolean) => {
    setBusy(true)
    if (reached) setTicked([...ticked, by])
    try {
      await tell(look.event.id, [village.id], by, reached)
      say(w.ticked)
      again()
    } catch (err) {
      setTicked(ticked)
      say(asProblem(err).message)
    }
    setBusy(false)
  }
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={3} />
  return (
    <div class="event-texts">
      {!value.shelters ? <Notice kind="bad"><p>{w.noShelter}</p></Notice> : !value.hint && <Notice kind="warn"><p>{w.noWay}</p></Notice>}
      <Text head={`${w.loudspeaker}（${w.loudspeakerHint}）`} text={value.loudspeaker} means="loudspeaker" w={w} />
      {value.sms.map(({ text, units }, n) => <Text key={n} head={`${w.sms} ${value.sms.length > 1 ? `${n + 1}/${value.sms.length} ` : ''}(${w.smsUnits(units)})`} text={text} means="sms" w={w} />)}
      <Text head={w.wechat} text={value.wechat} means="wechat" w={w} />
      {village.mine && (look.event.state === 'going' || look.event.state === 'coming') && <p class="row-of screen">
        {means.map((by) => <label key={by} class="check"><input type="checkbox" disabled={busy || village.means?.includes(by)} checked={ticked.includes(by) || (village.means?.includes(by) ?? false)} onChange={() => void mark(by, true)} /> {w.tick(w.means[by] ?? by)}</label>)}
        {village.told_at && <Button small busy={busy} onClick={() => void mark('other', false)}>{w.takeBack}</Button>}
      </p>}
    </div>
  )
}

function Text({ head, text, means: by, w }: { head: string; text: string; means: string; w: ReturnType<typeof eventWords> }) {
  const { say } = useSession()
  const copy = () => { copied(text).then(() => say(w.copied), () => say(w.copyFailed)) }
  return (
    <section class="event-text" data-means={by}>
      <h3>{head} <Button small onClick={copy} aria-label={`${w.copy} ${head}`}>{w.copy}</Button></h3>
      <p>{text}</p>
    </section>
  )
}

/** Puts text on the clipboard; a page without a secure origin has the old way only. */
async function copied(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const box = document.createElement('textarea')
  box.value = text
  document.body.append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  if (!done) throw new Error('not copied')
}
