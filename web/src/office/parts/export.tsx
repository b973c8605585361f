import { useState } from 'preact/hooks'
import { asProblem } from '../../load'
import { useOffice, useSession } from '../context'
import { download } from '../http'
import { Button } from './button'

/** Saves a list as CSV, as it is filtered on the page; that it was taken is an entry of the ledger. */
export function Export({ path, name }: { path: string; name: string }) {
  const { t } = useOffice()
  const { say } = useSession()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await download(path, `${name}.csv`)
      say(t.exported)
    } catch (err) { say(asProblem(err).message) }
    setBusy(false)
  }
  return <Button class="screen" busy={busy} onClick={() => void save()}>{t.exportCSV}</Button>
}
