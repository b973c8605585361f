import { useState } from 'preact/hooks'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { href } from '../route'
import { confirmReading, withdraw, type Version } from './api'
import { registerWords } from './words'

type Act = 'withdraw' | 'confirm'

/** What is done to a place as a whole, each asked in a dialog. */
export function Acts({ version, onDone }: { version: Version; onDone: () => void }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  const Asked = act && { withdraw: Withdraw, confirm: Confirm }[act]
  return (
    <>
      {!version.place.reading_confirmed && <Button onClick={() => setAct('confirm')}>{w.confirm}</Button>}
      <Renaming place={version.place} />
      <Button onClick={() => setAct('withdraw')}>{w.withdraw}</Button>
      {Asked && <Asked version={version} onClose={close} onDone={() => { close(); onDone() }} />}
    </>
  )
}

interface ActProps { version: Version; onClose: () => void; onDone: () => void }

/** A renaming is a case: it is checked, replied to and announced. Of a division it is a change of divisions. */
function Renaming({ place }: { place: Version['place'] }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = registerWords(lang)
  if (place.code) return session.can.includes('division_case.prepare') ? <Link class="button" to={href('redivision')}>{w.rename}</Link> : null
  return session.can.includes('case.open') ? <Link class="button" to={href('cases', ['new'], { kind: 'renaming', place: place.id })}>{w.rename}</Link> : null
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
