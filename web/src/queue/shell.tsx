// What stands around the screens of an app that works without a network.

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { alone, missingHere, type PhoneApp } from '../field/browser'
import { useLive } from '../field/live'
import { LogIn } from '../field/parts/login'
import { Notice } from '../field/parts/notice'
import { Link, Screen } from '../field/parts/plainscreen'
import { go, path } from '../field/route'
import { counts, type Queued } from './item'
import type { Phone } from './phone'

interface OpeningWords { loading: string; missing: Record<string, [title: string, sentence: string]> }

interface OpeningProps<P> { app: PhoneApp; words: OpeningWords; open: () => Promise<P>; children: (phone: P) => ComponentChildren }

/** What stands before the work: a browser that can do it, alone, with room. */
export function Opening<P extends { start(): void; stop(): void }>({ app, words, open, children }: OpeningProps<P>) {
  const [unfit, setUnfit] = useState<string | null>(missingHere)
  const [phone, setPhone] = useState<P | null>(null)
  useEffect(() => {
    if (unfit) return
    let opened: P | null = null
    void alone(app).then((yes) => { if (!yes) setUnfit('other') })
    open().then((one) => { opened = one; one.start(); setPhone(one) }).catch(() => setUnfit('broken'))
    return () => opened?.stop()
  }, [])
  if (unfit) {
    const [title, sentence] = words.missing[unfit]!
    return <main><h1>{title}</h1><Notice kind="bad">{sentence}</Notice></main>
  }
  return <>{phone ? children(phone) : <main><p>{words.loading}</p></main>}</>
}

interface ShellProps<I extends Queued> { phone: Phone<I>; logIn: ComponentChildren; status: ComponentChildren; at: (words: string[]) => ComponentChildren }

/** The log-in while nobody works with the phone, else the screen of the address; at takes the words behind the app's own. */
export function Shell<I extends Queued>({ phone, logIn, status, at }: ShellProps<I>) {
  const me = useLive(phone.me)
  const trouble = useLive(phone.trouble)
  const here = useLive(path)
  if (!me) return <>{logIn}</>
  return (
    <>
      {status}
      {trouble && <div style={{ padding: '0 16px' }}><Notice kind="bad">{trouble}</Notice></div>}
      {at(here.replace(/#.*/, '').split('/').slice(2).map(decodeURIComponent))}
    </>
  )
}

export interface StatusWords { on: string; off: string; unsent: (n: number) => string; stuck: (n: number) => string; login: string }

/** The line at the top of every screen: network, what is not yet sent, what waits for a person. */
export function Status<I extends Queued>({ phone, to, words, children }: { phone: Phone<I>; to: string; words: StatusWords; children?: ComponentChildren }) {
  const network = useLive(phone.network)
  const logIn = useLive(phone.logIn)
  const { unsent, stuck } = counts(useLive(phone.queue))
  return (
    <Link class="status" to={to}>
      <span class={network === 'off' ? 'bad' : ''}>{words[network]}</span>
      <span class={unsent ? 'bad' : ''}>{words.unsent(unsent)}</span>
      <span class={stuck ? 'bad' : ''}>{words.stuck(stuck)}</span>
      {children}
      {logIn && <span class="bad">{words.login}</span>}
    </Link>
  )
}

interface LogInWords { name: string; back: string; working: string; login: { title: string; hint: string; again: string; login: string; password: string; submit: string; missing: string; later: string } }

/** Who works with this phone; home is the app's first screen. */
export function LogInScreen<I extends Queued>({ phone, home, words: t }: { phone: Phone<I>; home: string; words: LogInWords }) {
  const me = useLive(phone.me)
  return (
    <Screen title={me ? t.login.title : t.name} backWord={t.back}>
      <LogIn words={{ ...t.login, hint: me ? t.login.again : t.login.hint, working: t.working }} enter={(login, password) => phone.enter(login, password)} onDone={() => go(home, true)}
        later={me && <Link class="button" to={home}>{t.login.later}</Link>} />
    </Screen>
  )
}

interface QueueWords {
  back: string
  working: string
  trouble: { offline: string }
  login: { title: string; again: string; out: string; unsent: (n: number) => string }
  queue: { title: string; none: string; now: string; fates: Record<string, string>; of: (name: string) => string; time: (iso: string) => string; account: (name: string) => string }
}

interface QueueProps<I extends Queued> {
  phone: Phone<I>
  home: string
  words: QueueWords
  title: (item: I) => string
  children: (item: I, mine: boolean) => ComponentChildren // what more there is to say and do about one that was not sent
  sent?: (item: I) => ComponentChildren // and about one that was
}

const shown = 30 // of what was sent: the rest is history

/** What the phone holds that the server does not have yet, and what became of the rest. */
export function QueueScreen<I extends Queued>({ phone, home, words: t, title, children, sent: about }: QueueProps<I>) {
  const me = useLive(phone.me)
  const queue = useLive(phone.queue)
  const logIn = useLive(phone.logIn)
  const network = useLive(phone.network)
  const [busy, setBusy] = useState(false)
  const now = async () => {
    setBusy(true)
    await phone.hurry()
    setBusy(false)
  }
  const waiting = queue.filter(({ fate }) => fate !== 'sent')
  const sent = queue.filter(({ fate }) => fate === 'sent').reverse().slice(0, shown)
  const { unsent } = counts(queue)
  return (
    <Screen title={t.queue.title} back={home} backWord={t.back} actions={unsent > 0 && !logIn && <button class="primary" disabled={busy} onClick={() => void now()}>{busy ? t.working : t.queue.now}</button>}>
      {logIn && <Notice kind="warn">{t.login.again} <Link to={`${home}/login`}>{t.login.title}</Link></Notice>}
      {network === 'off' && unsent > 0 && <Notice kind="warn">{t.trouble.offline}</Notice>}
      {!waiting.length && <p>{t.queue.none}</p>}
      <ul class="plain">{waiting.map((item) => (
        <li key={item.id}>
          <div class="card">
            <strong>{title(item)}</strong>
            <span class="quiet">{t.queue.time(item.made)} · {t.queue.fates[item.fate]}</span>
            {item.by.id !== me?.id && <span class="quiet">{t.queue.of(item.by.name)}</span>}
            {item.said && <Notice kind="bad">{item.said}</Notice>}
            {children(item, item.by.id === me?.id)}
          </div>
        </li>
      ))}</ul>
      {sent.length > 0 && <h2>{t.queue.fates.sent}</h2>}
      <ul class="plain">{sent.map((item) => <li key={item.id}><p>✓ {title(item)} <span class="quiet">{t.queue.time(item.made)}</span></p>{about?.(item)}</li>)}</ul>
      <p class="quiet">{me && t.queue.account(me.name)} {unsent > 0 && t.login.unsent(unsent)}</p>
      <button class="wide" onClick={() => void phone.leave()}>{t.login.out}</button>
    </Screen>
  )
}
