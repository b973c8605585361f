import { useState } from 'preact/hooks'
import { Scan } from '../field/parts/scan'
import { go } from '../field/route'
import { useHands } from './context'
import { Notice, Screen } from './screen'
import { known } from './known'
import { verdictOf, type Verdict } from './payload'
import { grouped, readToken, tokenIn } from './token'
import { VerdictNotice } from './verdict'
import { t } from './words'

/** Reads the code of a plate by the camera, a photo, or what stands under it. */
export function Codes({ onToken, said }: { onToken: (token: string) => void; said: string }) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState('')
  const [meant, setMeant] = useState('')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const scanned = (code: string) => {
    const token = tokenIn(code)
    const { keys, list } = known()
    const found = token ? verdictOf(code, keys, list) : null
    setMeant('')
    setWrong(token ? '' : t.scan.notPlate)
    setVerdict(found)
    if (!token) return
    if (found && (found.is === 'plain' || found.is === 'good' || found.is === 'unknown')) return onToken(token)
    setMeant(token) // a person looks at it first
  }
  const look = (event: Event) => {
    event.preventDefault()
    const read = readToken(typed)
    setMeant('')
    setWrong('')
    setVerdict(null)
    if ('token' in read) return onToken(read.token)
    if ('length' in read) return setWrong(t.scan.length(read.length))
    if (read.wrong === 0) return setWrong(t.scan.many)
    setWrong(t.scan.wrong(read.wrong, grouped(read.meant)))
    setMeant(read.meant)
  }
  return (
    <>
      <Scan words={{ ...t.scan, close: t.close }} onRead={scanned} />
      <form onSubmit={look}>
        <label class="field">{t.scan.typed}<input class="token" value={typed} autoComplete="off" autoCapitalize="characters" spellcheck={false} onInput={(event) => { setTyped(event.currentTarget.value); setWrong(''); setMeant('') }} /></label>
        {verdict && <VerdictNotice verdict={verdict} />}
        {wrong && <Notice kind="bad">{wrong}</Notice>}
        {meant ? <button type="button" class="wide" onClick={() => onToken(meant)}>{verdict ? t.verdict.still : t.scan.meant}</button> : <button class="wide" disabled={!typed.trim()}>{t.scan.look}</button>}
      </form>
      {said && <Notice kind="bad">{said}</Notice>}
    </>
  )
}

/** Any plate, by its code: what it should say, and what there is to do. */
export function ScanScreen() {
  const hands = useHands()
  const [said, setSaid] = useState('')
  const find = async (token: string) => {
    setSaid('')
    const job = await hands.byToken(token)
    if (job === 'offline' || !job) return setSaid(job ? t.scan.offline : t.scan.unknown)
    const draft = await hands.draft(job.id)
    if (await hands.write(job.id, { ...draft, scanned: true })) go('/install/p/' + job.id)
  }
  return <Screen title={t.scan.title} back="/install"><Codes onToken={(token) => void find(token)} said={said} /></Screen>
}
