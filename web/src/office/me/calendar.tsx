import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { call, read, write } from '../http'
import { Ask } from '../parts/ask'
import { Button } from '../parts/button'
import { Dialog } from '../parts/dialog'
import { Once } from '../parts/once'
import { timeWords } from '../words'
import { meWords } from './words'

interface CalendarLink { exists: boolean; made_at?: string; used_at?: string; url?: string }

/** The link by which a calendar program shows the person's deadlines. */
export function CalendarSection() {
  const { lang } = useOffice()
  const w = meWords(lang)
  const { say } = useSession()
  const { value, problem, retry } = useLoad((signal) => read<CalendarLink>('/v1/calendar-link', signal), [lang])
  const [asking, setAsking] = useState<'make' | 'end' | null>(null)
  const [made, setMade] = useState<CalendarLink | null>(null)
  return (
    <section class="section">
      <div class="page-head"><h2>{w.calendar}</h2><Button small disabled={!value} onClick={() => setAsking('make')}>{value?.exists ? w.calendarAgain : w.calendarMake}</Button></div>
      <p class="hint">{w.calendarHint}</p>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={1} />}
      {value && !value.exists && <p class="small">{w.noCalendar}</p>}
      {value?.exists && (
        <p class="small">{w.made} {value.made_at && timeWords(value.made_at, lang)} · {w.used} {value.used_at ? timeWords(value.used_at, lang) : w.neverUsed} <Button small kind="quiet" aria-label={`${w.revoke} ${w.calendar}`} onClick={() => setAsking('end')}>{w.revoke}</Button></p>
      )}
      {asking === 'make' && <Ask title={w.calendarMake} hint={value?.exists ? w.calendarReplaces : w.calendarSecret} verb={w.calendarMake} reason={false} run={(_, key) => write<CalendarLink>('POST', '/v1/calendar-link', undefined, key)}
        onClose={() => setAsking(null)} onDone={(link) => { setAsking(null); setMade(link); retry() }} />}
      {asking === 'end' && <Ask title={w.calendarEnd} verb={w.revoke} danger reason={false} run={() => call('/v1/calendar-link', { method: 'DELETE' })}
        onClose={() => setAsking(null)} onDone={() => { setAsking(null); say(w.calendarEnded); retry() }} />}
      {made && (
        <Dialog title={w.calendar}>
          <Once label={w.calendar} secret={made.url ?? ''} hint={w.calendarOnce} />
          <div class="dialog-foot"><Button kind="primary" onClick={() => setMade(null)}>{w.close}</Button></div>
        </Dialog>
      )}
    </section>
  )
}
