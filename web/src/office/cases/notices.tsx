import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem, useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { dateWords } from '../../words'
import { useOffice, useSession } from '../context'
import { read, write } from '../http'
import { Comments, type PublicNotice } from '../notices/comments'
import { noticeWords } from '../notices/words'
import { Button } from '../parts/button'
import { AreaField, SelectField, TextField } from '../parts/field'
import { Badge } from '../parts/notice'
import type { Case } from './api'
import type { Doing } from './case'
import { useKept } from './kept'
import { renamedInWords } from './renamed'
import { caseWords, type Words } from './words'

/** The notices of the case: what was put to the public, what people said, and a form for another. */
export function CaseNotices({ c, w, reload }: Doing & { reload: () => void }) {
  const { lang } = useOffice()
  const { session } = useSession()
  const n = noticeWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => read<{ items: PublicNotice[] }>(`/v1/cases/${c.id}/notices`, signal), [c.id, lang, turn])
  const changed = () => { setTurn(turn + 1); reload() }
  const open = (value?.items ?? []).filter((one) => !one.closed_on).map((one) => one.kind)
  const kinds = ['notice', 'solicitation'].filter((kind) => !open.includes(kind) && (c.state === 'consulting' || (c.state === 'accepted' && kind === 'solicitation')))
  return (
    <section class="section"><h2>{w.notices}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={2} />}
      {value && !value.items.length && <p class="hint">{w.noNotices}</p>}
      {value?.items.map((one) => (
        <div class="case-item" key={one.id}>
          <p><b>{one.title}</b> <Badge>{w.noticeKinds[one.kind]}</Badge> <Badge kind={one.closed_on ? 'plain' : one.unanswered ? 'warn' : 'good'}>{one.closed_on ? n.closed : n.open}</Badge> {dateWords(one.from, lang)} — {dateWords(one.to, lang)} <span class="small">{one.basis}</span> <a href={`/notices/${one.id}`}>{n.page}</a></p>
          <p class="small">{n.comments(one.comments, one.unanswered)}</p>
          {one.summary ? <p class="small pre">{one.summary}</p> : null}
          <Comments notice={one} changed={changed} />
        </div>
      ))}
      {value && kinds.length > 0 && session.can.includes('notice.publish') && <Publish key={kinds.join()} {...{ c, w, kinds, changed }} />}
    </section>
  )
}

function Publish({ c, w, kinds, changed }: { c: Case; w: Words; kinds: string[]; changed: () => void }) {
  const { say } = useSession()
  const [f, setF, forget] = useKept(`notice:${c.id}`, { kind: kinds[0]!, title: '', text: '', until: '' })
  const kind = kinds.includes(f.kind) ? f.kind : kinds[0]!
  const names = c.items.filter((item) => !item.aside && item.outcome !== 'refused')
  const renaming = kind === 'notice' && c.kind === 'renaming' && !!names[0]?.was
  const zh = caseWords('zh') // the public reads it, whatever the officer does
  const title = f.title || (renaming ? zh.renamingTitle(names[0]!, names.length) : zh.noticeTitle(names[0]?.text ?? '', names.length, zh.kinds[c.kind] ?? '', kind))
  const text = f.text || (renaming ? zh.renamingText(renamedInWords(names), c.division_name, c.reason) : zh.noticeText(names.map((item) => [item.text, item.starts_at && item.ends_at ? `（${item.starts_at}—${item.ends_at}）` : ''].join('')).join('、'), c.division_name, zh.kinds[c.kind] ?? '', c.reason, kind))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const ready = title.trim() && text.trim()
  const send = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await write('POST', `/v1/cases/${c.id}/notice`, { kind, title: title.trim(), text: text.trim(), ...(f.until && { until: f.until }) })
      forget()
      say(w.published)
      changed()
    } catch (err) { setProblem(asProblem(err)) }
    setBusy(false)
  }
  return (
    <form class="case-step screen" onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void send() }}>
      <SelectField label={w.noticeKind} value={kind} choices={kinds.map((value) => ({ value, word: w.noticeKinds[value] ?? value }))} onPick={(picked) => setF({ ...f, kind: picked, title: '', text: '' })} />
      <TextField label={w.noticeHead} value={title} wide onInput={(next) => setF({ ...f, title: next })} />
      <AreaField label={w.noticeBody} value={text} rows={5} wide onInput={(next) => setF({ ...f, text: next })} />
      <TextField label={w.noticeUntil} hint={w.noticeUntilHint} type="date" value={f.until} onInput={(until) => setF({ ...f, until })} />
      <Button submit busy={busy} disabled={!ready}>{w.publish}</Button>
      {problem && <Trouble problem={problem} retry={() => void send()} />}
    </form>
  )
}
