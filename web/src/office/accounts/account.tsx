import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { roleNames, roleWord } from '../roles'
import { href } from '../route'
import type { Grant } from '../session'
import { timeWords } from '../words'
import { account as askAccount, grant, resetPassword, revoke, setDisabled, type Account, type OneTime } from './api'
import { StateOf, Told } from './page'
import { accountWords } from './words'

type Act = 'grant' | 'switch' | 'reset' | { revoke: Grant }

/** One account: its roles, and what an administrator does with it. */
export function AccountPage({ id }: { id: string }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  const { value, problem, retry } = useLoad((signal) => askAccount(id, signal), [id, lang])
  return (
    <>
      <p class="screen"><Link to={href('accounts')}>← {w.back}</Link></p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && <Shown account={value} onChange={retry} />}
    </>
  )
}

function Shown({ account, onChange }: { account: Account; onChange: () => void }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  const [act, setAct] = useState<Act | null>(null)
  const [told, setTold] = useState<OneTime | null>(null)
  return (
    <>
      <header class="place-head">
        <div><h1>{account.name || account.login}</h1><p class="place-line"><span>{account.login}</span> <StateOf account={account} /></p></div>
        <div class="row-of screen">
          <Button onClick={() => setAct('reset')}>{w.reset}</Button>
          <Button kind={account.disabled ? undefined : 'danger'} onClick={() => setAct('switch')}>{account.disabled ? w.enable : w.disable}</Button>
        </div>
      </header>
      <dl class="facts">
        <dt>{w.lastLogin}</dt><dd>{account.last_login_at ? timeWords(account.last_login_at, lang) : w.never}</dd>
        {account.created_at && <><dt>{w.created}</dt><dd>{timeWords(account.created_at, lang)}</dd></>}
        <dt>{w.keys}</dt><dd>{w.keyCount(account.keys ?? 0)}</dd>
      </dl>
      <section class="section">
        <div class="page-head"><h2>{w.roles}</h2><Button small onClick={() => setAct('grant')}>{w.grant}</Button></div>
        {!account.roles.length && <p class="small">{w.noRoles}</p>}
        <ul class="role-list">
          {account.roles.map((held) => (
            <li key={held.role + held.division}>
              <b>{roleWord(held.role, lang)}</b> <span>{held.division_name || w.whole} <span class="small">{held.code}</span></span>
              <Button small kind="quiet" aria-label={`${w.revoke} ${roleWord(held.role, lang)} ${held.division_name ?? ''}`} onClick={() => setAct({ revoke: held })}>{w.revoke}</Button>
            </li>
          ))}
        </ul>
      </section>
      {act && <Acting act={act} account={account} onClose={() => setAct(null)} onDone={(one) => { setAct(null); setTold(one); if (!one) onChange() }} />}
      {told && <Told one={told} onClose={() => { setTold(null); onChange() }} />}
    </>
  )
}

interface ActingProps { act: Act; account: Account; onClose: () => void; onDone: (one: OneTime | null) => void }

function Acting({ act, account, onClose, onDone }: ActingProps) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  const { say } = useSession()
  const done = (text: string) => () => { say(text); onDone(null) }
  if (act === 'grant') return <GrantRole account={account} onClose={onClose} onDone={done(w.granted)} />
  if (act === 'reset') {
    return <Ask title={w.resetTitle(account.login)} hint={w.resetHint} verb={w.reset} run={(reason, key) => resetPassword(account.id, reason, key)} onDone={onDone} onClose={onClose} />
  }
  if (act === 'switch') {
    const off = !account.disabled
    return <Ask title={off ? w.disableTitle(account.login) : w.enableTitle(account.login)} hint={off ? w.disableHint : undefined} verb={off ? w.disable : w.enable} danger={off}
      run={(reason, key) => setDisabled(account.id, off, reason, key)} onDone={done(off ? w.wasDisabled : w.wasEnabled)} onClose={onClose} />
  }
  return <Ask title={w.revokeTitle(roleWord(act.revoke.role, lang))} verb={w.revoke} danger run={(reason) => revoke(account.id, act.revoke, reason)} onDone={done(w.revoked)} onClose={onClose} />
}

function GrantRole({ account, onClose, onDone }: { account: Account; onClose: () => void; onDone: () => void }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  const [role, setRole] = useState('clerk')
  const [division, setDivision] = useState('')
  return (
    <Ask title={`${w.grant}：${account.name || account.login}`} hint={w.separation} verb={w.grant} run={(reason, key) => grant(account.id, role, division || 'all', reason, key)} onDone={onDone} onClose={onClose}>
      <SelectField label={w.role} value={role} onPick={setRole} choices={roleNames.map((name) => ({ value: name, word: roleWord(name, lang) }))} />
      <DivisionField label={w.division} whole={w.whole} value={division} onPick={(picked) => setDivision(picked?.code ?? '')} />
    </Ask>
  )
}
