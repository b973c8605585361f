import { useState } from 'preact/hooks'
import { Skeleton, Trouble } from '../../../notice'
import { useOffice, useSession } from '../../context'
import { Ask } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Badge } from '../../parts/notice'
import { usePaged } from '../../parts/pages'
import { Table } from '../../parts/table'
import { timeWords } from '../../words'
import { act, patrols, type Check, type Patrol } from './api'
import { Files } from './shared'
import { upkeepWords, type Words } from './words'

interface Props { filter: Record<string, string>; works: boolean; mayAdd: boolean; onChanged?: () => void }

/** What a patrol says of a marker, in a line. */
export function checkWords(check: Check, w: Words): string {
  if (!check.reached) return `${w.notReached}${check.note && `（${check.note}）`}`
  return [w.conditions[check.condition ?? ''], check.cleared && `${w.clearedWord}：${w.clearings[check.cleared] ?? ''}`, check.repainted && w.repainted, check.note].filter(Boolean).join('，')
}

const bad = (patrol: Patrol) => patrol.checks.filter(({ reached, condition }) => !reached || condition !== 'normal')

/** Patrols, the newest first, page by page. */
export function PatrolList({ filter, works, mayAdd, onChanged }: Props) {
  const { lang, t } = useOffice()
  const { say } = useSession()
  const w = upkeepWords(lang)
  const [turn, setTurn] = useState(0)
  const [shown, setShown] = useState<string | null>(null)
  const [voiding, setVoiding] = useState<Patrol | null>(null)
  const found = usePaged<Patrol>((cursor, signal) => patrols({ ...filter, cursor, limit: 50 }, signal), [JSON.stringify(filter), lang, turn])
  const changed = () => { setTurn(turn + 1); onChanged?.() }
  return (
    <>
      {found.items.length > 0 && <Table name="upkeep-patrols" label={w.patrols} rows={found.items} id={(row) => row.id} selected={shown} onPick={(row) => setShown(shown === row.id ? null : row.id)} columns={[
        { key: 'made', head: w.madeAt, always: true, cell: (row) => timeWords(row.made_at, lang) },
        { key: 'result', head: w.result, always: true, wrap: true, cell: (row) => (row.voided ? <Badge>{w.voided}</Badge> : bad(row).length ? <Badge kind="warn">{bad(row).map((check) => `${check.number ?? ''} ${check.reached ? w.conditions[check.condition ?? ''] : w.notReached}`).join('、')}</Badge> : <Badge kind="good">{w.conditions.normal}</Badge>) },
        { key: 'period', head: w.period, cell: (row) => (row.period ? row.period.slice(0, 7) : w.extra) },
        { key: 'by', head: w.by, cell: (row) => row.by_name },
        { key: 'files', head: w.photos, number: true, cell: (row) => row.files.length || '' },
      ]} expanded={(row) => row.id === shown && (
        <>
          <dl class="facts">
            <dt>{w.occasion}</dt><dd>{w.occasions[row.occasion]}{row.record && ` · ${w.record}`}</dd>
            {row.position && <><dt>{w.position}</dt><dd>{row.position.lon.toFixed(6)}, {row.position.lat.toFixed(6)} {row.position.accuracy_m ? w.accuracy(row.position.accuracy_m) : ''}</dd></>}
            {row.checks.map((check) => <><dt key={check.marker}>{check.number}</dt><dd>{checkWords(check, w)}</dd></>)}
            {row.note && <><dt>{w.note}</dt><dd>{row.note}</dd></>}
            {row.voided && <><dt>{w.voided}</dt><dd>{row.void_reason}</dd></>}
          </dl>
          <Files of={{ patrol: row.id }} files={row.files} mayAdd={mayAdd && !row.voided} mayRemove={works} onChanged={changed} />
          {works && !row.voided && <p class="screen"><Button kind="danger" small onClick={() => setVoiding(row)}>{w.voidPatrol}</Button></p>}
        </>
      )} />}
      {found.busy && <Skeleton rows={3} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <p class="hint">{w.noPatrols}</p>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {voiding && <Ask title={w.voidPatrol} verb={w.voidPatrol} danger hint={w.voidHint} onClose={() => setVoiding(null)} run={(reason, key) => act('patrols', voiding.id, 'void', { reason }, key)} onDone={() => { setVoiding(null); say(w.saved); changed() }} />}
    </>
  )
}
