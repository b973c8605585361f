import { useState } from 'preact/hooks'
import { today } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href } from '../route'
import { holidays, type Holiday } from './api'
import { Calendar } from './calendar'
import { EditDay } from './edit'
import { holidayWords } from './words'

/** The official holidays of a year, by which working days and deadlines are counted. */
export default function Holidays({ param }: PageProps) {
  const { t, lang } = useOffice()
  const w = holidayWords(lang)
  const { session, say } = useSession()
  const year = /^(19[5-9]\d|20\d\d)$/.test(param.get('year') ?? '') ? Number(param.get('year')) : Number(today().slice(0, 4))
  const { value, problem, retry } = useLoad((signal) => holidays(year, signal), [year, lang])
  const [editing, setEditing] = useState<string | null>(null)
  const show = (to: number) => go(href('holidays', [], { year: to }), 'replace')
  const mayEdit = session.can.includes('setting.edit')
  const unchecked = value?.days.filter((one) => !one.verified).length ?? 0
  return (
    <>
      <div class="page-head">
        <h1>{w.title} {year}</h1>
        <span class="page-tools">
          <Button small onClick={() => show(year - 1)}>{w.earlier}</Button> <Button small onClick={() => show(year + 1)}>{w.later}</Button> <Button small onClick={() => print()}>{t.print}</Button>
        </span>
      </div>
      <p class="hint">{w.hint} <Link to={href('settings')}>{w.back}</Link></p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={8} />}
      {value && (
        <>
          {!value.known && <Notice kind="warn" title={w.unknown(year)}><p>{w.unknownHint}</p></Notice>}
          {unchecked > 0 && <Notice title={w.unchecked(unchecked)}><p>{w.uncheckedHint}</p></Notice>}
          {mayEdit && <p class="hint screen">{w.keys}</p>}
          <Calendar key={year} year={year} days={value.days} onPick={mayEdit ? setEditing : null} />
          {value.days.length > 0 && (
            <section class="section">
              <h2>{w.list}</h2>
              <Table name="holidays" label={w.list} rows={value.days} id={(row) => row.day} columns={[
                { key: 'day', head: w.day, always: true, cell: (row: Holiday) => dateWords(row.day, lang) },
                { key: 'kind', head: w.kind, always: true, cell: (row: Holiday) => <Badge kind={row.kind === 'work' ? 'warn' : 'good'}>{w[row.kind]}</Badge> },
                { key: 'name', head: w.name, always: true, cell: (row: Holiday) => row.name },
                { key: 'source', head: w.source, wrap: true, cell: (row: Holiday) => row.source },
                { key: 'check', head: w.check, cell: (row: Holiday) => (row.verified ? w.verified : w.notVerified) },
                ...(mayEdit ? [{ key: 'edit', head: '', always: true, cell: (row: Holiday) => <Button small aria-label={`${w.edit} ${dateWords(row.day, lang)}`} onClick={() => setEditing(row.day)}>{w.edit}</Button> }] : []),
              ]} />
            </section>
          )}
        </>
      )}
      {editing && value && <EditDay day={editing} held={value.days.find((one) => one.day === editing)} source={value.days[0]?.source ?? ''} onClose={() => setEditing(null)}
        onDone={(said) => { setEditing(null); say(said); retry() }} />}
    </>
  )
}
