// Keeps an open page new: it looks while the page is seen, at once when the network is back, and says plainly of when the page is.

import { renew } from './renewed'
import { givenAt, moment, pause } from './time'
import type { Words } from './words'

const patience = 10_000

export interface News {
  main: Element
  words: Words
  english: boolean
  changed: () => void // after the page was renewed
}

/** Begins to look, and gives what looks at once. */
export function watch({ main, words, english, changed }: News): () => Promise<void> {
  const age = line('p', 'soft')
  const notice = line('div', '')
  notice.setAttribute('role', 'status')
  let at = 0 // of what the page says
  let failed = 0
  let old = false // whether the notice says that the page could not be renewed
  let timer = 0
  let looking = false
  const kept = document.getElementById('kept')
  if (kept) {
    at = Number(kept.dataset.at)
    kept.remove()
    old = true
    say(words.offline(time()))
  }
  main.parentNode!.insertBefore(notice, main) // empty while there is nothing to say: what is read first does not move
  document.body.append(age)

  function time() { return moment(at, Date.now(), english) }

  function say(text: string) {
    if (notice.textContent === text) return // said once
    notice.textContent = ''
    if (text) notice.append(line('p', 'note', text))
  }

  async function look(): Promise<void> {
    clearTimeout(timer)
    if (looking) return
    looking = true
    const answer = await ask().catch(() => null)
    if (answer) await take(answer).catch(() => { failed++ })
    else failed++
    if (failed && at) {
      old = true
      age.textContent = ''
      say((answer || navigator.onLine ? words.server : words.offline)(time()))
    }
    looking = false
    if (!document.hidden) timer = setTimeout(look, pause(failed))
  }

  async function take(answer: Response): Promise<void> {
    if (answer.status !== 200 && answer.status !== 410) throw new Error('no page')
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = page.querySelector('main')
    if (!next) throw new Error('no page')
    at = givenAt(answer)
    failed = 0
    const foot = document.querySelector('footer')
    const newFoot = page.querySelector('footer')
    if (foot && newFoot && foot.innerHTML !== newFoot.innerHTML) foot.parentNode!.replaceChild(document.importNode(newFoot, true), foot)
    age.textContent = page.querySelector('.away') ? '' : words.fresh(time()) // the page says itself that the register is away
    if (renew(main, next)) {
      document.title = page.title
      say(words.changed(time()))
      changed()
    } else if (old) say('')
    old = false
  }

  const soon = () => { if (!document.hidden) { failed = 0; void look() } else clearTimeout(timer) }
  document.addEventListener('visibilitychange', soon)
  addEventListener('online', soon)
  addEventListener('offline', soon)
  addEventListener('pageshow', (event) => { if (event.persisted) soon() })
  at = at || Date.now()
  timer = setTimeout(look, pause(0))
  return look
}

/** Asks for the page again; the header says that nobody scanned anything. */
export async function ask(path = location.pathname + location.search): Promise<Response> {
  const stop = typeof AbortController === 'undefined' ? null : new AbortController()
  const timer = setTimeout(() => stop?.abort(), patience)
  try {
    return await fetch(path, { cache: 'no-cache', headers: { 'Diming-Refresh': '1' }, ...(stop && { signal: stop.signal }) })
  } finally {
    clearTimeout(timer)
  }
}

/** An element with a class and a text. */
export function line(tag: string, name: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  if (name) made.className = name
  made.textContent = text
  return made
}
