import { useLive } from '../live'
import { atDay } from '../route'
import { pressure } from '../vault/space'
import { t } from '../words'
import { useField } from './context'
import { Link } from './screen'

/** The line at the top of every screen: network, what is not yet sent, stored, verified, room. */
export function Status({ counts }: { counts: { unsent: number; stored: number; verified: number } }) {
  const field = useField()
  const network = useLive(field.network)
  const space = useLive(field.space)
  const left = space?.quota ? t.megabytes(space.quota - space.used) : ''
  return (
    <Link class="status" to={atDay}>
      <span class={network === 'off' ? 'bad' : ''}>{t.status[network]}</span>
      <span class={counts.unsent ? 'bad' : ''}>{t.status.unsent(counts.unsent)}</span>
      <span>{t.status.stored(counts.stored)}</span>
      <span>{t.status.verified(counts.verified)}</span>
      <span class={space && pressure(space) !== 'none' ? 'bad' : ''}>{left ? t.status.room(left) : t.status.roomUnknown}</span>
    </Link>
  )
}
