import { useMemo, useRef, useState } from 'preact/hooks'
import { useLoad } from '../../../load'
import { Skeleton, Trouble } from '../../../notice'
import { dateWords } from '../../../words'
import { useOffice, useSession } from '../../context'
import { PointMap } from '../../map/pointmap'
import type { Drawn, Point } from '../../map/points'
import { Button } from '../../parts/button'
import { Link } from '../../parts/link'
import { Badge, Notice } from '../../parts/notice'
import { TextField } from '../../parts/field'
import { go, href, withParams } from '../../route'
import { mayDo } from '../../session'
import { timeWords } from '../../words'
import { geometryAddress, line, type Held, type Line, type When } from './api'
import { middleOf, ownerName } from './choose'
import { Course } from './course'
import { Documents } from './documents'
import { Edit } from './edit'
import { lineAddress } from './list'
import { Past } from './past'
import { Enclaves, Works } from './records'
import { lineWords, type Words } from './words'

/** What a part of the page is given; may: the reader may change the line, and sees it as it is now. */
export interface Given { held: Held; when: When; w: Words; may: boolean; changed: (said: string) => void }

/** One line: where it runs, what is registered of it, and what was. */
export function LinePage({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = lineWords(lang)
  const when = { as_of: param.get('as_of'), recorded: param.get('recorded') }
  const [round, setRound] = useState(0)
  const [spot, setSpot] = useState<Point | null>(null)
  const key = [id, when.as_of, when.recorded, lang].join()
  const { value, problem, retry } = useLoad(async (signal) => ({ key, held: await line(id, when, signal) }), [key, round])
  // While a change is read again the page stays as it was, so that nothing jumps.
  const kept = useRef(value)
  kept.current = value ?? kept.current
  const held = kept.current?.key === key ? kept.current.held : null
  if (problem) return <><p class="screen"><Link to={lineAddress()}>← {w.back}</Link></p><Trouble problem={problem} retry={retry} /></>
  if (!held) return <Skeleton rows={14} />
  const past = when.as_of || when.recorded
  const given: Given = { held, when, w, may: !past && held.line.can.includes('boundary_line.change'), changed: (said) => { say(said); setRound((n) => n + 1) } }
  return (
    <article class="line-page">
      <p class="screen"><Link to={lineAddress()}>← {w.back}</Link></p>
      <Head {...given} />
      <Times id={id} when={when} param={param} w={w} />
      <div class="split split-place">
        <div>
          <Facts {...given} />
          <Junctions of={held.line} w={w} />
        </div>
        <div class="split-map"><Around of={held.line} spot={spot} /></div>
      </div>
      {held.line.office && <>
        <Course {...given} onSpot={setSpot} />
        <Documents {...given} />
        <Enclaves {...given} />
        <Works {...given} onSpot={setSpot} />
        <Past key={round} id={id} w={w} />
      </>}
    </article>
  )
}

function Head({ held, w, may, changed }: Given) {
  const { session } = useSession()
  const [editing, setEditing] = useState(false)
  const { line } = held
  return (
    <div class="page-head">
      <h1>{line.name} <Badge>{w.levels[line.level]}</Badge></h1>
      <div class="row-of screen">
        {mayDo(session, ['upkeep.office']) && <Link class="button" to={href('boundary', ['dossier', line.id])}>{w.dossier}</Link>}
        {mayDo(session, ['marker.read']) && <Link class="button" to={href('boundary', ['markers'], { line: line.id })}>{w.markers}</Link>}
        {may && <Button onClick={() => setEditing(true)}>{w.edit}</Button>}
      </div>
      {editing && <Edit held={held} w={w} onClose={() => setEditing(false)} onDone={() => { setEditing(false); changed(w.saved) }} />}
    </div>
  )
}

/** The day of the law, and the moment of the register when another than now. */
function Times({ id, when, param, w }: { id: string; when: When; param: URLSearchParams; w: Words }) {
  const { lang } = useOffice()
  const said = [when.as_of && w.onDay(dateWords(when.as_of, lang)), when.recorded && w.asRecorded(timeWords(when.recorded, lang))].filter(Boolean).join('，')
  return (
    <>
      <div class="line-times screen"><TextField type="date" label={w.asOf} value={when.as_of ?? ''} onInput={(as_of) => go(href('boundary', ['lines', id], withParams(param, { as_of })), 'replace')} /></div>
      {said && <Notice kind="warn"><p>{w.readingPast(said)} <Link to={lineAddress(id)}>{w.toNow}</Link></p></Notice>}
    </>
  )
}

function Facts({ held: { line }, when, w }: Given) {
  const { lang } = useOffice()
  const said = line.office
  const day = (date: string | undefined) => (date ? dateWords(date, lang) : '')
  const rows: [string, string | undefined][] = [
    [w.number, line.number], [w.length, `${w.km(line.length_m)}（${w.measured}）`], [w.lengthStated, said?.length_stated], [w.approvedBy, said?.approved_by], [w.approvalNo, said?.approval_no], [w.approvedOn, day(said?.approved_on)],
    [w.agreement, said?.agreement], [w.valid, [line.valid_from && w.from(day(line.valid_from)), line.valid_to && w.until(day(line.valid_to))].filter(Boolean).join('，')], [w.visibility, said && w.visibilities[said.visibility]], [w.source, said?.source],
  ]
  return (
    <section><h2>{w.facts}</h2>
      <dl class="facts">
        {line.owners.map((owner) => [<dt key={owner.side}>{w.side(owner.side)}</dt>, <dd key={owner.side + 'd'}>{ownerName(owner, w)} <span class="small">{owner.code}</span> {owner.kind === 'division' && !owner.has_area && <span class="small">{w.standIn}</span>}</dd>])}
        {rows.map(([head, value]) => value && [<dt key={head}>{head}</dt>, <dd key={head + 'd'}>{value}</dd>])}
        <dt>{w.geometry}</dt><dd><a href={geometryAddress(line.id, when)} download={`${line.name}.geojson`}>GeoJSON</a> <span class="small">{line.geometry.coordinates.length > 1 && w.pieces(line.geometry.coordinates.length)}</span></dd>
      </dl>
    </section>
  )
}

function Junctions({ of, w }: { of: Line; w: Words }) {
  return (
    <section class="section"><h2>{w.junctions} <span class="small">{of.junctions.length || ''}</span></h2>
      {!of.junctions.length && <p class="hint">{w.noJunctions}</p>}
      <ul class="plain-list line-junctions">{of.junctions.map((one, i) => <li key={one.id}>{one.name || w.unnamed(i + 1)} <span class="small number">{one.lon.toFixed(6)}, {one.lat.toFixed(6)}</span></li>)}</ul>
    </section>
  )
}

/** The line over the map, with its junctions and the place that was asked for. */
function Around({ of, spot }: { of: Line; spot: Point | null }) {
  const middle = useMemo(() => middleOf(of), [of])
  const points = useMemo<Point[]>(() => [...of.junctions.map(({ id, name, lon, lat }) => ({ id, name, lon, lat })), ...(spot ? [spot] : [])], [of, spot])
  const drawn = useMemo<Drawn[]>(() => [{ id: of.id, geometry: of.geometry, kind: 'good' }], [of])
  return <PointMap points={points} drawn={drawn} selected={spot?.id ?? null} focus={spot ?? middle} zoom={middle.zoom} />
}
