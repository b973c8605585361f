import { useMemo, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice } from '../context'
import { PointMap } from '../map/pointmap'
import type { PageProps } from '../pages'
import { Export } from '../parts/export'
import { Link } from '../parts/link'
import { Badge, Empty, Notice } from '../parts/notice'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { counted, coverage, lacking, placeOf, type Row } from './api'
import { VillageView } from './village'
import { safetyWords, type Words } from './words'

/** /office/safety is what every village's card says and lacks, …/<id> where one is kept. */
export default function Safety({ rest, param }: PageProps) {
  return rest[0] ? <VillageView key={rest[0]} id={rest[0]} /> : <Coverage param={param} />
}

function Coverage({ param }: { param: URLSearchParams }) {
  const { lang } = useOffice()
  const w = safetyWords(lang)
  const { value, problem, retry } = useLoad(coverage, [lang])
  const [lit, setLit] = useState<string | null>(null)
  const gap = param.get('gap') ?? ''
  const rows = useMemo(() => lacking(value?.items ?? [], gap), [value, gap])
  const points = useMemo(() => rows.flatMap(({ village, gaps }) => (village.lon === null || village.lat === null ? [] : [{ id: village.id, lon: village.lon, lat: village.lat, name: village.name, kind: gaps.some((g) => w.urgent.includes(g)) ? 'bad' as const : gaps.length ? 'warn' as const : 'good' as const }])).reverse(), [rows]) // those that lack something on top
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={10} />
  const open = (id: string) => go(href('safety', [id]))
  const filter = (to: string) => href('safety', [], withParams(param, { gap: to === gap ? '' : to }))
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1><Export path="/v1/village-cards.csv" name="village-cards" /></div>
      <p class="hint">{w.hint} {w.whole(value.items.length, value.items.filter(({ gaps }) => !gaps.length).length)}</p>
      {value.items.length > 0 && value.items.every(({ gaps }) => !gaps.length) && <Notice kind="good" title={w.allGood}><p>{w.allGoodHint(value.items.length)}</p></Notice>}
      <nav aria-label={w.filter}><p class="row-of">{counted(value.items, Object.keys(w.gap)).map(([g, n]) => <Link key={g} class="button button-small" aria-current={g === gap ? 'true' : undefined} to={filter(g)}>{w.gap[g]} {n}</Link>)}</p></nav>
      {points.length > 0 && <div class="split-place"><PointMap points={points} lit={lit} onPick={open} onHover={setLit} /></div>}
      {rows.length > 0 ? <div style={{ marginBlockStart: '44px' }}><CoverageTable rows={rows} w={w} lit={lit} onHover={setLit} open={open} /></div> : <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
    </>
  )
}

/** What to do first for a village, leading to where it is done. */
function NextStep({ gap, village, w }: { gap: string; village: Row['village']; w: Words }) {
  const { page, rest, param } = placeOf(gap, village)
  return <Link to={href(page, rest, param)}>{w.step[gap]}</Link>
}

interface TableProps { rows: readonly Row[]; w: Words; lit: string | null; onHover: (id: string | null) => void; open: (id: string) => void }

function CoverageTable({ rows, w, lit, onHover, open }: TableProps) {
  const { lang } = useOffice()
  return (
    <Table name="safety" label={w.list} rows={rows} id={({ village }) => village.id} lit={lit} onPick={({ village }) => open(village.id)} onHover={(row) => onHover(row?.village.id ?? null)} columns={[
      { key: 'village', head: w.village, always: true, cell: ({ village }) => <><Link to={href('safety', [village.id])}>{village.name}</Link> <span class="small">{village.above.at(-1)}</span></> },
      { key: 'gaps', head: w.gaps, wrap: true, cell: ({ gaps }) => (gaps.length ? gaps.map((g) => <><Badge key={g} kind={w.urgent.includes(g) ? 'bad' : 'warn'}>{w.gap[g]}</Badge> </>) : <Badge kind="good">{w.complete}</Badge>) },
      { key: 'next', head: w.next, wrap: true, cell: ({ gaps: [first], village }) => first && <NextStep gap={first} village={village} w={w} /> },
      { key: 'shelter', head: w.shelter, wrap: true, cell: ({ shelter, state, distance_m: far }) => shelter && `${shelter} ${w.states[state] ?? ''}${far === null ? '' : ' ' + w.metres(far)}` },
      { key: 'call', head: w.call, cell: ({ officer, phone }) => officer && `${officer} ${phone}` },
      { key: 'night', head: w.night, cell: ({ night, tried_at: tried }) => night && `${night} ${tried ? w.tried(dateWords(tried, lang)) : w.untried}` },
      { key: 'people', head: w.people, number: true, cell: ({ people }) => people },
    ]} />
  )
}
