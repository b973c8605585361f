import { LogInScreen, Opening, Shell } from '../queue/shell'
import { ActScreen } from './act'
import { HandsContext, useHands } from './context'
import type { Step } from './domain'
import { Hands } from './hands'
import { ListScreen } from './list'
import { PlateScreen } from './plate'
import { QueueScreen } from './queue'
import { ScanScreen } from './scan'
import { Status } from './screen'
import { VillagesScreen } from './villages'
import { t } from './words'

export const App = () => (
  <Opening app="install" words={t} open={Hands.open}>
    {(hands) => (
      <HandsContext.Provider value={hands}>
        <Shell phone={hands} logIn={<LogIn />} status={<Status />} at={(words) => <At key={words.join('/')} words={words} />} />
      </HandsContext.Provider>
    )}
  </Opening>
)

const steps: readonly string[] = ['install', 'report', 'repair']

function At({ words: [screen = '', plate = '', step = ''] }: { words: string[] }) {
  if (screen === 'p' && plate) return steps.includes(step) ? <ActScreen id={plate} step={step as Step} /> : <PlateScreen id={plate} />
  switch (screen) {
    case 'scan': return <ScanScreen />
    case 'queue': return <QueueScreen />
    case 'villages': return <VillagesScreen />
    case 'login': return <LogIn />
    default: return <ListScreen tab={screen} />
  }
}

const LogIn = () => <LogInScreen phone={useHands()} home="/install" words={t} />
