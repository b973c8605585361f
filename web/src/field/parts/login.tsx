import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Notice } from './notice'

interface Props {
  words: { hint: string; login: string; password: string; missing: string; submit: string; working: string }
  enter: (login: string, password: string) => Promise<string> // "" or why not
  onDone: () => void
  later: ComponentChildren // a way on without it
}

/** A log-in with a password, on a phone. */
export function LogIn({ words, enter, onDone, later }: Props) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (!login.trim() || !password) return setWrong(words.missing)
    setBusy(true)
    const said = await enter(login.trim(), password)
    setBusy(false)
    setWrong(said)
    if (!said) onDone()
  }
  return (
    <>
      <p class="quiet">{words.hint}</p>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field">{words.login}<input value={login} autoComplete="username" autoCapitalize="none" onInput={(event) => setLogin(event.currentTarget.value)} /></label>
        <label class="field">{words.password}<input type="password" value={password} autoComplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} /></label>
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        <div class="thumb">
          <button class="primary" disabled={busy}>{busy ? words.working : words.submit}</button>
          {later}
        </div>
      </form>
    </>
  )
}
