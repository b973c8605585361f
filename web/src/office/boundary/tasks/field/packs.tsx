import { useState } from 'preact/hooks'
import { useLoad } from '../../../../load'
import { Skeleton, Trouble } from '../../../../notice'
import { useOffice, useSession } from '../../../context'
import { Ask } from '../../../parts/ask'
import { Button } from '../../../parts/button'
import { Badge } from '../../../parts/notice'
import { packsOf, withdrawPack, type Pack } from './api'
import type { FieldGiven } from './field'
import { moment } from './words'

/** What phones of one's own side hold of the task. */
export function Packs({ task, side, f, round, again }: FieldGiven) {
  const { lang } = useOffice()
  const { say } = useSession()
  const loaded = useLoad((signal) => packsOf(task.id, signal), [task.id, round, lang])
  const [ending, setEnding] = useState<Pack | null>(null)
  return (
    <div class="screen"><h3>{f.packs}</h3>
      <p class="hint">{f.packsHint}</p>
      {loaded.problem && <Trouble problem={loaded.problem} retry={loaded.retry} />}
      {!loaded.value && !loaded.problem && <Skeleton rows={2} />}
      {loaded.value && !loaded.value.items.length && <p class="hint">{f.noPacks}</p>}
      <ul class="plain-list">{loaded.value?.items.map((one) => (
        <li key={one.id}>{f.packOf(one.person, one.phone)} <span class="small">{f.taken(moment(one.made_at, lang))} · {(one.bytes / 1e6).toFixed(1)} MB · {f.expires(moment(one.expires, lang))}</span> {one.over ? <Badge>{one.ended_at ? f.ended : f.over}</Badge> : one.older && <Badge kind="warn">{f.older}</Badge>}
          {side !== '' && !one.over && <span class="task-acts"><Button small onClick={() => setEnding(one)} aria-label={`${f.withdraw} ${one.phone}`}>{f.withdraw}</Button></span>}
        </li>
      ))}</ul>
      {ending && <Ask title={f.whyPack} hint={f.packsHint} verb={f.withdraw} danger run={(reason, key) => withdrawPack(task.id, ending.id, reason, key)} onDone={({ withdrawn }) => { setEnding(null); say(f.packDone(withdrawn)); again() }} onClose={() => setEnding(null)} />}
    </div>
  )
}
