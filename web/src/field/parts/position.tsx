import { useEffect } from 'preact/hooks'
import { fix, followPosition, noFix, trust } from '../geo/position'
import { distance } from '../geo/way'
import { useLive } from '../live'
import { lang, t } from '../words'
import { Notice } from './screen'

/** Follows the position while a screen is shown. */
export function usePosition() {
  useEffect(followPosition, [])
  return useLive(fix)
}

/** What is wrong with the position, or how good it is. */
export function PositionLine() {
  const here = usePosition()
  const none = useLive(noFix)
  if (!here) return <Notice kind="warn">{t.position[none]}</Notice>
  const by = distance(here.accuracy, lang)
  if (Date.now() - here.at > 120_000) return <Notice kind="warn">{t.position.old}</Notice>
  const how = trust(here)
  return how === 'good' ? <p class="quiet">{t.position.good(by)}</p> : <Notice kind={how === 'rough' ? 'warn' : 'bad'}>{how === 'rough' ? t.position.rough(by) : t.position.useless(by)}</Notice>
}
