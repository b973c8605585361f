import { useEffect, useState } from 'preact/hooks'
import { query } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { AreaField, SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { Table } from '../parts/table'
import { go, href, withParams } from '../route'
import { campaignWords } from './words'

interface Drive { id: string; title: string; division_name: string; basis: string; begun_on: string; ended_on?: string; run?: { state: string; done: number; total: number; hits: number; failure?: string } }
interface Item { id: string; place: string; name: string; division_name: string; checks: string[]; findings: { text: string; article: string }[]; vanished: boolean; state: string; decision?: string; decided?: string; reason?: string }

/** /office/campaign is the list of clean-ups, /office/campaign/<id> one of them. */
export default function Campaigns({ rest, param }: PageProps) {
  return rest[0] ? <One key={rest[0]} id={rest[0]} param={param} /> : <List />
}

function List() {
  const { lang } = useOffice()
  const w = campaignWords(lang)
  const { value, problem, retry } = useLoad((signal) => read<{ items: Drive[] }>('/v1/campaigns', signal), [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      {!value && !problem && <Skeleton rows={4} />}
      {problem && <Trouble problem={problem} retry={retry} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value?.items.map((drive) => <p key={drive.id}><Link to={href('campaign', [drive.id])}>{drive.title}</Link> <span class="small">{drive.division_name} · {drive.basis} · {drive.begun_on}</span></p>)}
    </>
  )
}

function One({ id, param }: { id: string; param: URLSearchParams }) {
  const { lang, t } = useOffice()
  const w = campaignWords(lang)
  const { say, session } = useSession()
  const path = '/v1/campaigns/' + encodeURIComponent(id)
  const { value: drive, problem, retry } = useLoad((signal) => read<Drive>(path, signal), [id, lang])
  const going = drive?.run?.state === 'running' || drive?.run?.state === 'queued'
  useEffect(() => {
    if (!going) return undefined
    const timer = window.setTimeout(retry, 1000)
    return () => clearTimeout(timer)
  }, [drive])
  const state = param.get('state') ?? '', check = param.get('check') ?? ''
  const [turn, setTurn] = useState(0)
  const found = usePaged<Item>((cursor, signal) => read(path + '/items' + query({ state, check, cursor }), signal), [id, state, check, lang, turn, going])
  const [chosen, setChosen] = useState<string[]>([])
  const [asking, setAsking] = useState(false)
  const [decision, setDecision] = useState('keep')
  const [evidence, setEvidence] = useState('')
  const set = (changes: Record<string, string | null>) => go(href('campaign', [id], withParams(param, changes)), 'replace')
  const act = (verb: string) => write('POST', `${path}/${verb}`).then(retry, (err: unknown) => say(asProblem(err).message))
  const picked = found.items.filter((item) => chosen.includes(item.id))
  if (problem && !drive) return <Trouble problem={problem} retry={retry} />
  if (!drive) return <Skeleton rows={6} />
  return (
    <>
      <p class="screen"><Link to={href('campaign')}>← {w.back}</Link></p>
      <div class="page-head"><h1>{drive.title}</h1>
        {session.can.includes('campaign.manage') && !drive.ended_on && <Button kind={going ? undefined : 'primary'} onClick={() => void act(going ? 'cancel' : 'run')}>{going ? w.cancel : w.run}</Button>}
      </div>
      <p class="small">{drive.division_name} · {drive.basis} · {drive.begun_on}</p>
      {drive.run && <p role="status">{w.runs[drive.run.state]} · {w.progress(drive.run.done, drive.run.total)} {going && <progress aria-label={w.runs[drive.run.state]} max={Math.max(drive.run.total, 1)} value={drive.run.done} />} {drive.run.failure}</p>}
      <form class="filters screen" onSubmit={(event) => event.preventDefault()}>
        <SelectField label={w.state} value={state} onPick={(next) => set({ state: next || null })} choices={[{ value: '', word: w.all }, ...Object.entries(w.states).map(([value, word]) => ({ value, word }))]} />
        <SelectField label={w.check} value={check} onPick={(next) => set({ check: next || null })} choices={[{ value: '', word: w.check1 }, ...['大', '洋', '怪', '重'].map((value) => ({ value, word: value }))]} />
      </form>
      {picked.length > 0 && <p class="screen"><Button kind="primary" onClick={() => setAsking(true)}>{w.decide(picked.length)}</Button></p>}
      {found.items.length > 0 && <Table name="campaign" label={w.items} rows={found.items} id={(item) => item.id} columns={[
        ...(session.can.includes('campaign.decide') ? [{ key: 'pick', head: w.select, always: true, cell: (item: Item) => (
          <input type="checkbox" aria-label={`${w.select} ${item.name}`} checked={chosen.includes(item.id)} onChange={() => setChosen(chosen.includes(item.id) ? chosen.filter((other) => other !== item.id) : [...chosen, item.id])} />
        ) }] : []),
        { key: 'name', head: w.name, always: true, cell: (item) => <Link to={href('register', [item.place])}>{item.name}</Link> },
        { key: 'division', head: w.division, cell: (item) => item.division_name },
        { key: 'check', head: w.check, cell: (item) => item.checks.join(' ') },
        { key: 'found', head: w.found, wrap: true, cell: (item) => item.findings.map((one) => `${one.text}（${one.article}）`).join('；') },
        { key: 'state', head: w.state, cell: (item) => <><Badge kind={item.state === 'done' ? 'good' : 'warn'}>{w.states[item.state]}</Badge> {item.vanished && <Badge>{w.gone}</Badge>}</> },
        { key: 'decision', head: w.decision, wrap: true, cell: (item) => item.decision && `${w.decisions[item.decision]}：${item.reason ?? ''}` },
      ]} />}
      {found.busy && <Skeleton rows={6} />}
      {found.problem && <Trouble problem={found.problem} retry={found.more} />}
      {!found.busy && !found.problem && !found.items.length && <Empty title={w.noItems}><p>{w.noItemsHint}</p></Empty>}
      {!found.busy && found.next && <p class="more"><Button onClick={found.more}>{t.more}</Button></p>}
      {asking && <Ask title={w.decideTitle} hint={w.decideHint} verb={w.verb} ready={decision !== 'rename' || evidence.trim() !== ''} onClose={() => setAsking(false)}
        run={(reason, key) => write('POST', path + '/decisions', { items: picked.map((item) => ({ id: item.id, ...(item.decided && { seen: item.decided }) })), decision, reason, ...(evidence.trim() && { evidence: evidence.trim() }) }, key)}
        onDone={() => { setAsking(false); setChosen([]); setEvidence(''); say(w.saved); setTurn(turn + 1); retry() }}>
        <SelectField label={w.decision} value={decision} onPick={setDecision} choices={Object.entries(w.decisions).map(([value, word]) => ({ value, word }))} />
        <AreaField label={w.evidence} value={evidence} onInput={setEvidence} rows={3} />
      </Ask>}
    </>
  )
}
