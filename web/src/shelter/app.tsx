import { LogInScreen, Opening, Shell, Status } from '../queue/shell'
import { KeeperContext, useKeeper } from './context'
import { Keeper } from './keeper'
import { ListScreen } from './list'
import { OneScreen } from './one'
import { QueueScreen } from './queue'
import { t } from './words'

export const App = () => (
  <Opening app="shelter" words={t} open={Keeper.open}>
    {(keeper) => (
      <KeeperContext.Provider value={keeper}>
        <Shell phone={keeper} logIn={<LogIn />} status={<Status phone={keeper} to="/shelter/queue" words={t.status} />} at={(words) => <At key={words.join('/')} words={words} />} />
      </KeeperContext.Provider>
    )}
  </Opening>
)

function At({ words: [screen = '', shelter = ''] }: { words: string[] }) {
  if (screen === 's' && shelter) return <OneScreen id={shelter} />
  if (screen === 'queue') return <QueueScreen />
  return screen === 'login' ? <LogIn /> : <ListScreen />
}

const LogIn = () => <LogInScreen phone={useKeeper()} home="/shelter" words={t} />
