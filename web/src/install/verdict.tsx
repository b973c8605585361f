import { windOf } from '../code/format'
import { Notice } from './screen'
import type { Payload, Verdict } from './payload'
import { t } from './words'

/** What a large code is found to be, by what is on the phone. */
export function VerdictNotice({ verdict }: { verdict: Verdict }) {
  switch (verdict.is) {
    case 'plain': return null
    case 'strange':
    case 'forged': return <Notice kind="bad">{t.verdict[verdict.is]}</Notice>
    case 'unknown':
    case 'ended': return <Notice kind="bad">{t.verdict[verdict.is]}<Says payload={verdict.payload} /></Notice>
    case 'void': return <Notice kind="bad">{t.verdict.void}<Says payload={verdict.payload} /></Notice>
    case 'good': return <Notice kind="good">{t.verdict.good(verdict.voidAt ? t.queue.time(verdict.voidAt) : '')}<Says payload={verdict.payload} /></Notice>
  }
}

function Says({ payload }: { payload: Payload }) {
  return (
    <>
      <br />{t.verdict.says(payload.name, payload.made)}
      {payload.shelters.map((s) => <span key={`${s.bearing} ${s.distanceM}`}><br />{t.verdict.shelter(s.name, t.verdict.winds[windOf(s.bearing)]!, s.distanceM)}</span>)}
    </>
  )
}
