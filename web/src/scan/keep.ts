// What of the pages behind codes is kept on a phone, under which name, and how a kept page says that it is one.

import { moment } from './time'
import { en, zh } from './words'

export const mostPages = 30
const headers = ['Content-Type', 'Content-Security-Policy', 'Date', 'X-Content-Type-Options', 'Referrer-Policy', 'Permissions-Policy', 'Cross-Origin-Opener-Policy']

/** Under which name the answer to an address is kept: a page by its token in capitals and its language, its data, the script. Null where none is. */
export function nameOf(url: URL): string | null {
  if (url.pathname === '/Q/live.js') return url.pathname
  const [, token = '', data = ''] = /^\/Q\/([0-9A-Za-z]{10})(\.json)?$/.exec(url.pathname) || []
  if (!token || url.search && (data || !/^\?lang=(en|zh)$/.test(url.search))) return null
  return `/Q/${token.toUpperCase()}${data}${url.search}`
}

/** Which names go so that no more than so many pages are kept: those that were kept longest ago, each with its data. */
export function tooMany(names: readonly string[], most = mostPages): string[] {
  const pages = names.filter((name) => !/\.js(on)?$/.test(name))
  const out = pages.slice(0, Math.max(0, pages.length - most))
  const stay = pages.slice(out.length).map((name) => name.slice(0, 13))
  return names.filter((name) => out.indexOf(name) >= 0 || /\.json$/.test(name) && stay.indexOf(name.slice(0, 13)) < 0)
}

/** Whether an answer is a page or data that may be shown later. */
export const isKept = (status: number): boolean => status === 200 || status === 410

/** An answer as it is kept: with the headers that guard it and its time. */
export async function copy(answer: Response): Promise<Response> {
  const kept = new Headers()
  for (const name of headers) {
    const value = answer.headers.get(name)
    if (value) kept.set(name, value)
  }
  return new Response(await answer.text(), { status: answer.status, headers: kept })
}

/** A kept page that says above all else of when it is. */
export function marked(html: string, at: number, now: number, offline: boolean): string {
  const english = html.slice(0, 200).indexOf('<html lang="en"') >= 0
  const words = english ? en : zh
  const text = (offline ? words.offline : words.server)(moment(at, now, english))
  return html.replace('<main>', () => `<p class="note" id="kept" data-at="${at}">${text}</p>\n<main>`)
}
