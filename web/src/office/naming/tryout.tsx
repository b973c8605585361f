import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { call } from '../http'
import { PointMap } from '../map/pointmap'
import type { Point } from '../map/points'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { SelectField, TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Notice } from '../parts/notice'
import { go, href, withParams } from '../route'
import type { Check, ClassOf, Finding } from './api'
import { numberOf } from './lines'
import { namingWords, type NamingWords } from './words'

interface Props { param: URLSearchParams; classes: readonly ClassOf[] }

const usual = '23514' // a street: what is named most often

/** A name tried against the rules. What is asked stands in the address, so that a link asks the same. */
export function TryOut({ param, classes }: Props) {
  const { lang } = useOffice()
  const w = namingWords(lang)
  const { meta } = useSession()
  const [name, setName] = useState(param.get('name') ?? '')
  const [category, setCategory] = useState(param.get('class') ?? usual)
  const [division, setDivision] = useState(param.get('in') ?? meta.county_code ?? '')
  const [lon, setLon] = useState(param.get('lon') ?? '')
  const [lat, setLat] = useState(param.get('lat') ?? '')
  const [turn, setTurn] = useState(0)
  const [x, y] = [numberOf(lon), numberOf(lat)]
  const wrong = (x === undefined) !== (y === undefined) || Math.abs(x ?? 0) > 180 || Math.abs(y ?? 0) > 90 || Number.isNaN(x) || Number.isNaN(y)
  const asked = param.get('name')
  const keys = ['name', 'class', 'in', 'lon', 'lat'].map((key) => param.get(key))
  const { value, problem, retry } = useLoad(asked ? (signal) => call<Check>('/v1/name-checks', { method: 'POST', body: asBody(param), signal }) : null, [...keys, turn])
  const submit = (event: Event) => {
    event.preventDefault()
    if (!name.trim() || wrong) return
    go(href('naming', [], withParams(param, { name: name.trim(), class: category, in: division, lon: x, lat: y })), 'replace')
    setTurn(turn + 1)
  }
  const points = pointsOf(value?.findings ?? [], x, y, wrong, name)
  return (
    <section class="section"><h2>{w.tryTitle}</h2>
      <div class="split">
        <div>
          <p class="hint">{w.tryHint}</p>
          <form class="naming-try screen" onSubmit={submit}>
            <TextField label={w.name} value={name} onInput={setName} required wide />
            <SelectField label={w.class} value={category} onPick={setCategory} choices={(classes.length ? classes : [{ code: category, name: category, name_en: category }]).map((one) => ({ value: one.code, word: (lang === 'en' && one.name_en) || one.name }))} />
            <DivisionField label={w.division} whole={w.anyDivision} value={division} onPick={(picked) => setDivision(picked?.code ?? '')} />
            <TextField label={w.lon} value={lon} onInput={setLon} inputMode="decimal" error={wrong ? w.wrongPoint : undefined} />
            <TextField label={w.lat} value={lat} onInput={setLat} inputMode="decimal" />
            <Button kind="primary" submit disabled={!name.trim()}>{w.check}</Button>
          </form>
          {asked && !value && !problem && <Skeleton rows={3} />}
          {problem && <Trouble problem={problem} retry={retry} />}
          <div aria-live="polite">{asked && value && <Said name={asked} check={value} w={w} />}</div>
        </div>
        <div class="naming-map">
          <p class="hint screen">{w.spotHint}</p>
          <PointMap points={points} focus={!wrong && x !== undefined && y !== undefined ? { lon: x, lat: y } : points[0] ?? null} onSpot={(east, north) => { setLon(east.toFixed(5)); setLat(north.toFixed(5)) }} />
        </div>
      </div>
    </section>
  )
}

function asBody(param: URLSearchParams): object {
  const [lon, lat] = [numberOf(param.get('lon') ?? ''), numberOf(param.get('lat') ?? '')]
  return { name: param.get('name'), class: param.get('class') ?? usual, ...(param.get('in') && { division: param.get('in') }), ...(lon !== undefined && lat !== undefined && { lon, lat }) }
}

/** Where the conflicts lie, and the name itself. */
function pointsOf(findings: readonly Finding[], lon: number | undefined, lat: number | undefined, wrong: boolean, name: string): Point[] {
  const own: Point[] = !wrong && lon !== undefined && lat !== undefined ? [{ id: 'here', name, lon, lat, kind: 'good' }] : []
  const others = new Map<string, Point>()
  for (const { severity, conflicts } of findings) {
    for (const c of conflicts) {
      if (c.lon !== undefined && c.lat !== undefined && !others.has(c.place)) others.set(c.place, { id: c.place, name: c.name, lon: c.lon, lat: c.lat, kind: c.cancelled ? 'ended' : severity === 'refuse' ? 'bad' : 'warn' })
    }
  }
  return [...own, ...others.values()]
}

const marks = { refuse: 'bad', justify: 'warn', unchecked: 'warn', note: 'plain' } as const

/** What the rules say, gravest first, each with its article and its conflicts. */
function Said({ name, check, w }: { name: string; check: Check; w: NamingWords }) {
  const { lang } = useOffice()
  const order = Object.keys(marks)
  const found = [...check.findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return (
    <>
      <h3>“{name}” · {w.foundN(found.length)} <span class="small">{w.version} {check.rule_version}</span></h3>
      {!found.length && <Notice kind="good" title={w.noFindings}><p>{w.noFindingsHint}</p></Notice>}
      {found.map((f, n) => (
        <div key={n} class={`finding finding-${f.severity}`}>
          <p><Badge kind={marks[f.severity as keyof typeof marks] ?? 'plain'}>{w.severities[f.severity] ?? f.severity}</Badge> <b>{f.check}</b> {(lang === 'en' && f.text_en) || f.text}</p>
          <p class="small">{w.basis}：{f.article}{f.source && f.source !== f.article && <> · {w.from}：{f.source}</>}</p>
          {f.conflicts.length > 0 && (
            <ul class="small">
              {f.conflicts.map((c) => <li key={c.place + c.likeness}><Link to={href('register', [c.place])}>{c.name}</Link> {c.reading} · {w.likeness[c.likeness] ?? c.likeness} · {[c.class_name, c.division, c.distance_m !== undefined && w.km(c.distance_m), c.cancelled && w.cancelled].filter(Boolean).join(' · ')}</li>)}
            </ul>
          )}
        </div>
      ))}
    </>
  )
}
