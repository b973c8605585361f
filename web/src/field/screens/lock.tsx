import { useEffect, useState } from 'preact/hooks'
import { deleteDB } from 'idb'
import { Notice, Screen } from '../parts/screen'
import type { Database } from '../vault/db'
import { weakness } from '../vault/pin'
import { Vault } from '../vault/vault'
import { t } from '../words'

interface Props {
  db: Database
  first: boolean // no PIN was set yet
  onOpen: (vault: Vault) => void
}

export const LockScreen = ({ db, first, onOpen }: Props) => (first ? <SetPin db={db} onOpen={onOpen} /> : <EnterPin db={db} onOpen={onOpen} />)

function SetPin({ db, onOpen }: Omit<Props, 'first'>) {
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const set = async (event: Event) => {
    event.preventDefault()
    const weak = weakness(pin)
    if (weak || pin !== again) return setWrong(weak ? t.pin[weak] : t.pin.differ)
    setBusy(true)
    setWrong('')
    await Vault.create(db, pin).then(onOpen, () => { setWrong(t.pin.other); setBusy(false) })
  }
  return (
    <Screen title={t.pin.set}>
      <form onSubmit={(event) => void set(event)}>
        <p>{t.pin.setHint}</p>
        <Digits label={t.pin.label} value={pin} onInput={setPin} first />
        <Digits label={t.pin.again} value={again} onInput={setAgain} />
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        <Notice kind="warn">{t.pin.lost}</Notice>
        <div class="thumb"><button class="primary" disabled={busy}>{busy ? t.working : t.pin.save}</button></div>
      </form>
    </Screen>
  )
}

function EnterPin({ db, onOpen }: Omit<Props, 'first'>) {
  const [pin, setPin] = useState('')
  const [wrong, setWrong] = useState('')
  const [until, setUntil] = useState(0)
  const [busy, setBusy] = useState(false)
  const [forgot, setForgot] = useState(false)
  const left = useCountdown(until)
  useEffect(() => void Vault.wait(db, Date.now()).then((wait) => wait && setUntil(Date.now() + wait)), [])
  const enter = async (event: Event) => {
    event.preventDefault()
    if (busy || left || !pin) return
    setBusy(true)
    const got = await Vault.unlock(db, pin, Date.now()).catch(() => null)
    if (got && 'vault' in got) return onOpen(got.vault)
    setWrong(got ? t.pin.wrong(got.wrong) : t.pin.broken)
    if (got) setUntil(Date.now() + got.wait)
    setPin('')
    setBusy(false)
  }
  return (
    <Screen title={t.pin.title}>
      <form onSubmit={(event) => void enter(event)}>
        <Digits label={t.pin.label} value={pin} onInput={setPin} first />
        {left > 0 ? <Notice kind="bad">{t.pin.wait(left)}</Notice> : wrong && <Notice kind="bad">{wrong}</Notice>}
        <button class="primary" style={{ width: '100%' }} disabled={busy || left > 0}>{busy ? t.working : t.pin.open}</button>
      </form>
      <div class="thumb">{forgot ? <Wipe db={db} /> : <button class="plain" onClick={() => setForgot(true)}>{t.pin.forgot}</button>}</div>
    </Screen>
  )
}

/** The only way on without the PIN; what is lost by it is said first. */
function Wipe({ db }: { db: Database }) {
  const [typed, setTyped] = useState('')
  const wipe = async () => {
    const name = db.name
    db.close()
    await deleteDB(name)
    location.assign('/field')
  }
  return (
    <>
      <Notice kind="bad">{t.pin.forgotHint}</Notice>
      <label class="field">{t.pin.wipeType}<input value={typed} onInput={(event) => setTyped(event.currentTarget.value)} /></label>
      <button class="danger" disabled={typed.trim() !== t.pin.wipeWord} onClick={() => void wipe()}>{t.pin.wipe}</button>
    </>
  )
}

function Digits({ label, value, onInput, first }: { label: string; value: string; onInput: (value: string) => void; first?: boolean }) {
  return (
    <label class="field">{label}
      <input class="pin" type="password" inputMode="numeric" autoComplete="off" autoFocus={first} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  )
}

/** Milliseconds that count down to nothing. */
function useCountdown(until: number): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, until - Date.now()))
    tick()
    if (until <= Date.now()) return
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [until])
  return left
}
