import { useState } from 'preact/hooks'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { SelectField } from '../parts/field'
import { Badge } from '../parts/notice'
import { noticeWords } from './words'

export interface PublicNotice { id: string; case: string; case_number: string; kind: string; title: string; text: string; from: string; to: string; basis: string; closed_on?: string; summary?: string; comments: number; unanswered: number; may_close: boolean }
interface Comment { id: string; name?: string; text: string; received_at: string; state: string; hidden_why?: string; handled?: string; answer?: string; answered_by?: string }

/** What people said of a notice, to be read, answered and shown; and its end. */
export function Comments({ notice, changed }: { notice: PublicNotice; changed: () => void }) {
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
    <div class="comments">
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={4} />}
      {value && !value.items.length && <p class="hint">{w.noComments}</p>}
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
    </div>
  )
}
