import { useState } from 'preact/hooks'
import type { Me } from '../domain'
import { byAccount, byInvitation, invitationIn, isRefused, type Refused } from '../enrol'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { Notice, Screen } from '../parts/screen'
import { go } from '../route'
import { t } from '../words'

/** Whether the app was opened by the link of an invitation. */
export const invited = () => location.hash.startsWith('#invitation=')

/** Gives this phone its person: by log-in, or by the link that a guest was sent. */
export function EnrolScreen() {
  const field = useField()
  const me = useLive(field.me)
  const [byLink, setByLink] = useState(invited)
  const [link, setLink] = useState(invited() ? location.href : '')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [phone, setPhone] = useState(me?.name ?? '')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const enrol = async (ask: () => Promise<Me | Refused>) => {
    setBusy(true)
    setWrong('')
    const got = await ask()
    setBusy(false)
    if (isRefused(got)) return setWrong(got.kind === 'offline' ? t.trouble.offline : got.sentence || t.trouble.server)
    if (await field.setMe(got)) go('/field', true)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (!phone.trim() || (byLink ? !link.trim() : !login.trim() || !password)) return setWrong(t.enrol.missing)
    if (!byLink) return void enrol(() => byAccount(login.trim(), password, phone.trim(), me))
    const invitation = invitationIn(link)
    if (!invitation) return setWrong(t.enrol.badInvitation)
    void enrol(() => byInvitation(invitation, phone.trim(), me))
  }
  return (
    <Screen title={t.enrol.title} back={me ? '/field' : undefined}>
      <p class="quiet">{me ? t.enrol.again : t.enrol.hint}</p>
      <div class="row" role="group">
        <button type="button" class="chip" aria-pressed={!byLink} onClick={() => setByLink(false)}>{t.enrol.account}</button>
        <button type="button" class="chip" aria-pressed={byLink} onClick={() => setByLink(true)}>{t.enrol.guest}</button>
      </div>
      <form onSubmit={submit}>
        {byLink ? (
          <label class="field">{t.enrol.invitation}<small>{t.enrol.invitationHint}</small>
            <input value={link} autoCapitalize="none" onInput={(event) => setLink(event.currentTarget.value)} /></label>
        ) : (
          <>
            <label class="field">{t.enrol.login}<input value={login} autoComplete="username" autoCapitalize="none" onInput={(event) => setLogin(event.currentTarget.value)} /></label>
            <label class="field">{t.enrol.password}<input type="password" value={password} autoComplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} /></label>
          </>
        )}
        <label class="field">{t.enrol.phone}<small>{t.enrol.phoneHint}</small><input value={phone} maxLength={60} onInput={(event) => setPhone(event.currentTarget.value)} /></label>
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        <div class="thumb"><button class="primary" disabled={busy}>{busy ? t.working : byLink ? t.enrol.join : t.enrol.submit}</button></div>
      </form>
    </Screen>
  )
}
