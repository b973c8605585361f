import { useState } from 'preact/hooks'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { confirmReading, rename, withdraw, type Version } from './api'
import { registerWords } from './words'

type Act = 'rename' | 'withdraw' | 'confirm'

/** What is done to a place as a whole, each asked in a dialog. */
export function Acts({ version, onDone }: { version: Version; onDone: () => void }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  const Asked = act && { rename: Rename, withdraw: Withdraw, confirm: Confirm }[act]
  return (
    <>
      {!version.place.reading_confirmed && <Button onClick={() => setAct('confirm')}>{w.confirm}</Button>}
      <Button onClick={() => setAct('rename')}>{w.rename}</Button>
      <Button onClick={() => setAct('withdraw')}>{w.withdraw}</Button>
      {Asked && <Asked version={version} onClose={close} onDone={() => { close(); onDone() }} />}
    </>
  )
}

interface ActProps { version: Version; onClose: () => void; onDone: () => void }

function Rename({ version: { place, etag }, onClose, onDone }: ActProps) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const { say } = useSession()
  const [name, setName] = useState('')
  const [from, setFrom] = useState('')
  const run = (reason: string, key: string) => rename(place.id, { name: name.trim(), valid_from: from, reason }, etag, key)
  return (
    <Ask title={`${w.rename} ${place.name}`} verb={w.renameSubmit} ready={!!name.trim() && !!from} run={run} onClose={onClose}
      onDone={() => { say(w.renamed(name.trim())); onDone() }}>
      <TextField label={w.newName} value={name} onInput={setName} required />
      <TextField label={w.renameFrom} type="date" value={from} onInput={setFrom} required />
    </Ask>
  )
}

function Withdraw({ version: { place, etag }, onClose, onDone }: ActProps) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const { say } = useSession()
  const [successor, setSuccessor] = useState('')
  const run = (reason: string, key: string) => withdraw(place.id, { ...(successor.trim() && { successor: successor.trim() }), reason }, etag, key)
  return (
    <Ask title={w.withdrawTitle(place.name)} hint={w.withdrawHint} verb={w.withdrawSubmit} danger run={run} onClose={onClose}
      onDone={() => { say(w.withdrawn); onDone() }}>
      <TextField label={w.successor} value={successor} onInput={setSuccessor} />
    </Ask>
  )
}

function Confirm({ version: { place, etag }, onClose, onDone }: ActProps) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const { say } = useSession()
  const [reading, setReading] = useState(place.pinyin)
  const current = place.names.find((name) => name.kind === 'standard' && name.text === place.name)
  const run = (reason: string, key: string) =>
    confirmReading(place.id, { ...(current?.id && { name_id: current.id }), reading: reading.trim(), reason }, etag, key)
  return (
    <Ask title={w.confirmTitle(place.name)} hint={w.confirmHint} verb={w.confirmSubmit} ready={!!reading.trim()} run={run} onClose={onClose}
      onDone={() => { say(w.confirmed); onDone() }}>
      <TextField label={w.readingField} value={reading} onInput={setReading} required />
    </Ask>
  )
}
