import { useOffice, useSession } from './context'
import { loaderOf, rail } from './pages'
import { Link } from './parts/link'
import { href, type Route } from './route'
import { mayDo } from './session'

interface Props { route: Route; onHelp: () => void; onLeave: () => void }

/** The words on the left: the pages that this person may open, and who they are. */
export function Rail({ route, onHelp, onLeave }: Props) {
  const { t, lang } = useOffice()
  const { session, meta } = useSession()
  const groups = rail.map(({ head, entries }) => ({ head, shown: entries.filter(({ page, needs }) => loaderOf(page) && mayDo(session, needs)) }))
  const other = () => {
    sessionStorage.setItem('office-lang', lang === 'zh' ? 'en' : 'zh')
    dispatchEvent(new PopStateEvent('popstate'))
  }
  return (
    <header class="rail">
      <p class="rail-brand"><Link to={href('')}>{meta.county}<span>{t.office}</span></Link>{meta.demo && <span class="demo">{t.demo}</span>}</p>
      <nav aria-label={t.railLabel}>
        {groups.map(({ head, shown }) => shown.length > 0 && (
          <div key={head} class="rail-group">
            {head && <p>{t.railHeads[head]}</p>}
            <ul>
              {shown.map(({ page, word }) => (
                <li key={page}><Link to={href(page)} aria-current={route.page === page ? 'page' : undefined}>{t.rail[word]}</Link></li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div class="rail-foot">
        <Link to={href('me')} aria-current={route.page === 'me' ? 'page' : undefined} title={t.me}>{session.account.name || session.account.login}</Link>
        <div class="rail-tools">
          <button type="button" class="link" lang={lang === 'zh' ? 'en' : 'zh-CN'} onClick={other}>{t.other}</button>
          <button type="button" class="link" aria-label={t.keys} title={t.keys} onClick={onHelp}>?</button>
          <button type="button" class="link" onClick={onLeave}>{t.logOut}</button>
        </div>
      </div>
    </header>
  )
}
