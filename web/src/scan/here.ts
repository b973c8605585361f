// "Which is the nearest from where I am": asked only when pressed, answered on the phone alone.

import { direction, distance, type Point } from '../field/geo/way'
import { ask, line } from './news'
import { nearest, type Around, type Near } from './near'
import { givenAt, moment } from './time'
import type { Words } from './words'

interface Data { safety?: { village: { lon: number | null; lat: number | null }; warnings: unknown[]; around: Around } }

const roughM = 300

/** Puts the button on a village's card; gives what answers anew once the card has changed. */
export function offer(main: Element, words: Words, english: boolean): () => void {
  const w = words.near
  const lang = english ? 'en' : 'zh'
  const part = line('section', '')
  part.setAttribute('data-live', '')
  const button = line('button', 'b', w.ask)
  Object.assign(button.style, { width: '100%', font: 'inherit', fontWeight: '600' })
  const answer = line('div', '')
  answer.setAttribute('role', 'status')
  part.append(button, line('p', 'soft', w.why), answer)
  let here: { point: Point; accuracy: number } | null = null

  function settle() {
    const before = document.getElementById('tel')
    if (part.parentNode !== main || before && part.nextElementSibling !== before) main.insertBefore(part, before && before.parentNode === main ? before : null)
  }

  function say(...parts: HTMLElement[]) {
    answer.textContent = ''
    answer.append(...parts)
  }

  const note = (text: string) => line('p', 'note', text)

  async function tell() {
    if (!here) return
    let found, data, time
    try {
      const got = await ask(location.pathname + '.json')
      data = (await got.json() as Data).safety!
      time = moment(givenAt(got), Date.now(), english)
      found = nearest(data.around, { lon: data.village.lon!, lat: data.village.lat! }, here.point)
    } catch {
      return say(note(w.data))
    }
    if ('far' in found) return say(note(w.far(distance(found.far, lang))))
    if (!found.goals.length) return say(note(found.beyond ? w.beyond : w.nothing))
    const warned = data.warnings.length > 0
    const rough = here.accuracy > roughM ? [note(w.rough(distance(here.accuracy, lang)))] : []
    say(line('h2', '', warned ? found.goals[0]!.state === 'open' ? w.open : w.notOpen : w.peace), ...rough, ...found.goals.map(goal), line('p', 'hi', w.straight(time)))
  }

  function goal(g: Near): HTMLElement {
    const made = line('section', 'g')
    const name = line('p', 'gn', g.name)
    name.lang = 'zh'
    const state = line('p', '')
    state.append(line('span', 'st ' + g.state, w.states[g.state]), ' ', line('b', '', w.where(direction(g.azimuth, lang), distance(g.metres, lang))))
    made.append(name, state)
    if (g.state === 'open' && g.places_left !== null) made.append(line('p', '', w.left(g.places_left)))
    return made
  }

  button.addEventListener('click', () => {
    say(line('p', '', w.asking))
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      here = { point: { lon: coords.longitude, lat: coords.latitude }, accuracy: coords.accuracy }
      void tell()
    }, (refused) => { here = null; say(note(refused.code === 1 ? w.denied : w.none)) }, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 })
  })
  settle()
  return () => { settle(); void tell() }
}
