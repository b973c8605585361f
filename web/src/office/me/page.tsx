import { useState } from 'preact/hooks'
import { useOffice, useSession } from '../context'
import { PasswordForm } from '../login'
import { roleWord } from '../roles'
import { CalendarSection } from './calendar'
import { Keys } from './keys'
import { Tokens } from './tokens'
import { meWords } from './words'

/** What a person does with their own account. */
export default function Me() {
  const { t, lang } = useOffice()
  const w = meWords(lang)
  const { session, say } = useSession()
  const [round, setRound] = useState(0)
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <dl class="facts">
        <dt>{t.login.login}</dt><dd>{session.account.login}</dd>
        <dt>{w.roles}</dt>
        <dd>{session.roles.length ? session.roles.map(({ role, division_name }) => `${roleWord(role, lang)}（${division_name || w.whole}）`).join('、') : w.noRoles}</dd>
      </dl>
      <Keys />
      <Tokens />
      {session.can.includes('case.read') && <CalendarSection />}
      <section class="section narrow">
        <h2>{w.password}</h2>
        <PasswordForm key={round} onDone={() => { setRound(round + 1); say(t.login.changed) }} />
      </section>
    </>
  )
}
