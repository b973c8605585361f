import { useEffect, useState } from 'preact/hooks'
import { missingHere, supported } from './browser'
import { Field } from './field'
import { Notice, Screen } from './parts/screen'
import { LockScreen } from './screens/lock'
import { Shell } from './shell'
import { open, type Database } from './vault/db'
import { Vault } from './vault/vault'
import { t } from './words'

/** What stands before the work: a browser that can do it, and the PIN. */
export function App() {
  const [missing] = useState(missingHere)
  const [db, setDb] = useState<Database | 'broken' | null>(null)
  const [first, setFirst] = useState(false)
  const [field, setField] = useState<Field | null>(null)
  const [elsewhere, setElsewhere] = useState(false)
  useEffect(() => {
    if (missing) return
    void alone().then((yes) => setElsewhere(!yes))
    open().then(async (db) => { setFirst(!(await Vault.exists(db))); setDb(db) }).catch(() => setDb('broken'))
  }, [])
  if (missing) return <Unfit why={missing} />
  if (elsewhere) return <Screen title={t.name}><Notice kind="bad">{t.pin.other}</Notice></Screen>
  if (db === 'broken') return <Screen title={t.name}><Notice kind="bad">{t.pin.broken}</Notice></Screen>
  if (!db) return <Screen title={t.name}><p>{t.loading}</p></Screen>
  if (!field) return <LockScreen db={db} first={first} onOpen={(vault) => void Field.open(vault).then(setField)} />
  return <Shell field={field} onLock={() => { field.close(); setFirst(false); setField(null) }} />
}

/** Whether no other page of this browser runs the app: two would write over each other's state. Held until the page closes. */
function alone(): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true)
  return new Promise((tell) => void navigator.locks.request('diming-field', { ifAvailable: true }, (lock) => {
    tell(lock !== null)
    return lock && new Promise(() => undefined)
  }))
}

function Unfit({ why }: { why: keyof typeof t.missing & ('wechat' | 'insecure' | 'old') }) {
  const [title, sentence] = t.missing[why]
  return (
    <Screen title={title!}>
      <Notice kind="bad">{sentence}</Notice>
      <h2>{t.missing.browsers}</h2>
      <ul>{supported.map((name) => <li key={name}>{name}</li>)}</ul>
    </Screen>
  )
}
