// What the page behind a code adds to itself once it is read: news, the nearest shelter from here, a copy for the time without a network, and what a large code says.
// The page is whole without it. It runs in the browsers inside old apps: no syntax after ES2017, and what is newer is asked for first.

import { windOf } from '../code/format'
import { known, renew as renewKeys } from '../install/known'
import { offer } from './here'
import { ask, line, watch } from './news'
import { verdictOf } from './plate'
import { en, zh } from './words'

const main = document.querySelector('main')
if (main && top === self && typeof fetch === 'function') void begin(main)

async function begin(main: Element): Promise<void> {
  const english = document.documentElement.lang === 'en'
  const words = english ? en : zh
  const isCard = document.body.className === 'v'
  const nearby = isCard && isSecureContext && navigator.geolocation ? offer(main, words, english) : () => undefined
  const look = watch({ main, words, english, changed: () => { nearby(); if (isCard) void data() } })
  void largeCode()
  addEventListener('hashchange', () => void largeCode())
  if (!('serviceWorker' in navigator) || location.pathname.indexOf('/Q/') !== 0) return
  try {
    await navigator.serviceWorker.register('/Q/sw.js')
    await controlled()
  } catch {
    return // private browsing refuses: no copy is kept
  }
  void look() // through the worker, which keeps it
  if (isCard) void data()
  await renewKeys(['keys'])
  void largeCode()

  /** Has the worker keep the card's data, by which the nearest is found without a network. */
  async function data() { await ask(location.pathname + '.json').catch(() => undefined) }

  async function largeCode(): Promise<void> {
    const fragment = location.hash.slice(1)
    const address = main.querySelector('.po')?.textContent
    if (!fragment || !address) return
    const w = words.plate
    const verdict = await verdictOf(address, fragment, known().keys)
    const part = line('section', '')
    part.id = 'said'
    part.setAttribute('data-live', '')
    part.append(line('h2', '', w.title), line('p', verdict.is === 'good' ? '' : 'note', w[verdict.is]))
    if ('payload' in verdict && verdict.is !== 'forged') {
      const { payload } = verdict
      part.append(line('p', '', w.says(payload.name, payload.made)))
      for (const s of payload.shelters) part.append(line('p', '', w.shelter(s.name, w.winds[windOf(s.bearing)]!, s.distanceM)))
    }
    const old = document.getElementById('said')
    if (old) old.parentNode!.replaceChild(part, old)
    else main.insertBefore(part, main.querySelector('.k'))
  }
}

/** Waits until the worker sees what this page asks for. */
function controlled(): Promise<unknown> {
  const { serviceWorker } = navigator
  return serviceWorker.controller ? Promise.resolve() : new Promise((done) => serviceWorker.addEventListener('controllerchange', done, { once: true }))
}
