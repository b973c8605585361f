import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { useOffice, useSession } from '../context'
import { newKey } from '../http'
import { Button } from '../parts/button'
import { Dialog } from '../parts/dialog'
import { AreaField, TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { confirmReading, rename, withdraw, type Version } from './api'
import { registerWords } from './words'

type Act = 'rename' | 'withdraw' | 'confirm'

/** What is done to a place as a whole, each asked in a dialog. */
export function Acts({ version, onDone }: { version: Version; onDone: () => void }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  return (
    <>
      {!version.place.reading_confirmed && <Button onClick={() => setAct('confirm')}>{w.confirm}</Button>}
      <Button onClick={() => setAct('rename')}>{w.rename}</Button>
      <Button onClick={() => setAct('withdraw')}>{w.withdraw}</Button>
      {act && <ActDialog act={act} version={version} onClose={close} onDone={() => { close(); onDone() }} />}
    </>
  )
}

function ActDialog({ act, version: { place, etag }, onClose, onDone }: { act: Act; version: Version; onClose: () => void; onDone: () => void }) {
  const { t, lang } = useOffice()
  const w = registerWords(lang)
  const { say } = useSession()
  const [text, setText] = useState(act === 'confirm' ? place.pinyin : '')
  const [from, setFrom] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = useRef(newKey())
  const lacks = !reason.trim() || (act !== 'withdraw' && !text.trim()) || (act === 'rename' && !from)
  const run = () => {
    const why = reason.trim()
    const words = text.trim()
    if (act === 'rename') return rename(place.id, { name: words, valid_from: from, reason: why }, etag, key.current)
    if (act === 'withdraw') return withdraw(place.id, { ...(words && { successor: words }), reason: why }, etag, key.current)
    const current = place.names.find((name) => name.kind === 'standard' && name.text === place.name)
    return confirmReading(place.id, { ...(current?.id && { name_id: current.id }), reading: words, reason: why }, etag, key.current)
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (lacks || busy) return
    setBusy(true)
    setProblem(null)
    try {
      await run()
      say(act === 'rename' ? w.renamed(text.trim()) : act === 'withdraw' ? w.withdrawn : w.confirmed)
      onDone()
    } catch (err) {
      setProblem(asProblem(err))
      key.current = newKey()
      setBusy(false)
    }
  }
  const title = act === 'rename' ? w.rename + ' ' + place.name : act === 'withdraw' ? w.withdrawTitle(place.name) : w.confirmTitle(place.name)
  return (
    <Dialog title={title} onClose={onClose}>
      {act === 'withdraw' && <p class="hint">{w.withdrawHint}</p>}
      {act === 'confirm' && <p class="hint">{w.confirmHint}</p>}
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField label={act === 'rename' ? w.newName : act === 'withdraw' ? w.successor : w.readingField} value={text} onInput={setText} required={act !== 'withdraw'} />
        {act === 'rename' && <TextField label={w.renameFrom} type="date" value={from} onInput={setFrom} required />}
        <AreaField label={t.reason} hint={t.reasonHint} value={reason} onInput={setReason} error={asked && !reason.trim() ? t.reasonMissing : undefined} />
        {problem && <Notice kind="bad" live title={problem.title}>{[problem.detail, ...problem.fields.map((field) => field.message)].join(' ')}</Notice>}
        <div class="dialog-foot">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button submit kind={act === 'withdraw' ? 'danger' : 'primary'} busy={busy}>{act === 'rename' ? w.renameSubmit : act === 'withdraw' ? w.withdrawSubmit : w.confirmSubmit}</Button>
        </div>
      </form>
    </Dialog>
  )
}
