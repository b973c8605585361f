import type { ComponentType } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { meta as askMeta, type Meta } from '../api'
import { LangContext } from '../context'
import { Problem, speak } from '../http'
import { useLoad } from '../load'
import { Skeleton, Trouble } from '../notice'
import { langOf, type Lang } from '../words'
import { OfficeContext, useOffice } from './context'
import { onSession } from './http'
import { learn, touch } from './idle'
import { IdleWarning } from './idlewarning'
import { useKeys } from './keys'
import { Alone, LoginForm, LoginPage, PasswordForm, SecondFactor } from './login'
import { loaderOf, rail, type PageProps } from './pages'
import { Button } from './parts/button'
import { Dialog } from './parts/dialog'
import { Empty, Notice } from './parts/notice'
import { Rail } from './rail'
import { go, href, readRoute, useRoute } from './route'
import { logOut, mayDo, session as askSession, type Session } from './session'
import { Toast, useToast } from './toast'
import { timeWords } from './words'

/** The language of the page: as the address says, else as the browser does. */
function useLang(): Lang {
  const { param } = useRoute()
  const asked = param.get('lang') ?? sessionStorage.getItem('office-lang')
  return langOf(asked === 'zh' || asked === 'en' ? asked : null, navigator.languages)
}

/** The office: who is at work first, then the page of the address. */
export function Shell() {
  const lang = useLang()
  speak(lang)
  useEffect(() => { document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en' }, [lang])
  return <LangContext.Provider value={lang}><Door key={lang} /></LangContext.Provider>
}

type Who = Session | 'nobody' | null // null: not known yet

function Door() {
  const { t, lang } = useOffice()
  const meta = useLoad(() => askMeta(), [lang])
  const [who, setWho] = useState<Who>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [fresh, setFresh] = useState(false) // has just logged in: the last log-in is shown
  const enter = (session: Session) => { learn(session.idle_ends_at); setWho(session) }
  const reload = useCallback(async () => {
    setProblem(null)
    try {
      enter(await askSession())
    } catch (err) {
      if (err instanceof Problem && err.status === 401) setWho('nobody')
      else setProblem(err as Problem)
    }
  }, [])
  useEffect(() => { void reload() }, [])
  useEffect(() => { document.title = t.office + (meta.value ? ' · ' + meta.value.county : '') }, [meta.value, lang])
  const trouble = problem ?? meta.problem
  if (trouble) return <Alone meta={meta.value} title={t.office}><Trouble problem={trouble} retry={() => { meta.retry(); void reload() }} /></Alone>
  if (!meta.value || !who) return <main class="alone"><h1 class="hidden">{t.office}</h1><Skeleton rows={6} /></main>
  const loggedIn = (session: Session) => { setFresh(true); enter(session) }
  if (who === 'nobody') return <LoginPage meta={meta.value} onDone={loggedIn} />
  if (who.second_factor === 'needed') {
    return <Alone meta={meta.value} title={t.login.second} hint={t.login.secondHint}><SecondFactor onDone={() => void reload()} /><LeaveButton /></Alone>
  }
  if (who.must_change_password) {
    return <Alone meta={meta.value} title={t.login.change} hint={t.login.changeHint}><PasswordForm onDone={() => void reload()} /><LeaveButton /></Alone>
  }
  return <Inside meta={meta.value} session={who} fresh={fresh} reload={reload} />
}

/** Leaves for good: the page is loaded anew, and holds nothing of who was here. */
export async function leave(): Promise<void> {
  await logOut().catch(() => undefined)
  location.assign(href(''))
}

function LeaveButton() {
  const { t } = useOffice()
  return <p><Button kind="quiet" onClick={() => void leave()}>{t.logOut}</Button></p>
}

interface InsideProps { meta: Meta; session: Session; fresh: boolean; reload: () => Promise<void> }

function Inside({ meta, session, fresh, reload }: InsideProps) {
  const { t } = useOffice()
  const route = useRoute()
  const { toast, say, hush } = useToast()
  const [help, setHelp] = useState(false)
  const again = useAgain()
  useShellKeys(() => setHelp(true))
  const office = useMemo(() => ({ session, meta, reload, say }), [session, meta, reload, say])
  return (
    <OfficeContext.Provider value={office}>
      <a class="skip" href="#page">{t.skip}</a>
      <div class="office">
        <Rail route={route} onHelp={() => setHelp(true)} onLeave={() => void leave()} />
        <main id="page" class="page" tabIndex={-1}>
          <Offline />
          {fresh && <LastLogin session={session} />}
          <Page key={route.page} page={route.page} rest={route.rest} param={route.param} />
        </main>
      </div>
      <IdleWarning />
      {toast && <Toast toast={toast} onClose={hush} />}
      {help && <Keys onClose={() => setHelp(false)} />}
      {again.asking && (
        <Dialog title={t.login.again}>
          <p class="hint">{t.login.againHint}</p>
          <LoginForm only={session.account.login} onDone={(next) => { learn(next.idle_ends_at); again.done() }} />
          <p><Button kind="quiet" onClick={() => location.assign(href(''))}>{t.login.otherAccount}</Button></p>
        </Dialog>
      )}
    </OfficeContext.Provider>
  )
}

/** Asks to log in again when a request meets an ended session; the requests wait and are sent then. */
function useAgain() {
  const [asking, setAsking] = useState(false)
  const waiting = useRef<(() => void)[]>([])
  useEffect(() => {
    onSession(() => new Promise((done) => { waiting.current.push(done); setAsking(true) }), touch)
    return () => onSession(null, () => undefined)
  }, [])
  const done = () => {
    setAsking(false)
    for (const go of waiting.current.splice(0)) go()
  }
  return { asking, done }
}

function Page({ page, rest, param }: PageProps & { page: string }) {
  const { t } = useOffice()
  const load = loaderOf(page)
  const { value, problem, retry } = useLoad(load && (() => load()), [page])
  if (!load) return <Empty title={t.noPage}><p>{t.noPageHint}</p></Empty>
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={8} />
  const Shown: ComponentType<PageProps> = value.default
  return <Allowed page={page}><Shown rest={rest} param={param} /></Allowed>
}

/** Says in words when the page is not this person's. */
function Allowed({ page, children }: { page: string; children: preact.ComponentChildren }) {
  const { t } = useOffice()
  return (
    <OfficeContext.Consumer>
      {(office) => {
        const entry = rail.flatMap(({ entries }) => entries).find((entry) => entry.page === page)
        if (!entry || (office && mayDo(office.session, entry.needs))) return children
        return <Empty title={t.notAllowed}><p>{t.notAllowedHint}</p></Empty>
      }}
    </OfficeContext.Consumer>
  )
}

function LastLogin({ session }: { session: Session }) {
  const { t, lang } = useOffice()
  const [shown, setShown] = useState(true)
  const { last_login: last, failed_since: failed } = session
  if (!shown) return null
  return (
    <Notice kind={failed > 0 ? 'warn' : 'plain'} live>
      <p>{last ? t.login.last(timeWords(last.at, lang), last.address) : t.login.first} {failed > 0 && t.login.failed(failed)}{' '}
        <button type="button" class="link" onClick={() => setShown(false)}>{t.close}</button></p>
    </Notice>
  )
}

function Offline() {
  const { t } = useOffice()
  const [off, setOff] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOff(!navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => { removeEventListener('online', look); removeEventListener('offline', look) }
  }, [])
  return off ? <Notice kind="warn" live>{t.offline}</Notice> : null
}

function useShellKeys(help: () => void): void {
  const to = (page: string) => () => go(href(page))
  useKeys({ '?': help, 'g h': to(''), 'g d': to('register'), 'g l': to('ledger'), 'g s': to('settings'),
    Escape: () => { const { page, rest } = readRoute(location.href); if (rest.length) go(href(page)) } })
}

function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useOffice()
  return (
    <Dialog title={t.keys} onClose={onClose}>
      <table class="keys">
        <tbody>
          {t.help.map(([keys, what]) => (
            <tr key={keys}><th scope="row">{keys!.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</th><td>{what}</td></tr>
          ))}
        </tbody>
      </table>
      <div class="dialog-foot"><Button onClick={onClose}>{t.close}</Button></div>
    </Dialog>
  )
}
