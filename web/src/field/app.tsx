import { useEffect, useState } from 'preact/hooks'
import { alone, missingHere, supported } from './browser'
import type { Field } from './field'
import { Notice, Screen } from './parts/screen'
import { LockScreen } from './screens/lock'
import type { Shell } from './shell'
import { open, type Database } from './vault/db'
import { Vault } from './vault/vault'
import { t } from './words'

/** What the PIN opens. It is read while the person types, so that the PIN is asked for sooner. */
type Work = { field: Field; Shell: typeof Shell }
const behind = () => Promise.all([import('./field'), import('./shell')])

/** What stands before the work: a browser that can do it, and the PIN. */
export function App() {
  const [missing] = useState(missingHere)
  const [db, setDb] = useState<Database | 'broken' | null>(null)
  const [first, setFirst] = useState(false)
  const [work, setWork] = useState<Work | null>(null)
  const [elsewhere, setElsewhere] = useState(false)
  useEffect(() => {
    if (missing) return
    void alone('field').then((yes) => setElsewhere(!yes))
    open().then(async (db) => { setFirst(!(await Vault.exists(db))); setDb(db) }).catch(() => setDb('broken'))
  }, [])
  // Once the PIN has been asked for, not before: reading the rest must not hold that up.
  useEffect(() => void (db && requestAnimationFrame(() => setTimeout(() => void behind().catch(() => undefined)))), [db])
  if (missing) return <Unfit why={missing} />
  if (elsewhere) return <Screen title={t.name}><Notice kind="bad">{t.pin.other}</Notice></Screen>
  if (db === 'broken') return <Screen title={t.name}><Notice kind="bad">{t.pin.broken}</Notice></Screen>
  if (!db) return <Screen title={t.name}><p>{t.loading}</p></Screen>
  if (!work) return <LockScreen db={db} first={first} onOpen={(vault) => void begin(vault).then(setWork, () => setDb('broken'))} />
  const { field, Shell } = work
  return <Shell field={field} onLock={() => { field.close(); setFirst(false); setWork(null) }} />
}

async function begin(vault: Vault): Promise<Work> {
  const [{ Field }, { Shell }] = await behind()
  return { field: await Field.open(vault), Shell }
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
