import { useState } from 'preact/hooks'
import type { Problem } from '../../http'
import { asProblem } from '../../load'
import { Trouble } from '../../notice'
import { useOffice, useSession } from '../context'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import { Notice } from '../parts/notice'
import { timeWords } from '../words'
import { verify, type Verdict } from './api'
import { ledgerWords } from './words'

/** Checks the whole chain, and says in a sentence what that gave, with the head for paper. */
export function Verify() {
  const { t, lang } = useOffice()
  const w = ledgerWords(lang)
  const { meta } = useSession()
  const [head, setHead] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [verdict, setVerdict] = useState<(Verdict & { at: string }) | null>(null)
  const run = async () => {
    setBusy(true)
    setProblem(null)
    try {
      setVerdict({ ...(await verify(head.trim())), at: new Date().toISOString() })
    } catch (err) {
      setVerdict(null)
      setProblem(asProblem(err))
    }
    setBusy(false)
  }
  return (
    <section class="verify" aria-busy={busy}>
      <form class="verify-form screen" onSubmit={(event) => { event.preventDefault(); void run() }}>
        <TextField label={w.checkAgainst} value={head} onInput={setHead} spellcheck={false} />
        <Button submit kind="primary" busy={busy}>{busy ? w.verifying : w.verify}</Button>
      </form>
      {problem && <Trouble problem={problem} retry={() => void run()} />}
      {verdict && (
        <Notice kind={verdict.holds ? 'good' : 'bad'} live>
          <p><strong>{verdict.holds ? w.holds(verdict.sealed) : w.broken(verdict.broken?.seq ?? 0, verdict.broken?.why ?? '')}</strong> {w.pending(verdict.pending)}</p>
          <p>{w.head}：<span class="mono verify-head">{verdict.head}</span></p>
          <p class="small">{meta.county} · {w.at2} {timeWords(verdict.at, lang)} · {w.headHint} <button type="button" class="link screen" onClick={() => print()}>{t.print}</button></p>
        </Notice>
      )}
    </section>
  )
}
