import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { isDate } from '../../url'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { settings, type Setting } from './api'
import { EditSetting } from './edit'
import { Past } from './past'
import { isDefault, originOf, valueWords } from './value'
import { settingWords } from './words'

/** What the law leaves to the place, with basis and date. */
export default function Settings({ param }: PageProps) {
  const { lang } = useOffice()
  const w = settingWords(lang)
  const { session, say } = useSession()
  const [division, asOf, open] = [param.get('division'), param.get('as_of'), param.get('key')]
  const { value, problem, retry } = useLoad((signal) => settings(division, asOf, signal), [division, asOf, lang])
  const [editing, setEditing] = useState<Setting | null>(null)
  const [round, setRound] = useState(0)
  const set = (changes: Record<string, string | null>) => go(href('settings', [], withParams(param, changes)), 'replace')
  const mayEdit = session.can.includes('setting.edit') && !asOf
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      <p class="hint">{w.hint} <Link to={href('holidays')}>{w.holidays}</Link> <Link to={href('templates')}>{w.templates}</Link></p>
      <form class="filters filters-few screen" onSubmit={(event) => event.preventDefault()}>
        <DivisionField label={w.division} whole={w.whole} value={division ?? ''} onPick={(picked) => set({ division: picked?.code ?? null })} />
        <TextField label={w.asOf} type="date" value={asOf ?? ''} onInput={(day) => set({ as_of: isDate(day) ? day : null })} />
      </form>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && value.items.length > 0 && (
        <div class="with-columns">
          <Table name="settings" label={w.list} rows={value.items} id={(row) => row.key} selected={open}
            onPick={(row) => set({ key: open === row.key ? null : row.key })}
            expanded={(row) => (row.key === open ? <Past key={round} setting={row} division={division} /> : null)} columns={[
              { key: 'name', head: w.name, always: true, wrap: true, cell: (row) => <><b>{row.label ?? row.key}</b> <span class="pinyin">{row.key}</span></> },
              { key: 'value', head: w.value, always: true, cell: (row) => <>{valueWords(row.value, row.unit, w)} {isDefault(row) && <Badge>{w.isDefault}</Badge>}</> },
              { key: 'basis', head: w.basis, wrap: true, cell: (row) => row.basis },
              { key: 'since', head: w.since, cell: (row) => row.valid_from && dateWords(row.valid_from, lang) },
              { key: 'from', head: w.inherited, cell: (row) => originOf(row) || (isDefault(row) ? '' : w.own) },
              ...(mayEdit ? [{ key: 'edit', head: '', always: true, cell: (row: Setting) => row.editable !== false && <Button small aria-label={`${w.edit} ${row.label ?? row.key}`} onClick={() => setEditing(row)}>{w.edit}</Button> }] : []),
            ]} />
        </div>
      )}
      {editing && <EditSetting setting={editing} division={division} onClose={() => setEditing(null)}
        onDone={() => { say(w.saved(editing.label ?? editing.key)); setEditing(null); setRound(round + 1); retry() }} />}
    </>
  )
}
