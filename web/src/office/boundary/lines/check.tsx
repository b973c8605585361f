import { useMemo, useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Trouble } from '../../../notice'
import { useOffice } from '../../context'
import { PointMap } from '../../map/pointmap'
import type { Point } from '../../map/points'
import { Button } from '../../parts/button'
import { SelectField } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge, Empty } from '../../parts/notice'
import { Table } from '../../parts/table'
import { go, href, withParams } from '../../route'
import { checked, type Finding } from './api'
import { lineAddress } from './list'
import { lineWords } from './words'

type Placed = Finding & { id: string }

/** The check of all areas and lines: what is wrong, with its place on the map. */
export function CheckPage({ param }: { param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = lineWords(lang)
  const { value, problem, retry } = useLoad((signal) => checked(param.get('as_of'), signal), [param.get('as_of'), lang])
  const [lit, setLit] = useState<string | null>(null)
  const all = useMemo<Placed[]>(() => (value?.items ?? []).map((one, i) => ({ ...one, id: String(i) })), [value])
  const kind = param.get('kind') ?? ''
  const rows = useMemo(() => all.filter((one) => !kind || one.kind === kind), [all, kind])
  const points = useMemo<Point[]>(() => rows.map(({ id, names, lon, lat, kind }) => ({ id, name: names.join(' '), lon, lat, kind: kind === 'dangle' || kind === 'owner' ? 'warn' : 'bad' })), [rows])
  const selected = rows.find(({ id }) => id === param.get('id'))
  const set = (changes: Record<string, string | null>) => go(href('boundary', ['lines', 'check'], withParams(param, changes)), 'replace')
  const count = (word: string) => all.filter((one) => one.kind === word).length
  return (
    <>
      <p class="screen"><Link to={lineAddress()}>← {w.back}</Link></p>
      <div class="page-head"><h1>{w.checkTitle}</h1><p class="small" role="status">{value ? w.found(rows.length) : !problem && w.runs}</p>
        <div class="row-of screen">{value && <Button onClick={retry}>{w.again}</Button>}<Button onClick={() => print()}>{t.print}</Button></div></div>
      <p class="small">{w.checkHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !all.length && <Empty title={w.nothingWrong}><p>{w.nothingWrongHint}</p></Empty>}
      {all.length > 0 && <>
        <div class="line-filters screen"><SelectField label={w.what} value={kind} onPick={(kind) => set({ kind: kind || null, id: null })} choices={[{ value: '', word: `${w.allKinds} ${all.length}` }, ...Object.entries(w.findings).filter(([value]) => count(value)).map(([value, word]) => ({ value, word: `${word} ${count(value)}` }))]} /></div>
        <div class="split">
          <div class="split-list">
            <Table name="line-check" label={w.checkTitle} rows={rows} id={(row) => row.id} selected={selected?.id} lit={lit} onPick={(row) => set({ id: row.id })} onHover={(row) => setLit(row?.id ?? null)} columns={[
              { key: 'kind', head: w.what, always: true, wrap: true, cell: (row) => <><Badge kind={row.kind === 'dangle' || row.kind === 'owner' ? 'warn' : 'bad'}>{w.findings[row.kind] ?? row.kind}</Badge> <span class="small">{row.area_m2 ? w.area(row.area_m2) : ''}{row.wide_m ? w.wide(row.wide_m) : ''} {row.reason}</span></> },
              { key: 'names', head: w.who, always: true, wrap: true, cell: (row) => (row.line ? <Link to={lineAddress(row.line)}>{row.names.join('、')}</Link> : row.names.join('、')) },
              { key: 'level', head: w.level, cell: (row) => w.level2(row.level) },
              { key: 'where', head: w.where, always: true, number: true, cell: (row) => <Button small onClick={() => set({ id: row.id })}>{row.lon.toFixed(5)}, {row.lat.toFixed(5)}</Button> },
            ]} />
          </div>
          <div class="split-map"><PointMap points={points} selected={selected?.id ?? null} lit={lit} focus={selected ?? null} zoom={14} onHover={setLit} onPick={(id) => set({ id })} /></div>
        </div>
      </>}
    </>
  )
}
