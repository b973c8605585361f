import { useState } from 'preact/hooks'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Badge } from '../../parts/notice'
import { Table } from '../../parts/table'
import { timeWords } from '../../words'
import { act, type Report } from './api'
import { Files } from './shared'
import { upkeepWords } from './words'

/** Reports of events with their clocks; the open ones can be dealt with here. */
export function ReportTable({ rows, works, onChanged }: { rows: readonly Report[]; works: boolean; onChanged: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = upkeepWords(lang)
  const [shown, setShown] = useState<string | null>(null)
  const [asking, setAsking] = useState<Report | null>(null)
  return (
    <>
      <Table name="upkeep-reports" label={w.reports} rows={rows} id={(row) => row.id} selected={shown} onPick={(row) => setShown(shown === row.id ? null : row.id)} columns={[
        { key: 'state', head: w.state, always: true, cell: (row) => (row.handled_on ? <Badge kind="good">{w.handled(dateWords(row.handled_on, lang))}</Badge> : <Badge kind="bad">{w.open}</Badge>) },
        { key: 'kind', head: w.kind, always: true, wrap: true, cell: (row) => <><b>{w.reportKinds[row.kind] ?? row.kind}</b> {row.marker_number} {!row.mine && <Badge>{w.theirs}</Badge>}</> },
        { key: 'text', head: w.text, wrap: true, cell: (row) => row.text },
        { key: 'clock', head: w.clock, cell: (row) => <Badge kind={row.kept ? 'good' : 'warn'}>{row.kept ? w.kept(row.hours) : w.late(row.hours)}</Badge> },
        { key: 'found', head: w.discoveredAt, cell: (row) => timeWords(row.discovered_at, lang) },
        { key: 'line', head: w.line, wrap: true, cell: (row) => row.line_name },
      ]} expanded={(row) => row.id === shown && (
        <>
          <dl class="facts">
            <dt>{w.discoveredAt}</dt><dd>{timeWords(row.discovered_at, lang)}</dd>
            <dt>{w.reportedAt}</dt><dd>{timeWords(row.reported_at, lang)}（{w.limit(timeWords(row.limit_at, lang))}；{row.basis}）</dd>
            {row.position && <><dt>{w.position}</dt><dd>{row.position.lon.toFixed(6)}, {row.position.lat.toFixed(6)}</dd></>}
            {row.handling && <><dt>{w.handling}</dt><dd>{row.handling}</dd></>}
          </dl>
          <Files of={{ report: row.id }} files={row.files} mayAdd={row.mine && works} mayRemove={row.mine && works} onChanged={onChanged} />
          {works && row.mine && !row.handled_on && <p class="screen"><Button kind="primary" onClick={() => setAsking(row)}>{w.handle}</Button></p>}
        </>
      )} />
      {asking && <Ask title={w.handle} verb={w.handle} hint={w.handleHint} reasonWord={w.handling} onClose={() => setAsking(null)}
        run={(reason, key) => act('reports', asking.id, 'handling', { reason }, key)} onDone={() => { setAsking(null); say(w.saved); onChanged() }} />}
    </>
  )
}
