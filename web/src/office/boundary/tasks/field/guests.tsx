import { useState } from 'preact/hooks'
import { QR } from '../../../../field/parts/qr'
import { useLoad } from '../../../../load'
import { Skeleton, Trouble } from '../../../../notice'
import { useOffice, useSession } from '../../../context'
import { Ask } from '../../../parts/ask'
import { Button } from '../../../parts/button'
import { Dialog } from '../../../parts/dialog'
import { SelectField, TextField } from '../../../parts/field'
import { Badge } from '../../../parts/notice'
import type { Side } from '../api'
import { ownerName } from '../words'
import { invitationsOf, invite, uninvite, type Invitation } from './api'
import type { FieldGiven } from './field'
import { moment } from './words'

/** Who is invited, by whom the invitation was used, and the link of a new one: once. */
export function Guests(given: FieldGiven) {
  const { task, f, round, again, side } = given
  const { lang } = useOffice()
  const loaded = useLoad((signal) => invitationsOf(task.id, signal), [task.id, round, lang])
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState<Invitation | null>(null)
  const [fresh, setFresh] = useState<{ name: string; link: string } | null>(null)
  return (
    <div class="screen"><h3>{f.guests}</h3>
      <p class="hint">{f.guestsHint}</p>
      {loaded.problem && <Trouble problem={loaded.problem} retry={loaded.retry} />}
      {!loaded.value && !loaded.problem && <Skeleton rows={2} />}
      {loaded.value && !loaded.value.items.length && <p class="hint">{f.noGuests}</p>}
      <ul class="plain-list">{loaded.value?.items.map((one) => (
        <li key={one.id}>{one.name || f.erased} <span class="small">{f.sides[one.side]}</span> <Badge kind={one.over ? 'plain' : one.phone !== undefined ? 'good' : 'warn'}>{one.ended_at ? f.ended : one.over ? f.over : one.phone !== undefined ? f.used(one.phone) : f.unused}</Badge> <span class="small">{f.until2(moment(one.ends_at, lang))}</span>
          {one.mine && !one.ended_at && <span class="task-acts"><Button small onClick={() => setEnding(one)} aria-label={`${f.uninvite} ${one.name}`}>{f.uninvite}</Button></span>}
        </li>
      ))}</ul>
      {side !== '' && <p><Button onClick={() => setAsking(true)}>{f.invite}</Button></p>}
      {asking && <Invite {...given} close={() => setAsking(false)} made={(name, link) => { setAsking(false); setFresh({ name, link }); again() }} />}
      {ending && <Ask title={`${f.uninvite}：${ending.name}`} hint={f.uninviteHint} verb={f.uninvite} danger reason={false} run={(_, key) => uninvite(task.id, ending.id, key)} onDone={() => { setEnding(null); again() }} onClose={() => setEnding(null)} />}
      {fresh && <Fresh {...fresh} f={f} line={task.line.name} close={() => setFresh(null)} />}
    </div>
  )
}

function Invite({ task, side, w, f, close, made }: FieldGiven & { close: () => void; made: (name: string, link: string) => void }) {
  const [name, setName] = useState('')
  const [whose, setWhose] = useState<Side>(side === 'a' ? 'b' : 'a') // mostly people of the other side
  const [until, setUntil] = useState(task.due)
  return (
    <Ask<{ link: string }> title={f.invite} hint={f.guestsHint} verb={f.invite} reason={false} ready={!!name.trim() && !!until} onDone={(answer) => made(name.trim(), answer.link)} onClose={close}
      run={(_, key) => invite(task.id, { name: name.trim(), side: whose, until }, key)}>
      <TextField label={f.guestName} value={name} onInput={setName} required />
      <SelectField label={f.side} value={whose} onPick={(value) => setWhose(value as Side)} choices={(['a', 'b'] as const).map((value) => ({ value, word: `${f.sides[value]} ${ownerName(task.line[value], w)}` }))} />
      <TextField label={f.until} type="date" value={until} onInput={setUntil} required />
    </Ask>
  )
}

/** The link while it is there: it is kept nowhere else. */
function Fresh({ name, link, line, f, close }: { name: string; link: string; line: string; f: FieldGiven['f']; close: () => void }) {
  const { say } = useSession()
  const copy = () => void navigator.clipboard.writeText(link).then(() => say(f.copied))
  return (
    <Dialog title={f.linkTitle(name)} onClose={close}>
      <p class="hint">{f.linkOnce}</p>
      <p>{line}</p>
      <div class="task-qr"><QR text={link} label={f.qr} /></div>
      <p class="task-link">{link}</p>
      <p class="task-acts row-of screen"><Button onClick={copy}>{f.copy}</Button><Button onClick={() => print()}>{f.print}</Button><Button kind="primary" onClick={close}>{f.close}</Button></p>
    </Dialog>
  )
}
