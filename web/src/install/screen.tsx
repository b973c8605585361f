import type { ComponentChildren } from 'preact'
import { useLive } from '../field/live'
import { Screen as Plain } from '../field/parts/plainscreen'
import { Status as Line } from '../queue/shell'
import { useHands } from './context'
import { t } from './words'

export { Notice } from '../field/parts/notice'
export { Link } from '../field/parts/plainscreen'

/** One screen in the words of this app. */
export const Screen = (props: { title: string; back?: string; children: ComponentChildren; actions?: ComponentChildren }) => <Plain {...props} backWord={t.back} />

/** The line at the top of every screen, which says too that what it shows is made up. */
export function Status() {
  const hands = useHands()
  const demo = useLive(hands.work)?.demo
  return <Line phone={hands} to="/install/queue" words={t.status}>{demo && <span>{t.demo}</span>}</Line>
}
