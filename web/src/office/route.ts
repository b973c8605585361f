// The address is the state: /office/<page>/<rest…>?filters.

import { useEffect, useState } from 'preact/hooks'

export interface Route {
  page: string // the first word after /office; '' is the first page
  rest: string[] // the words after it
  param: URLSearchParams
}

export const root = '/office'

export function readRoute(address: string): Route {
  const url = new URL(address, 'http://localhost')
  const [, , page = '', ...rest] = url.pathname.split('/')
  return { page, rest: rest.filter(Boolean).map(decode), param: url.searchParams }
}

type Value = string | number | boolean | null | undefined

/** The address of a page; what is empty or false is left out. */
export function href(page: string, rest: string[] = [], param: Record<string, Value> | URLSearchParams = {}): string {
  const path = [root, page, ...rest.map(encodeURIComponent)].filter(Boolean).join('/')
  const query = param instanceof URLSearchParams ? new URLSearchParams(param) : withParams(new URLSearchParams(), param)
  return query.size ? `${path}?${query}` : path
}

/** A copy of param with changes; what is empty or false is taken out. */
export function withParams(param: URLSearchParams, changes: Record<string, Value>): URLSearchParams {
  const next = new URLSearchParams(param)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '' || value === false) next.delete(name)
    else next.set(name, value === true ? '1' : String(value))
  }
  return next
}

// A stray % is a word like any other.
function decode(word: string): string {
  try { return decodeURIComponent(word) } catch { return word }
}

// What stands in the way of leaving (unsent words) asks here first.
const guards = new Set<() => boolean>()

/** While on, leaving the page asks; true lets go. */
export function guardLeaving(mayLeave: () => boolean): () => void {
  guards.add(mayLeave)
  return () => { guards.delete(mayLeave) }
}

/** Goes to an address of the office. Where the map looks (after #) stays while the page does. */
export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  const [there, here] = [readRoute(address), readRoute(location.href)]
  const same = there.page === here.page
  if ((!same || there.rest.join('/') !== here.rest.join('/')) && [...guards].some((mayLeave) => !mayLeave())) return
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address + (same && !address.includes('#') ? location.hash : ''))
  dispatchEvent(new PopStateEvent('popstate'))
}

/** The address as it is, drawn anew when it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.href))
  useEffect(() => {
    const onPop = () => setRoute(readRoute(location.href))
    addEventListener('popstate', onPop)
    return () => removeEventListener('popstate', onPop)
  }, [])
  return route
}
