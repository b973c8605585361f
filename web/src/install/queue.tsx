import { useState } from 'preact/hooks'
import { Notice } from '../field/parts/notice'
import { QueueScreen as Queue } from '../queue/shell'
import { Picture } from './act'
import { useHands } from './context'
import type { Item } from './domain'
import { t } from './words'

/** The steps that the server does not have yet, and what became of the rest. */
export function QueueScreen() {
  return (
    <Queue phone={useHands()} home="/install" words={t} title={({ act, job }) => `${t.steps[act.step]} ${job.name ?? ''}${job.number ?? ''}`}>
      {(item, mine) => <Stuck item={item} mine={mine} />}
    </Queue>
  )
}

/** What to do about a step that the server did not take. */
function Stuck({ item, mine }: { item: Item; mine: boolean }) {
  const hands = useHands()
  const [note, setNote] = useState(item.act.note ?? '')
  const [said, setSaid] = useState('')
  const dropped = item.fate === 'dropped'
  if (item.fate === 'ready') return null
  return (
    <>
      {item.fate === 'clash' && <p>{t.queue.clash}</p>}
      {item.photo && <Picture id={item.photo} />}
      {mine && (
        <>
          <label class="field">{t.queue.note}<textarea value={note} maxLength={900} onInput={(event) => setNote(event.currentTarget.value)} /></label>
          {said && <Notice kind="bad">{said}</Notice>}
          <div class="row">
            <button onClick={() => void hands.retry(item, note.trim()).then(setSaid)}>{dropped ? t.queue.back : t.queue.retry}</button>
            {dropped ? <button class="danger" onClick={() => void hands.forget(item, item.photo)}>{t.queue.forget}</button> : <button onClick={() => void hands.drop(item)}>{t.queue.drop}</button>}
          </div>
        </>
      )}
    </>
  )
}
