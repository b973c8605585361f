import { useState } from 'preact/hooks'
import { today } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { call, read, write } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/field'
import { Once } from '../parts/once'
import { Table } from '../parts/table'
import { actionWord } from '../roles'
import { timeWords } from '../words'
import { meWords } from './words'

interface Token { id: string; name: string; prefix?: string; scope: string[]; made_at?: string; expires: string; used_at?: string | null; token?: string }

/** The person's tokens for programs. */
export function Tokens() {
  const { lang } = useOffice()
  const w = meWords(lang)
  const { say } = useSession()
  const { value, problem, retry } = useLoad((signal) => read<{ items: Token[] }>('/v1/tokens', signal), [lang])
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<Token | null>(null)
  const [ending, setEnding] = useState<Token | null>(null)
  return (
    <section class="section">
      <div class="page-head"><h2>{w.tokens}</h2><Button small onClick={() => setAdding(true)}>{w.addToken}</Button></div>
      <p class="hint">{w.tokensHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && !value.items.length && <p class="small">{w.noTokens}</p>}
      {value && value.items.length > 0 && <Table name="tokens" label={w.tokenList} rows={value.items} id={(row) => row.id} columns={[
        { key: 'name', head: w.tokenName, always: true, cell: (row) => row.name },
        { key: 'prefix', head: w.begins, always: true, cell: (row) => <span class="mono">{row.prefix}</span> },
        { key: 'scope', head: w.scope, always: true, wrap: true, cell: (row) => row.scope.map((action) => actionWord(action, lang)).join('、') },
        { key: 'expires', head: w.expires, always: true, cell: (row) => dateWords(row.expires, lang) },
        { key: 'used', head: w.used, always: true, cell: (row) => (row.used_at ? timeWords(row.used_at, lang) : w.neverUsed) },
        { key: 'act', head: '', always: true, cell: (row) => <Button small kind="quiet" aria-label={`${w.revoke} ${row.name}`} onClick={() => setEnding(row)}>{w.revoke}</Button> },
      ]} />}
      {adding && <AddToken onClose={() => setAdding(false)} onDone={(token) => { setAdding(false); setMade(token); retry() }} />}
      {made && (
        <Dialog title={made.name}>
          <Once label={w.tokenMade} secret={made.token ?? ''} hint={w.tokenOnce} />
          <div class="dialog-foot"><Button kind="primary" onClick={() => setMade(null)}>{w.close}</Button></div>
        </Dialog>
      )}
      {ending && <Ask title={w.revokeTitle(ending.name)} verb={w.revoke} danger reason={false} run={() => call('/v1/tokens/' + encodeURIComponent(ending.id), { method: 'DELETE' })}
        onClose={() => setEnding(null)} onDone={() => { setEnding(null); say(w.revoked); retry() }} />}
    </section>
  )
}

function AddToken({ onClose, onDone }: { onClose: () => void; onDone: (token: Token) => void }) {
  const { lang } = useOffice()
  const w = meWords(lang)
  const { session } = useSession()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<string[]>([])
  const [expires, setExpires] = useState(inDays(90))
  const flip = (action: string) => setScope(scope.includes(action) ? scope.filter((other) => other !== action) : [...scope, action])
  return (
    <Ask title={w.addToken} verb={w.addToken} reason={false} ready={!!name.trim() && scope.length > 0 && !!expires} onDone={onDone} onClose={onClose}
      run={(_, key) => write<Token>('POST', '/v1/tokens', { name: name.trim(), scope, expires: new Date(expires + 'T23:59:59').toISOString() }, key)}>
      <TextField label={w.tokenName} hint={w.tokenNameHint} value={name} onInput={setName} required />
      <fieldset class="bare">
        <legend class="legend">{w.scope}</legend>
        {!scope.length && <p class="hint">{w.scopeMissing}</p>}
        {session.can.map((action) => (
          <label key={action} class="check"><input type="checkbox" checked={scope.includes(action)} onChange={() => flip(action)} /> {actionWord(action, lang)}</label>
        ))}
      </fieldset>
      <TextField label={w.expires} hint={w.expiresHint} type="date" min={today()} max={inDays(365)} value={expires} onInput={setExpires} required />
    </Ask>
  )
}

/** The ISO date so many days from today. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
