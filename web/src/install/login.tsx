import { useState } from 'preact/hooks'
import { useLive } from '../field/live'
import { go } from '../field/route'
import { useHands } from './context'
import { Link, Notice, Screen } from './screen'
import { t } from './words'

/** Who works with this phone. */
export function LogInScreen() {
  const hands = useHands()
  const me = useLive(hands.me)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (!login.trim() || !password) return setWrong(t.login.missing)
    setBusy(true)
    const said = await hands.enter(login.trim(), password)
    setBusy(false)
    setWrong(said)
    if (!said) go('/install', true)
  }
  return (
    <Screen title={me ? t.login.title : t.name}>
      <p class="quiet">{me ? t.login.again : t.login.hint}</p>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field">{t.login.login}<input value={login} autoComplete="username" autoCapitalize="none" onInput={(event) => setLogin(event.currentTarget.value)} /></label>
        <label class="field">{t.login.password}<input type="password" value={password} autoComplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} /></label>
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        <div class="thumb">
          <button class="primary" disabled={busy}>{busy ? t.working : t.login.submit}</button>
          {me && <Link class="button" to="/install">{t.login.later}</Link>}
        </div>
      </form>
    </Screen>
  )
}
