import { useState } from 'preact/hooks'
import type { Division } from '../../api'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { read } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { DivisionField } from '../parts/division'
import { TextField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { go, href } from '../route'
import { begin, drives } from './api'
import { DriveView } from './drive'
import { campaignWords, tests, type Words } from './words'

/** /office/campaign is the list of clean-ups, /office/campaign/<id> one of them. */
export default function Campaigns({ rest, param }: PageProps) {
  return rest[0] ? <DriveView key={rest[0]} id={rest[0]} param={param} /> : <List />
}

function List() {
  const { lang } = useOffice()
  const { session } = useSession()
  const w = campaignWords(lang)
  const [beginning, setBeginning] = useState(false)
  const { value, problem, retry } = useLoad(drives, [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{session.can.includes('campaign.manage') && <Button kind="primary" onClick={() => setBeginning(true)}>{w.begin}</Button>}</div>
      <p class="hint">{w.hint}</p>
      {!value && !problem && <Skeleton rows={4} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && value.items.length > 0 && <ul class="lines">{value.items.map((drive) => (
        <li key={drive.id}>
          <Link to={href('campaign', [drive.id])}>{drive.title}</Link> {drive.ended_on ? <Badge>{w.ended}</Badge> : drive.run && <Badge kind={drive.run.state === 'failed' ? 'bad' : 'plain'}>{w.runs[drive.run.state]}</Badge>}
          <br /><span class="small">{drive.division_name} · {drive.basis} · {dateWords(drive.begun_on, lang)} · {w.counts(drive.counts)}</span>
        </li>
      ))}</ul>}
      {beginning && <Begin w={w} onClose={() => setBeginning(false)} />}
    </>
  )
}

/** The large classes: those that lie in no other but 自然地理实体 and 人文地理实体. */
function topmost<T extends { code: string }>(all: readonly T[]): T[] {
  const start = (code: string) => code.replace(/0+$/, '')
  const inner = all.filter(({ code }) => start(code).length > 1)
  return inner.filter(({ code }) => !inner.some((other) => other.code !== code && code.startsWith(start(other.code))))
}

/** A new clean-up: where, of what, and by which tests. */
function Begin({ w, onClose }: { w: Words; onClose: () => void }) {
  const { lang, t } = useOffice()
  const [title, setTitle] = useState('')
  const [basis, setBasis] = useState('民发〔2018〕146号')
  const [day, setDay] = useState('')
  const [division, setDivision] = useState<Division | null>(null)
  const [made, setMade] = useState<string[]>([...tests])
  const [classes, setClasses] = useState<string[]>([])
  const [asked, setAsked] = useState(false)
  const known = useLoad((signal) => read<{ items: { code: string; name: string; name_en?: string }[] }>('/v1/classes', signal), [lang])
  const large = topmost(known.value?.items ?? [])
  const toggle = (all: string[], one: string) => (all.includes(one) ? all.filter((other) => other !== one) : [...all, one])
  const ready = !!title.trim() && !!basis.trim() && !!division && made.length > 0
  return (
    <Ask title={w.begin} verb={w.begin} wide reason={false} ready={ready} onRefuse={() => setAsked(true)} onClose={onClose}
      run={(_, key) => begin({ title: title.trim(), division: division?.code ?? '', basis: basis.trim(), ...(made.length < tests.length && { tests: made }), ...(classes.length > 0 && { classes: classes.map((code) => code.replace(/0+$/, '')) }), ...(day && { begun_on: day }) }, key)}
      onDone={({ id }) => { onClose(); go(href('campaign', [id])) }}>
      <TextField label={w.driveTitle} value={title} onInput={setTitle} error={asked && !title.trim() ? t.wanted : undefined} />
      <DivisionField label={w.scope} whole={w.pickDivision} value={division?.code ?? ''} onPick={setDivision} />
      {asked && !division && <p class="wrong">{t.wanted}</p>}
      <TextField label={w.basis} value={basis} onInput={setBasis} error={asked && !basis.trim() ? t.wanted : undefined} />
      <fieldset class="checks"><legend class="legend">{w.tests}</legend>
        {tests.map((one) => <label key={one} class="check"><input type="checkbox" checked={made.includes(one)} onChange={() => setMade(toggle(made, one))} /> {one} <span class="small">{w.testWords[one]}</span></label>)}
        {asked && !made.length && <p class="wrong">{w.testMissing}</p>}
      </fieldset>
      <fieldset class="checks"><legend class="legend">{w.classes}</legend>
        {large.map(({ code, name, name_en }) => <label key={code} class="check"><input type="checkbox" checked={classes.includes(code)} onChange={() => setClasses(toggle(classes, code))} /> {lang === 'en' ? name_en ?? name : name}</label>)}
      </fieldset>
      <TextField label={w.begunOn} type="date" value={day} onInput={setDay} />
    </Ask>
  )
}
