import { dateWords } from '../../words'
import { caseWords } from '../cases/words'
import { useOffice } from '../context'
import { ledgerWords } from '../ledger/words'
import { Link } from '../parts/link'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import { href } from '../route'
import { timeWords } from '../words'
import { documentAddress, type CaseFile, type Decision, type Event } from './api'
import { archiveWords } from './words'

/** A decision about the place, with the file of its case for those who may read it. */
export function DecisionView({ one }: { one: Decision }) {
  const { lang } = useOffice()
  const w = archiveWords(lang)
  const { kinds } = caseWords(lang)
  const file = one.case
  return (
    <section class="section" aria-label={`${kinds[one.kind] ?? one.kind} ${one.name}`}>
      <h3>{kinds[one.kind] ?? one.kind} {one.name} <Badge kind={one.outcome === 'approved' ? 'good' : one.outcome === 'refused' ? 'bad' : 'plain'}>{w.outcomes[one.outcome]}</Badge></h3>
      <dl class="facts">
        {file && <><dt>{w.case}</dt><dd><Link to={href('cases', [file.id])}>{file.number}</Link> {caseWords(lang).states[file.state]}</dd></>}
        {file?.applicant && <><dt>{w.applicant}</dt><dd>{file.applicant}</dd></>}
        {file?.reason && <><dt>{w.reason}</dt><dd>{file.reason}</dd></>}
        {file?.notices.map((notice) => [<dt key={notice.id}>{w.notice}</dt>, <dd key={notice.id + ' text'}><Link to={href('notices', [notice.id])}>{notice.title}</Link> {dateWords(notice.from, lang)}—{dateWords(notice.to, lang)} {notice.summary}</dd>])}
        {one.reply_no && <><dt>{w.reply}</dt><dd>{one.approver} {one.reply_no} {one.replied_on && dateWords(one.replied_on, lang)}</dd></>}
        {one.filed_on && <><dt>{w.filed}</dt><dd>{dateWords(one.filed_on, lang)}</dd></>}
        {one.announced_on && <><dt>{w.announced}</dt><dd>{dateWords(one.announced_on, lang)} {one.announcement && <a href={`/announcements/${one.announcement.year}/${one.announcement.number}`}>{w.number(one.announcement.year, one.announcement.number)} {one.announcement.title}</a>}</dd></>}
        {file && <><dt>{w.documents}</dt><dd><Documents file={file} /></dd></>}
      </dl>
      {file && <Timeline events={file.timeline} />}
    </section>
  )
}

function Documents({ file }: { file: CaseFile }) {
  const { lang } = useOffice()
  const w = archiveWords(lang)
  const { papers } = caseWords(lang)
  if (!file.documents.length) return <span class="small">{w.noDocuments}</span>
  return (
    <ul class="plain-list">
      {file.documents.map((one) => (
        <li key={one.id}>{papers[one.kind] ?? one.kind}：<a href={documentAddress(file, one)} download>{one.title}</a> <span class="small">{Math.ceil(one.bytes / 1024)} KB · {w.sum} <span class="mono">{one.sha256.slice(0, 16)}…</span></span></li>
      ))}
    </ul>
  )
}

function Timeline({ events }: { events: readonly Event[] }) {
  const { lang } = useOffice()
  const w = archiveWords(lang)
  const actions: Record<string, string> = ledgerWords(lang).actions
  return (
    <details class="records">
      <summary>{w.timeline(events.length)}</summary>
      <Table name="archive-timeline" label={w.timeline(events.length)} rows={events} id={(row) => row.at + row.action} columns={[
        { key: 'at', head: w.at, always: true, cell: (row: Event) => timeWords(row.at, lang) },
        { key: 'what', head: w.what, always: true, cell: (row: Event) => actions[row.action] ?? row.action },
        { key: 'by', head: w.by, always: true, cell: (row: Event) => row.by },
        { key: 'why', head: w.why, always: true, wrap: true, cell: (row: Event) => row.reason },
      ]} />
    </details>
  )
}
