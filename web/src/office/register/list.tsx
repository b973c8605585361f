import { useMemo, useRef, useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords, type Lang } from '../../words'
import { useOffice } from '../context'
import { moveRow, useKeys } from '../keys'
import { PointMap } from '../map/pointmap'
import type { Point } from '../map/points'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table, type Column } from '../parts/table'
import { go, href, withParams } from '../route'
import { classes, filters, register, type Row } from './api'
import { Filters } from './filters'
import { registerWords, type RegisterWords } from './words'

const perPage = 50

/** What was listed stays so when one comes back from a place. */
export const listAddress = { was: href('register') }

export function RegisterList({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = registerWords(lang)
  const asked = filters.map((name) => param.get(name) ?? '').join('\n')
  const found = usePaged<Row>((cursor, signal) => register(param, cursor, perPage, signal), [asked, lang])
  const kinds = useLoad((signal) => classes(signal), [lang])
  const [lit, setLit] = useState<string | null>(null)
  const bounds = useRef('')
  const selected = param.get('id')
  const set = (changes: Record<string, string | null>, how: 'push' | 'replace' = 'replace') => go(href('register', [], withParams(param, changes)), how)
  const open = (row: { id: string }) => { listAddress.was = href('register', [], withParams(param, { id: row.id })) + location.hash; go(placeAddress(row.id, param)) }
  const select = (id: string) => {
    set({ id })
    document.querySelector(`[data-row="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const points = useMemo(() => found.items.filter(hasPosition).map(asPoint), [found.items])
  const chosen = found.items.find((row) => row.id === selected)
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1), '/': () => document.querySelector<HTMLElement>('[data-find]')?.focus() })
  const nothing = !found.busy && !found.problem && found.items.length === 0
  return (
    <>
      <div class="page-head">
        <h1>{w.title}</h1>
        <p class="small" role="status">{found.total !== null ? w.total(found.total) : found.items.length > 0 && w.shown(found.items.length)}</p>
      </div>
      <Filters param={param} set={set} classes={kinds.value?.items ?? []} bounds={() => bounds.current} />
      <div class="split">
        <div class="split-list">
          {found.items.length > 0 && (
            <Table name="register" label={w.listLabel} columns={columnsOf(w, lang, param)} rows={found.items} id={(row) => row.id}
              selected={selected} lit={lit} onPick={open} onHover={(row) => setLit(row?.id ?? null)} />
          )}
          {found.busy && <Skeleton rows={10} />}
          {found.problem && <Trouble problem={found.problem} retry={found.more} />}
          {nothing && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
          {!found.busy && !found.problem && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
        </div>
        <div class="split-map">
          <PointMap points={points} selected={selected} lit={lit} asOf={param.get('as_of')} inAddress focus={chosen && hasPosition(chosen) ? chosen : null}
            onPick={select} onHover={setLit} onBounds={(box) => { bounds.current = box.map((degrees) => degrees.toFixed(5)).join(',') }} />
        </div>
      </div>
    </>
  )
}

const hasPosition = (row: Row): row is Row & { lon: number; lat: number } => row.lon != null && row.lat != null

const asPoint = (row: Row & { lon: number; lat: number }): Point => ({
  id: row.id, name: row.name, lon: row.lon, lat: row.lat,
  kind: row.state !== 'current' ? 'ended' : row.findings ? 'bad' : row.reading_state && row.reading_state !== 'confirmed' ? 'warn' : 'plain',
})

/** A place's own address, at the dates that the list is of. */
export const placeAddress = (id: string, param?: URLSearchParams) =>
  href('register', [id], { as_of: param?.get('as_of'), recorded: param?.get('recorded') })

function columnsOf(w: RegisterWords, lang: Lang, param: URLSearchParams): Column<Row>[] {
  return [
    { key: 'name', head: w.name, always: true, cell: (row) => (
      <><Link to={placeAddress(row.id, param)} class="row-name" onClickCapture={() => { listAddress.was = location.pathname + location.search + location.hash }}>{row.name}</Link>
        {row.pinyin && <span class="pinyin" lang="zh-Latn">{row.pinyin}</span>}</>
    ) },
    { key: 'class', head: w.cls, cell: (row) => row.class_name },
    { key: 'division', head: w.division, cell: (row) => nearest(row.division_name) },
    { key: 'waits', head: w.waits, cell: (row) => <Waits row={row} w={w} /> },
    { key: 'state', head: w.state, hidden: true, cell: (row) => w.states[row.state] ?? row.state },
    { key: 'since', head: w.since, hidden: true, cell: (row) => row.valid_from && dateWords(row.valid_from, lang) },
    { key: 'until', head: w.until, hidden: true, cell: (row) => row.valid_to && dateWords(row.valid_to, lang) },
    { key: 'position', head: w.position, hidden: true, number: true, cell: (row) => hasPosition(row) && `${row.lon.toFixed(4)}, ${row.lat.toFixed(4)}` },
  ]
}

/** The two smallest divisions of a chain of names. */
const nearest = (chain = '') => chain.split(' ').slice(-2).join(' ')

/** What a person still has to look at, in words. */
function Waits({ row, w }: { row: Row; w: RegisterWords }) {
  return (
    <span class="badges">
      {row.state !== 'current' && <Badge>{w.states[row.state] ?? row.state}</Badge>}
      {!!row.findings && <Badge kind="bad">{w.findings(row.findings)}</Badge>}
      {row.reading_state && row.reading_state !== 'confirmed' && <Badge kind="warn">{w.readings.draft}</Badge>}
      {row.visibility === 'internal' && <Badge>{w.visibilities.internal}</Badge>}
    </span>
  )
}
