import { useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { moveRow, useKeys } from '../keys'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Once } from '../parts/once'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { roleWord } from '../roles'
import { go, href } from '../route'
import { timeWords } from '../words'
import { AccountPage } from './account'
import { accounts, addAccount, type Account, type OneTime } from './api'
import { accountWords } from './words'

/** /office/accounts is the list, /office/accounts/<id> one account. */
export default function Accounts({ rest }: PageProps) {
  return rest[0] ? <AccountPage key={rest[0]} id={rest[0]} /> : <List />
}

function List() {
  const { t, lang } = useOffice()
  const w = accountWords(lang)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<OneTime | null>(null)
  const found = usePaged<Account>((cursor, signal) => accounts(cursor, signal), [lang, made])
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) })
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><Button kind="primary" onClick={() => setAdding(true)}>{w.add}</Button></div>
      <p class="hint">{w.separation}</p>
      {found.items.length > 0 && (
        <div class="with-columns">
          <Table name="accounts" label={w.list} rows={found.items} id={(row) => row.id} onPick={(row) => go(href('accounts', [row.id]))} columns={[
            { key: 'login', head: w.login, always: true, cell: (row) => <Link class="row-name" to={href('accounts', [row.id])}>{row.login}</Link> },
            { key: 'name', head: w.name, cell: (row) => row.name },
            { key: 'roles', head: w.roles, wrap: true, cell: (row) => row.roles.map((grant) => `${roleWord(grant.role, lang)}（${grant.division_name || w.whole}）`).join(lang === 'zh' ? '、' : ', ') },
            { key: 'state', head: w.state, cell: (row) => <StateOf account={row} /> },
            { key: 'last', head: w.lastLogin, cell: (row) => (row.last_login_at ? timeWords(row.last_login_at, lang) : w.never) },
          ]} />
        </div>
      )}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {found.next && !found.busy && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {adding && <Add onClose={() => setAdding(false)} onDone={(one) => { setAdding(false); setMade(one) }} />}
      {made && <Told one={made} onClose={() => go(href('accounts', [made.account.id]))} />}
    </>
  )
}

export function StateOf({ account }: { account: Account }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  return (
    <span class="badges">
      {account.disabled ? <Badge kind="bad">{w.disabled}</Badge> : <Badge kind="good">{w.active}</Badge>}
      {account.must_change_password && !account.disabled && <Badge kind="warn">{w.mustChange}</Badge>}
    </span>
  )
}

function Add({ onClose, onDone }: { onClose: () => void; onDone: (one: OneTime) => void }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  return (
    <Ask title={w.add} verb={w.add} reason={false} ready={!!login.trim() && !!name.trim()}
      run={(_, key) => addAccount(login.trim(), name.trim(), key)} onDone={onDone} onClose={onClose}>
      <TextField label={w.login} hint={w.loginHint} value={login} onInput={setLogin} autocapitalize="none" spellcheck={false} required />
      <TextField label={w.name} value={name} onInput={setName} required />
    </Ask>
  )
}

/** The one-time password, until it is said that its owner knows it. */
export function Told({ one, onClose }: { one: OneTime; onClose: () => void }) {
  const { lang } = useOffice()
  const w = accountWords(lang)
  return (
    <Dialog title={`${w.login} ${one.account.login}`}>
      <Once label={w.password} secret={one.password} hint={w.passwordHint} />
      <div class="dialog-foot"><Button kind="primary" onClick={onClose}>{w.done}</Button></div>
    </Dialog>
  )
}
