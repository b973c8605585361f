import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton } from '../../notice'
import { useOffice, useSession } from '../context'
import { changed, merge, recordDiff, type Clash, type Fields } from '../diff'
import { newKey } from '../http'
import { PointMap } from '../map/pointmap'
import { Button } from '../parts/button'
import { DiffView } from '../parts/diff'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { guardLeaving } from '../route'
import { timeWords } from '../words'
import { change, classes, draft as askDraft, dropDraft, keepDraft, newer, place as askPlace, type Version } from './api'
import { Conflict } from './conflict'
import { draftOf, dropLocal, isBlank, keepLocal, newest, readLocal, type EditDraft } from './drafts'
import { fieldsOf, longTexts, sent, wrongPosition } from './fields'
import { registerWords } from './words'

interface Props { version: Version; onDone: () => void }

/** Loads the drafts first, so that nothing typed before is overwritten. */
export function Edit({ version, onDone }: Props) {
  const { session } = useSession()
  const { id } = version.place
  const stored = useLoad(async (signal) => {
    const remote = await askDraft('place', id, signal).then((draft) => draftOf(draft.body), () => null)
    return { draft: newest(readLocal(session.account.id, id), remote) }
  }, [id])
  if (!stored.value) return <Skeleton rows={10} />
  return <EditForm version={version} found={stored.value.draft} onDone={onDone} />
}

interface Conflicting { clashes: Clash[]; merged: Fields; theirs: Fields; etag: string; by: string; at: string }

function EditForm({ version, found, onDone }: Props & { found: EditDraft | null }) {
  const { t, lang } = useOffice()
  const w = registerWords(lang)
  const { say, session } = useSession()
  const { place } = version
  const [base, setBase] = useState<Fields>(found?.base ?? fieldsOf(place))
  const [etag, setEtag] = useState(found?.etag || version.etag)
  const [mine, setMine] = useState<Fields>({ ...base, ...found?.mine })
  const [validFrom, setValidFrom] = useState(found?.valid_from ?? '')
  const [reason, setReason] = useState(found?.reason ?? '')
  const [asked, setAsked] = useState(false) // saving was tried: what is missing is shown
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [conflict, setConflict] = useState<Conflicting | null>(null)
  const key = useRef(newKey())
  const edits = changed(base, mine)
  const draft: EditDraft = { base, mine: edits, valid_from: validFrom, reason, etag, at: '' }
  const { kept, stop } = useDraft(session.account.id, place.id, draft)
  const kinds = useLoad((signal) => classes(signal), [lang])
  const set = (name: string) => (value: string) => { key.current = newKey(); setMine((was) => ({ ...was, [name]: value })) }
  const wrong = wrongPosition(mine.lon ?? '', mine.lat ?? '')
  const nothing = Object.keys(edits).length === 0

  const finish = async () => {
    stop()
    dropLocal(session.account.id, place.id)
    await dropDraft('place', place.id).catch(() => undefined) // one that stays is found again, and is not lost
    onDone()
  }
  const save = async (event?: Event) => {
    event?.preventDefault()
    setAsked(true)
    if (nothing || !reason.trim() || wrong || busy) return
    setBusy(true)
    setProblem(null)
    try {
      const written = await change(place.id, { fields: sent(edits, mine), ...(validFrom && { valid_from: validFrom }), reason: reason.trim() }, etag, key.current)
      say(w.saved(place.name), { word: t.undo, run: () => void undo(written.etag) })
      await finish()
    } catch (err) {
      await refused(asProblem(err))
    }
    setBusy(false)
  }
  const undo = async (after: string | undefined) => {
    try {
      const tag = after || (await askPlace(place.id, null, null)).etag
      const back = Object.fromEntries(Object.keys(edits).map((name) => [name, base[name] ?? '']))
      await change(place.id, { fields: sent(back, base), ...(validFrom && { valid_from: validFrom }), reason: w.undoReason }, tag, newKey())
      say(w.undone)
      onDone()
    } catch (err) {
      say(w.undoFailed + '：' + asProblem(err).message)
    }
  }
  const refused = async (refusal: Problem) => {
    if (refusal.status !== 412) return setProblem(refusal)
    const said = newer(refusal)
    const now = await askPlace(place.id, null, null).catch(() => null)
    if (!now) return setProblem(refusal)
    const theirs = fieldsOf(now.place)
    setConflict({ ...merge(base, mine, theirs), theirs, etag: now.etag, by: said?.by ?? String(refusal.more.by ?? ''), at: said?.at ?? '' })
  }
  const settle = (chosen: Fields) => {
    if (!conflict) return
    setBase(conflict.theirs)
    setEtag(conflict.etag)
    setMine(chosen)
    setConflict(null)
    key.current = newKey()
  }

  if (conflict) return <Conflict {...conflict} word={(name) => w.fields[name] ?? name} onSettle={settle} onCancel={() => setConflict(null)} />
  const point = !wrong && mine.lon && mine.lat ? { lon: Number(mine.lon), lat: Number(mine.lat) } : null
  return (
    <form class="edit" onSubmit={(event) => void save(event)}>
      <div class="page-head"><h1>{w.editTitle(place.name)}</h1><p class="small" role="status">{kept === 'server' ? w.draftKept : kept === 'local' ? w.draftLocal : ''}</p></div>
      {found && <Notice live>{w.draftFound(timeWords(found.at, lang))} {found.etag !== version.etag && w.draftOld}</Notice>}
      <div class="split split-place">
        <div class="form">
          {longTexts.map((name) => <AreaField key={name} wide label={w.fields[name]!} rows={name === 'heritage' ? 1 : 2} value={mine[name] ?? ''} onInput={set(name)} />)}
          <SelectField label={w.fields.class!} value={mine.class ?? ''} onPick={set('class')} choices={classChoices(kinds.value?.items ?? [], mine.class ?? '', place.class_name)} />
          <SelectField label={w.fields.visibility!} value={mine.visibility ?? ''} onPick={set('visibility')} choices={['public', 'internal'].map((value) => ({ value, word: w.visibilities[value]! }))} />
          <TextField label={w.fields.lon!} inputMode="decimal" value={mine.lon ?? ''} onInput={set('lon')} error={wrong ? w[wrong] : undefined} />
          <TextField label={w.fields.lat!} inputMode="decimal" value={mine.lat ?? ''} onInput={set('lat')} />
          <TextField label={w.from} hint={w.fromHint} type="date" value={validFrom} onInput={(day) => { key.current = newKey(); setValidFrom(day) }} />
          <AreaField wide label={t.reason} hint={t.reasonHint} rows={2} value={reason} onInput={(text) => { key.current = newKey(); setReason(text) }} error={asked && !reason.trim() ? t.reasonMissing : undefined} />
        </div>
        <div class="split-map">
          <p class="small">{w.onMap}</p>
          <PointMap points={point ? [{ id: place.id, name: place.name, ...point }] : []} selected={place.id} focus={point}
            onSpot={(lon, lat) => { key.current = newKey(); setMine((was) => ({ ...was, lon: lon.toFixed(6), lat: lat.toFixed(6) })) }} />
        </div>
      </div>
      <section class="section" aria-live="polite">
        <h2>{w.willChange}</h2>
        {nothing ? <p class="small">{w.nothingChanged}</p> : <DiffView changes={recordDiff(pick(base, edits), edits)} word={(name) => w.fields[name] ?? name} />}
      </section>
      {problem && <Notice kind="bad" live title={problem.title}>{[problem.detail, ...problem.fields.map((field) => field.message)].filter(Boolean).join(' ')}</Notice>}
      {asked && nothing && <Notice kind="bad" live>{w.nothingChanged}</Notice>}
      <div class="form-foot edit-foot">
        <Button kind="primary" submit busy={busy}>{w.submit}</Button>
        <Button onClick={() => void finish()}>{isBlank(draft) ? t.cancel : w.discard}</Button>
      </div>
    </form>
  )
}

const pick = (from: Fields, keys: Fields): Fields => Object.fromEntries(Object.keys(keys).map((key) => [key, from[key] ?? '']))

function classChoices(known: readonly { code: string; name: string }[], own: string, name: string) {
  const all = known.map(({ code, name }) => ({ value: code, word: `${code} ${name}` }))
  return all.some(({ value }) => value === own) ? all : [{ value: own, word: `${own} ${name}` }, ...all]
}

/** Keeps what is typed: here at once, on the server when typing rests or the network comes back. */
function useDraft(account: string, object: string, draft: EditDraft) {
  const { lang } = useOffice()
  const [kept, setKept] = useState<'server' | 'local' | null>(null)
  const stopped = useRef(false)
  const first = useRef(true)
  const latest = useRef(draft)
  latest.current = draft
  const words = JSON.stringify(draft)
  useEffect(() => {
    if (first.current) { first.current = false; return }
    if (stopped.current) return
    const now = { ...latest.current, at: new Date().toISOString() }
    if (isBlank(now)) { dropLocal(account, object); setKept(null); void dropDraft('place', object).catch(() => undefined); return }
    if (keepLocal(account, object, now)) setKept('local')
    const send = () => {
      if (stopped.current) return
      keepDraft('place', object, { ...now }, now.etag).then(() => setKept('server'), () => setKept('local'))
    }
    const timer = setTimeout(send, 1200)
    addEventListener('online', send)
    return () => { clearTimeout(timer); removeEventListener('online', send) }
  }, [words])
  useEffect(() => guardLeaving(() => stopped.current || isBlank(latest.current) || confirm(registerWords(lang).leave)), [lang])
  return { kept, stop: () => { stopped.current = true } }
}
