import { useOffice, useSession } from '../context'
import { Skeleton, Trouble } from '../../notice'
import type { PageProps } from '../pages'
import { Button } from '../parts/button'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { usePaged } from '../parts/pages'
import { go, href } from '../route'
import { AfterView } from './after'
import { events, type Event } from './api'
import { SayingForm } from './form'
import { EventView } from './one'
import { eventWords, momentWords } from './words'
import './events.css'

/** /office/events lists events, /new starts one, /<id> is one of them and /<id>/after its report. */
export default function Events({ rest }: PageProps) {
  if (rest[0] === 'new') return <SayingForm onDone={(id) => go(href('events', [id]), 'replace')} />
  if (rest[0] && rest[1] === 'after') return <AfterView key={rest[0]} id={rest[0]} />
  return rest[0] ? <EventView key={rest[0]} id={rest[0]} /> : <List />
}

export const stateKind = { going: 'bad', coming: 'warn', lapsed: 'warn', ended: 'plain' } as const

function List() {
  const { lang, t } = useOffice()
  const { session } = useSession()
  const w = eventWords(lang)
  const list = usePaged<Event>((cursor, signal) => events(cursor, signal), [lang])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1>{session.can.includes('disaster_event.manage') && <Button kind="primary" onClick={() => go(href('events', ['new']))}>{w.start}</Button>}</div>
      <p class="hint">{w.hint}</p>
      {list.problem && <Trouble problem={list.problem} retry={list.more} />}
      {list.busy && <Skeleton rows={4} />}
      {!list.busy && !list.problem && !list.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {list.items.length > 0 && <ul class="lines">{list.items.map((one) => (
        <li key={one.id}>
          <span class={`signal signal-${one.signal}`}>{w.signals[one.signal]}</span> <Link to={href('events', [one.id])}>{one.title}</Link> <Badge kind={stateKind[one.state]}>{w.states[one.state]}</Badge>
          <br /><span class="small">{w.hazards[one.hazard]} · {w.when(momentWords(one.started, lang), momentWords(one.ended ?? one.until, lang))} · {one.areas.map(({ name }) => name).join('、')}</span>
        </li>
      ))}</ul>}
      {!list.busy && list.next && <p class="more"><Button onClick={list.more}>{t.more}</Button></p>}
    </>
  )
}
