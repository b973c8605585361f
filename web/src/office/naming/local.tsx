import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { Button } from '../parts/button'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { settings, type Setting } from '../settings/api'
import { EditSetting } from '../settings/edit'
import { settingWords } from '../settings/words'
import { namingWords } from './words'

/** What national law leaves to the place: rules that a county adopts, and what its dialect does not tell apart. */
export function Local() {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const { session, say } = useSession()
  const { value, problem, retry } = useLoad((signal) => settings(null, null, signal), [lang])
  const [editing, setEditing] = useState<Setting | null>(null)
  const rules = value?.items.filter((one) => one.key.startsWith('naming.')) ?? []
  const may = session.can.includes('setting.edit')
  return (
    <section class="section">
      <h2>{w.localTitle}</h2>
      <p class="hint">{w.localHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && !rules.length && <Empty title={w.noLocal} />}
      {rules.length > 0 && <div class="with-columns"><Table name="local-rules" label={w.localTitle} rows={rules} id={(row) => row.key} columns={[
        { key: 'rule', head: w.rule, always: true, wrap: true, cell: (row: Setting) => <b>{row.label ?? row.key}</b> },
        { key: 'state', head: w.state, always: true, cell: (row: Setting) => <Badge kind={row.value === true ? 'good' : 'plain'}>{row.value === true ? w.adopted : w.notAdopted}</Badge> },
        { key: 'since', head: w.since, cell: (row: Setting) => row.valid_from && dateWords(row.valid_from, lang) },
        { key: 'basis', head: w.basis, wrap: true, cell: (row: Setting) => row.basis },
        ...(may ? [{ key: 'act', head: '', always: true, cell: (row: Setting) => <Button small aria-label={`${w.edit} ${row.label ?? row.key}`} onClick={() => setEditing(row)}>{w.edit}</Button> }] : []),
      ]} /></div>}
      {editing && <EditSetting setting={editing} division={null} onClose={() => setEditing(null)} onDone={() => { say(settingWords(lang).saved(editing.label ?? editing.key)); setEditing(null); retry() }} />}
    </section>
  )
}
