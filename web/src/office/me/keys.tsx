import { useState } from 'preact/hooks'
import { Problem } from '../../http'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { call, read } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { keysPossible, registerKey } from '../webauthn'
import { timeWords } from '../words'
import { meWords } from './words'

interface Key { id: string; name: string; made_at?: string; created_at?: string; used_at?: string | null }

/** The security keys of the person. */
export function Keys() {
  const { t, lang } = useOffice()
  const w = meWords(lang)
  const { say } = useSession()
  const { value, problem, retry } = useLoad((signal) => read<{ items: Key[] }>('/v1/session/keys', signal), [lang])
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Key | null>(null)
  const done = (text: string) => () => { setAdding(false); setRemoving(null); say(text); retry() }
  return (
    <section class="section">
      <div class="page-head"><h2>{w.keys}</h2>{keysPossible() && <Button small onClick={() => setAdding(true)}>{w.addKey}</Button>}</div>
      <p class="hint">{w.keysHint}</p>
      {!keysPossible() && <Notice kind="warn">{t.login.keyImpossible}</Notice>}
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && !value.items.length && <p class="small">{w.noKeys}</p>}
      {value && value.items.length > 0 && <Table name="keys" label={w.keyList} rows={value.items} id={(row) => row.id} columns={[
        { key: 'name', head: w.keyName, always: true, cell: (row) => row.name },
        { key: 'made', head: w.made, always: true, cell: (row) => timeWords(row.made_at ?? row.created_at ?? '', lang) },
        { key: 'used', head: w.used, always: true, cell: (row) => (row.used_at ? timeWords(row.used_at, lang) : w.neverUsed) },
        { key: 'act', head: '', always: true, cell: (row) => <Button small kind="quiet" aria-label={`${w.removeKey} ${row.name}`} onClick={() => setRemoving(row)}>{w.removeKey}</Button> },
      ]} />}
      {adding && <AddKey onClose={() => setAdding(false)} onDone={done(w.keyAdded)} />}
      {removing && <Ask title={w.removeTitle(removing.name)} verb={w.removeKey} danger reason={false} onClose={() => setRemoving(null)} onDone={done(w.keyRemoved)}
        run={() => call(`/v1/session/keys/${encodeURIComponent(removing.id)}`, { method: 'DELETE' })} />}
    </section>
  )
}

function AddKey({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { lang } = useOffice()
  const w = meWords(lang)
  const [name, setName] = useState('')
  // The browser's own refusal says nothing that a person could act on.
  const run = () => registerKey(name.trim()).catch((err: unknown) => {
    throw err instanceof DOMException ? new Problem(400, w.keys, w.keyFailed) : err
  })
  return (
    <Ask title={w.addKey} verb={w.addKey} reason={false} ready={!!name.trim()} run={run} onDone={onDone} onClose={onClose}>
      <TextField label={w.keyName} hint={w.keyNameHint} value={name} onInput={setName} required />
    </Ask>
  )
}
