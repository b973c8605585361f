import { useEffect, useState } from 'preact/hooks'
import type { Meta } from '../api'
import type { Problem } from '../http'
import { asProblem, useLoad } from '../load'
import { useOffice } from './context'
import { Button } from './parts/button'
import { TextField } from './parts/field'
import { Notice } from './parts/notice'
import { changePassword, logIn, methods, type Session } from './session'
import { keysPossible, proveKey } from './webauthn'

interface FormProps {
  only?: string // the login that must come back: others may not go on with this page
  onDone: (session: Session) => void
}

/** Login and password, with what to do when they are refused. */
export function LoginForm({ only, onDone }: FormProps) {
  const { t } = useOffice()
  const [login, setLogin] = useState(only ?? '')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [left, wait] = useCountdown()
  const submit = async (event: Event) => {
    event.preventDefault()
    setMissing(!login.trim() || !password)
    if (!login.trim() || !password || busy || left > 0) return
    setBusy(true)
    setProblem(null)
    try {
      onDone(await logIn(login.trim(), password))
    } catch (err) {
      const refused = asProblem(err)
      setProblem(refused)
      if (refused.status === 429) wait(refused.retryAfter || 60)
      setBusy(false)
    }
  }
  return (
    <form class="login-form" onSubmit={(event) => void submit(event)}>
      <TextField label={t.login.login} value={login} readOnly={only !== undefined} autocomplete="username" onInput={setLogin} autoFocus={!only} autocapitalize="none" spellcheck={false} />
      <TextField label={t.login.password} type="password" value={password} autocomplete="current-password" onInput={setPassword} autoFocus={!!only} />
      {missing && <Notice kind="bad" live>{t.login.missing}</Notice>}
      {problem && (
        <Notice kind="bad" live>
          {problem.status === 429 ? (left > 0 ? t.login.tooMany(t.seconds(left)) : t.login.ready)
            : problem.message}
        </Notice>
      )}
      <Button kind="primary" submit busy={busy} disabled={left > 0}>{t.login.submit}</Button>
    </form>
  )
}

/** Seconds that count down to nothing. */
function useCountdown(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0)
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (!until) return
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [until])
  return [left, (seconds) => { setUntil(Date.now() + seconds * 1000); setLeft(seconds) }]
}

/** The page of those who are not signed in. */
export function LoginPage({ meta, onDone }: { meta: Meta; onDone: (session: Session) => void }) {
  const { t } = useOffice()
  const ways = useLoad(() => methods(), [])
  const password = ways.value?.password ?? true
  const refused = new URLSearchParams(location.search).get('login_problem') // brought back from the provider
  return (
    <Alone meta={meta} title={t.login.title}>
      {refused && <Notice kind="bad" live>{refused === 'oidc-unlinked' ? t.login.oidcUnlinked : t.login.oidcFailed}</Notice>}
      {password && <LoginForm onDone={onDone} />}
      {ways.value?.oidc && (
        <>
          {password && <p class="or"><span>{t.login.or}</span></p>}
          <a class="button oidc" href={'/v1/session/oidc?return=' + encodeURIComponent(location.pathname + location.search)}>{t.login.oidc(ways.value.oidc.name)}</a>
        </>
      )}
    </Alone>
  )
}

/** A page that stands by itself before the office opens. */
export function Alone({ meta, title, hint, children }: { meta: Meta | null; title: string; hint?: string; children: preact.ComponentChildren }) {
  const { t } = useOffice()
  return (
    <main class="alone">
      <p class="alone-brand">{meta ? t.login.county(meta.county) : t.office} {meta?.demo && <span class="demo">{t.demo}</span>}</p>
      <h1>{title}</h1>
      {hint && <p class="hint">{hint}</p>}
      {children}
      <p class="alone-foot"><a href="/">{t.publicMap}</a></p>
    </main>
  )
}

/** A new password in place of the old one. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useOffice()
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [differ, setDiffer] = useState(false)
  const [busy, setBusy] = useState(false)
  const said = (part: string) => problem?.fields.find(({ location }) => location?.endsWith(part))?.message
  const submit = async (event: Event) => {
    event.preventDefault()
    setDiffer(next !== again)
    if (next !== again || !old || !next || busy) return
    setBusy(true)
    setProblem(null)
    try {
      await changePassword(old, next)
      setOld(''); setNext(''); setAgain('')
      onDone()
    } catch (err) {
      setProblem(asProblem(err))
    }
    setBusy(false)
  }
  return (
    <form class="login-form" onSubmit={(event) => void submit(event)}>
      <TextField label={t.login.old} type="password" autocomplete="current-password" value={old} onInput={setOld} error={said('old')} required />
      <TextField label={t.login.next} hint={t.login.nextHint} type="password" autocomplete="new-password" value={next} onInput={setNext} error={said('new')} required />
      <TextField label={t.login.repeat} type="password" autocomplete="new-password" value={again} onInput={setAgain} error={differ ? t.login.differ : undefined} required />
      {problem && !said('old') && !said('new') && <Notice kind="bad" live>{[problem.message, ...problem.fields.map((field) => field.message)].join(' ')}</Notice>}
      <Button kind="primary" submit busy={busy}>{t.login.submitChange}</Button>
    </form>
  )
}

/** The second proof: a key that the person holds. */
export function SecondFactor({ onDone }: { onDone: () => void }) {
  const { t } = useOffice()
  const [failed, setFailed] = useState('')
  const [busy, setBusy] = useState(false)
  const prove = async () => {
    setBusy(true)
    setFailed('')
    try {
      await proveKey()
      onDone()
    } catch (err) {
      setFailed(err instanceof DOMException ? t.login.keyFailed : asProblem(err).message)
    }
    setBusy(false)
  }
  if (!keysPossible()) return <Notice kind="bad">{t.login.keyImpossible}</Notice>
  return (
    <div class="login-form">
      {failed && <Notice kind="bad" live>{failed}</Notice>}
      <Button kind="primary" busy={busy} onClick={() => void prove()}>{t.login.useKey}</Button>
    </div>
  )
}
