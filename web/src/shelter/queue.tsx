import { QueueScreen as Queue } from '../queue/shell'
import { useKeeper } from './context'
import type { Item } from './domain'
import { t } from './words'

/** The reports that the server does not have yet, and what became of the rest. */
export function QueueScreen() {
  const keeper = useKeeper()
  return (
    <Queue phone={keeper} home="/shelter" words={t} title={title} sent={({ later }) => later && <p class="quiet">{t.one.later(t.states[later])}</p>}>
      {(item, mine) => mine && item.fate !== 'ready' && (
        <div class="row">
          <button onClick={() => void keeper.retry(item)}>{item.fate === 'dropped' ? t.queue.back : t.queue.retry}</button>
          {item.fate === 'dropped' ? <button class="danger" onClick={() => void keeper.forget(item)}>{t.queue.forget}</button> : <button onClick={() => void keeper.drop(item)}>{t.queue.drop}</button>}
        </div>
      )}
    </Queue>
  )
}

const title = ({ shelter, saying }: Item) => `${shelter.name} ${t.states[saying.state]}${saying.people !== undefined ? ` ${saying.people}` : saying.step ? ` ${t.steps[saying.step]}` : ''}`
