import { useEffect, useState } from 'preact/hooks'
import { alone, missingHere } from '../field/browser'
import { useLive } from '../field/live'
import { path } from '../field/route'
import { HandsContext } from './context'
import { open } from './db'
import { Hands } from './hands'
import { ListScreen } from './list'
import { LogInScreen } from './login'
import { ActScreen } from './act'
import { PlateScreen } from './plate'
import { QueueScreen } from './queue'
import { ScanScreen } from './scan'
import { Notice, Status } from './screen'
import type { Step } from './domain'
import { VillagesScreen } from './villages'
import { t } from './words'

/** What stands before the work: a browser that can do it, alone, with room. */
export function App() {
  const [unfit, setUnfit] = useState<string | null>(missingHere)
  const [hands, setHands] = useState<Hands | null>(null)
  useEffect(() => {
    if (unfit) return
    let opened: Hands | null = null
    void alone('install').then((yes) => { if (!yes) setUnfit('other') })
    open().then((db) => Hands.open(db)).then((one) => { opened = one; one.start(); setHands(one) }).catch(() => setUnfit('broken'))
    return () => opened?.stop()
  }, [])
  if (unfit) {
    const [title, sentence] = t.missing[unfit]!
    return <main><h1>{title}</h1><Notice kind="bad">{sentence}</Notice></main>
  }
  return hands ? <HandsContext.Provider value={hands}><Shell hands={hands} /></HandsContext.Provider> : <main><p>{t.loading}</p></main>
}

function Shell({ hands }: { hands: Hands }) {
  const me = useLive(hands.me)
  const trouble = useLive(hands.trouble)
  const at = useLive(path)
  if (!me) return <LogInScreen />
  return (
    <>
      <Status />
      {trouble && <div style={{ padding: '0 16px' }}><Notice kind="bad">{trouble}</Notice></div>}
      <At key={at} parts={at.replace(/#.*/, '').split('/').slice(2).map(decodeURIComponent)} />
    </>
  )
}

const steps: readonly string[] = ['install', 'report', 'repair']

function At({ parts: [screen = '', plate = '', step = ''] }: { parts: string[] }) {
  if (screen === 'p' && plate) return steps.includes(step) ? <ActScreen id={plate} step={step as Step} /> : <PlateScreen id={plate} />
  switch (screen) {
    case 'scan': return <ScanScreen />
    case 'queue': return <QueueScreen />
    case 'villages': return <VillagesScreen />
    case 'login': return <LogInScreen />
    default: return <ListScreen tab={screen} />
  }
}
