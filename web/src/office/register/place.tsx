import { useEffect, useState } from 'preact/hooks'
import { placePath, type Change } from '../../api'
import { today } from '../../clock'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { isDate } from '../../url'
import { dateWords, spanWords } from '../../words'
import { useOffice, useSession } from '../context'
import { read } from '../http'
import { PointMap } from '../map/pointmap'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { Sound } from '../parts/sound'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { timeWords } from '../words'
import { Acts } from './acts'
import { place as askPlace, type Finding, type OfficePlace, type Version } from './api'
import { AxesView } from './axesview'
import { Edit } from './edit'
import { endOfDay } from './filters'
import { listAddress } from './list'
import { registerWords } from './words'

/** One place: what is recorded of it, at two dates, and what may be done. */
export function PlacePage({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const { session } = useSession()
  const asOf = param.get('as_of')
  const recorded = param.get('recorded')
  const loaded = useLoad((signal) => askPlace(id, asOf, recorded, signal), [id, asOf, recorded, lang])
  const past = useLoad((signal) => read<{ items: Change[] }>(placePath(id) + '/history', signal), [id, lang])
  const set = (changes: Record<string, string | null>) => go(href('register', [id], withParams(param, changes)))
  const again = () => { loaded.retry(); past.retry() }
  useEffect(() => { if (loaded.value) document.title = loaded.value.place.name + ' · ' + w.title }, [loaded.value])
  const version = loaded.value
  const editing = param.get('edit') === '1' && !asOf && !recorded
  const mayEdit = session.can.includes('place.edit')
  return (
    <article class="place">
      <p class="screen"><Link to={listAddress.was}>← {w.backToList}</Link></p>
      {loaded.problem && <Trouble problem={loaded.problem} retry={loaded.retry} />}
      {!version && !loaded.problem && <Skeleton rows={10} />}
      {version && editing && mayEdit && <Edit version={version} onDone={() => { set({ edit: null }); again() }} />}
      {version && !(editing && mayEdit) && <Shown {...{ version, param, set, again, mayEdit }} />}
      {version && !editing && (
        <section class="section">
          <h2>{w.historyTitle}</h2>
          <Dates {...{ asOf, recorded, set }} />
          {past.problem && <Trouble problem={past.problem} retry={past.retry} />}
          {!past.value && !past.problem && <Skeleton rows={4} />}
          {past.value && <AxesView changes={past.value.items} asOf={asOf} recorded={recorded}
            onPick={(cell) => set({ as_of: cell.asOf === today() ? null : cell.asOf, recorded: isLatest(cell.recorded, past.value!.items) ? null : cell.recorded })} />}
          {past.value && <Records changes={past.value.items} />}
        </section>
      )}
    </article>
  )
}

const isLatest = (recorded: string, changes: readonly Change[]) => changes.every(({ at }) => at <= recorded)

interface DatesProps { asOf: string | null; recorded: string | null; set: (changes: Record<string, string | null>) => void }

/** The two dates that the page is about. */
function Dates({ asOf, recorded, set }: DatesProps) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  return (
    <div class="dates screen">
      <TextField label={w.asOf} hint={w.asOfHint} type="date" value={asOf ?? ''} onInput={(day) => set({ as_of: isDate(day) ? day : null })} />
      <TextField label={w.recorded} hint={w.recordedHint} type="date" value={localDay(recorded)} onInput={(day) => set({ recorded: isDate(day) ? endOfDay(day) : null })} />
      {(asOf || recorded) && <Button onClick={() => set({ as_of: null, recorded: null })}>{w.toNow}</Button>}
    </div>
  )
}

/** The day of a moment on the reader's clock. */
function localDay(moment: string | null): string {
  if (!moment || Number.isNaN(Date.parse(moment))) return ''
  const at = new Date(moment)
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

interface ShownProps {
  version: Version
  param: URLSearchParams
  set: (changes: Record<string, string | null>) => void
  again: () => void
  mayEdit: boolean
}

function Shown({ version, param, set, again, mayEdit }: ShownProps) {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = registerWords(lang)
  const { place } = version
  const [asOf, recorded] = [param.get('as_of'), param.get('recorded')]
  const point = place.lon != null && place.lat != null ? { lon: place.lon, lat: place.lat } : null
  const now = !asOf && !recorded
  return (
    <>
      <header class="place-head">
        <div>
          <h1 tabIndex={-1}>{place.name}</h1>
          <p class="place-line">
            {place.pinyin && <span lang="zh-Latn">{place.pinyin}</span>} <span>{place.class_name}</span>
            <span class="badges">
              {place.state !== 'current' && <Badge>{w.states[place.state]}</Badge>}
              {place.visibility && <Badge>{w.visibilities[place.visibility]}</Badge>}
              {!place.reading_confirmed && <Badge kind="warn">{w.readings.draft}</Badge>}
              {!!place.findings?.length && <Badge kind="bad">{w.findings(place.findings.length)}</Badge>}
            </span>
          </p>
        </div>
        <div class="row-of screen">
          <Link class="button" to={href('archive', [place.id])}>{w.archive}</Link>
          {mayEdit && now && place.state !== 'withdrawn' && <>
            <Button kind="primary" onClick={() => set({ edit: '1' })}>{w.edit}</Button>
            <Acts version={version} onDone={again} />
            {session.can.includes('certificate.issue') && <Link to={href('certificates', ['new'], { place: place.id })}>{w.certificate}</Link>}
          </>}
        </div>
      </header>
      {!now && (
        <Notice kind="warn">
          <p>{w.seenAt(asOf ? dateWords(asOf, lang) : w.todayWord, recorded ? timeWords(recorded, lang) : w.nowWord)} {mayEdit && w.stale}{' '}
            <button type="button" class="link screen" onClick={() => set({ as_of: null, recorded: null })}>{w.toNow}</button></p>
        </Notice>
      )}
      {place.reason && <Notice>{place.reason}</Notice>}
      <div class="split split-place">
        <div><Facts place={place} />{now && place.state === 'current' && <Recording {...{ version, again, mayEdit }} />}<Findings findings={place.findings ?? []} /></div>
        <div class="split-map">{point && <PointMap points={[{ id: place.id, name: place.name, ...point }]} selected={place.id} asOf={asOf} focus={point} />}</div>
      </div>
    </>
  )
}

/** How the standard name is spoken. */
function Recording({ version: { place, etag }, again, mayEdit }: Pick<ShownProps, 'version' | 'again' | 'mayEdit'>) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const name = place.names.find((one) => one.kind === 'standard' && one.text === place.name)
  return (
    <section class="section">
      <h2>{w.recording}</h2>
      <Sound place={place.id} name={place.name} nameID={name?.id} etag={etag} sound={place.sound} may={mayEdit} onDone={again} />
    </section>
  )
}

function Facts({ place }: { place: OfficePlace }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const texts = (['meaning', 'origin', 'history', 'description', 'heritage'] as const).filter((key) => place[key])
  return (
    <>
      <section>
        <h2>{w.names}</h2>
        <ul class="plain-list">
          {place.names.map((name) => (
            <li key={name.kind + name.text + name.valid_from}>
              <b>{name.text}</b> <span class="small">{w.kinds[name.kind] ?? name.kind}</span> {name.pinyin && <span lang="zh-Latn">{name.pinyin}</span>}{' '}
              {name.reading_state === 'draft' && <Badge kind="warn">{w.readings.draft}</Badge>}{' '}
              <span class="small">{(name.valid_from || name.valid_to) && spanWords(name.valid_from, name.valid_to, lang)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section class="section">
        <h2>{w.text}</h2>
        <dl class="facts">
          {texts.map((key) => [<dt key={key}>{w.fields[key]}</dt>, <dd key={key + ' text'}>{place[key]}</dd>])}
          {!texts.length && <><dt>{w.text}</dt><dd class="small">{w.noText}</dd></>}
          <dt>{w.chain}</dt><dd>{place.divisions.map((division) => division.name).join(' › ')}</dd>
          {place.lon != null && place.lat != null && <><dt>{w.position}</dt><dd class="figures">{place.lon.toFixed(6)}, {place.lat.toFixed(6)}</dd></>}
          {place.elevation_m && <><dt>{w.elevation}</dt><dd>{place.elevation_m} m</dd></>}
          {place.code && <><dt>{w.code}</dt><dd class="figures">{place.code}</dd></>}
          <dt>{w.valid}</dt><dd>{spanWords(place.valid_from, place.valid_to, lang)}</dd>
          {place.source && <><dt>{w.source}</dt><dd>{place.source}</dd></>}
          {place.page_url && <><dt>{w.publicPage}</dt><dd><a href={new URL(place.page_url, location.origin).pathname}>{place.page_url}</a></dd></>}
        </dl>
      </section>
    </>
  )
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  return (
    <section class="section">
      <h2>{w.findingsTitle}</h2>
      {!findings.length && <p class="small">{w.noFindings}</p>}
      <ul class="plain-list">
        {findings.map((finding, i) => (
          <li key={finding.id ?? i}>
            <Badge kind="bad">{finding.check ?? finding.kind}</Badge> {finding.text ?? finding.detail}{' '}
            {finding.other && <><Link to={href('register', [finding.other.id])}>{finding.other.name}</Link> {finding.other.distance_m !== undefined && w.distance(finding.other.distance_m)}</>}
            {finding.basis && <span class="small"> {finding.basis}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Every record, the latest first. */
function Records({ changes }: { changes: readonly Change[] }) {
  const { lang } = useOffice()
  const w = registerWords(lang)
  const [open, setOpen] = useState(false)
  const rows = [...changes].reverse()
  return (
    <details class="records" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.historyOf}（{changes.length}）</summary>
      {open && <Table name="records" label={w.historyOf} rows={rows} id={(row) => `${rows.indexOf(row)}`} columns={[
        { key: 'at', head: w.recordedCol, always: true, cell: (row) => timeWords(row.at, lang) },
        { key: 'action', head: w.action, always: true, cell: (row) => w.actions[row.action] ?? row.action },
        { key: 'what', head: w.what, always: true, cell: (row) => [row.text, row.kind && w.kinds[row.kind]].filter(Boolean).join(' · ') },
        { key: 'valid', head: w.validCol, always: true, cell: (row) => (row.valid_from || row.valid_to ? spanWords(row.valid_from, row.valid_to, lang) : '') },
        { key: 'reason', head: w.text, always: true, wrap: true, cell: (row) => <>{row.reason} {row.corrected && <Badge>{w.superseded}</Badge>}</> },
      ]} />}
    </details>
  )
}
