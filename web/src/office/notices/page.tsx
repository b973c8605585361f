import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import type { PageProps } from '../pages'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField } from '../parts/field'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { href } from '../route'
import { noticeWords } from './words'

interface PublicNotice { id: string; case_number: string; kind: string; title: string; to: string; closed_on?: string; comments: number; unanswered: number; may_close: boolean }
interface Comment { id: string; name?: string; text: string; received_at: string; state: string; hidden_why?: string; handled?: string; answer?: string; answered_by?: string }

/** Public notices with the comments that wait to be read and answered. */
export default function Notices({ rest }: PageProps) {
  const { lang } = useOffice()
  const w = noticeWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => read<{ items: PublicNotice[] }>('/v1/notices', signal), [lang, turn])
  const one = value?.items.find((notice) => notice.id === rest[0])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={6} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && one ? <One notice={one} changed={() => setTurn(turn + 1)} /> : (
        <ul>{value?.items.map((notice) => (
          <li key={notice.id}><p><Link to={href('notices', [notice.id])}>{notice.title}</Link> <Badge kind={notice.closed_on ? 'plain' : notice.unanswered ? 'warn' : 'plain'}>{notice.closed_on ? w.closed : w.open}</Badge><br />
            {notice.case_number} · {w.to} {notice.to} · {w.comments(notice.comments, notice.unanswered)}</p></li>
        ))}</ul>
      )}
    </>
  )
}

function One({ notice, changed }: { notice: PublicNotice; changed: () => void }) {
  const { lang } = useOffice()
  const { say, session } = useSession()
  const w = noticeWords(lang)
  const path = `/v1/notices/${notice.id}`
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => read<{ items: Comment[] }>(path + '/comments', signal), [lang, path, turn])
  const [asking, setAsking] = useState<{ what: 'hide' | 'answer' | 'close'; comment?: Comment } | null>(null)
  const [pick, setPick] = useState('')
  const done = () => { setAsking(null); setTurn(turn + 1); changed() }
  const begin = (what: 'hide' | 'answer' | 'close', comment?: Comment) => { setPick(what === 'close' ? 'for' : 'noted'); setAsking({ what, comment }) }
  const may = (action: string) => !notice.closed_on && session.can.includes(action)
  const show = (comment: Comment) => write('POST', `${path}/comments/${comment.id}/moderate`, { show: true }).then(done, (err: unknown) => say(asProblem(err).message))
  const at = asking?.comment && `${path}/comments/${asking.comment.id}`
  const run = (reason: string, once: string) => asking?.what === 'hide' ? write('POST', at + '/moderate', { show: false, reason }, once)
    : asking?.what === 'answer' ? write('POST', at + '/answer', { handled: pick, answer: reason }, once)
    : write('POST', path + '/close', notice.kind === 'notice' ? { outcome: pick, note: reason } : { note: reason }, once)
  const choices = (words: Record<string, string>) => Object.entries(words).map(([value, word]) => ({ value, word }))
  return (
    <section>
      <p class="screen"><Link to={href('notices')}>{w.back}</Link></p>
      <h2>{notice.title}</h2>
      <p>{notice.case_number} · {w.to} {notice.to} · <a href={`/notices/${notice.id}`}>{w.page}</a></p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={4} />}
      {value && !value.items.length && <Empty title={w.noComments} />}
      <ol>{value?.items.map((comment) => (
        <li key={comment.id}>
          <p>{comment.name && <strong>{comment.name} </strong>}{comment.text}</p>
          <p><Badge kind={comment.state === 'new' ? 'warn' : 'plain'}>{w.states[comment.state]}</Badge> {comment.hidden_why} {comment.handled && <>{w.handlings[comment.handled]}：{comment.answer} {comment.answered_by}</>}</p>
          <p class="screen row-of">
            {may('comment.moderate') && comment.state !== 'shown' && <Button onClick={() => void show(comment)}>{w.show}</Button>}
            {may('comment.moderate') && comment.state !== 'hidden' && <Button onClick={() => begin('hide', comment)}>{w.hide}</Button>}
            {may('comment.answer') && <Button onClick={() => begin('answer', comment)}>{w.answer}</Button>}
          </p>
        </li>
      ))}</ol>
      {may('notice.publish') && notice.may_close && <p class="screen"><Button onClick={() => begin('close')}>{w.close}</Button></p>}
      {asking && <Ask title={w[asking.what]} verb={w[asking.what]} hint={asking.what === 'hide' ? w.hideHint : asking.what === 'close' ? w.closeHint : undefined}
        reason={asking.what !== 'close'} run={run} onDone={done} onClose={() => setAsking(null)}>
        {asking.what === 'answer' && <SelectField label={w.handled} value={pick} onPick={setPick} choices={choices(w.handlings)} />}
        {asking.what === 'close' && notice.kind === 'notice' && <SelectField label={w.outcome} value={pick} onPick={setPick} choices={choices(w.outcomes)} />}
      </Ask>}
    </section>
  )
}
