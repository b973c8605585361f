// Keeps the pages behind codes that were opened on a phone: the network first, and what is kept where that does not answer. It keeps no other page.

import { copy, isKept, marked, nameOf, tooMany } from './keep'
import { givenAt } from './time'

const worker = self as unknown as ServiceWorkerGlobalScope & { skipWaiting(): Promise<void> }

const shelf = 'diming-codes'
const patience = 3000

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting()) // it holds no state: the newest serves at once
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  const name = request.method === 'GET' && url.origin === worker.location.origin ? nameOf(url) : null
  if (!name) return
  const asked = fetch(request)
  const stored = asked.then((answer) => { if (isKept(answer.status)) return keep(name, answer.clone()) }).catch(() => undefined)
  event.waitUntil(stored)
  if (request.mode === 'navigate') event.respondWith(page(name, asked))
  else if (request.headers.has('Diming-Refresh') && !/\.json$/.test(name)) event.respondWith(asked) // news are no news from here
  else event.respondWith(soon(name, asked).then(({ answer, kept }) => answer || kept || asked))
})

/** The page from the network, or the kept one with its time where that is late or fails. */
async function page(name: string, asked: Promise<Response>): Promise<Response> {
  const { answer, kept, failed } = await soon(name, asked)
  if (answer || !kept) return answer || asked
  const html = marked(await kept.clone().text(), givenAt(kept), Date.now(), failed)
  return new Response(html, { status: kept.status, headers: kept.headers })
}

/** What the network answers within its time, and what is kept. Failed: it did not answer at all, rather than late or that it cannot. */
async function soon(name: string, asked: Promise<Response>): Promise<{ answer?: Response; kept?: Response; failed: boolean }> {
  const kept = await (await caches.open(shelf)).match(name)
  if (!kept) return { answer: await asked, failed: false }
  let failed = false
  const late = new Promise<undefined>((done) => setTimeout(done, patience))
  const answer = await Promise.race([asked.catch(() => { failed = true; return undefined }), late])
  return answer && (answer.status < 500 && answer.status !== 429) ? { answer, kept, failed } : { kept, failed }
}

let last: Promise<unknown> = Promise.resolve()

/** Keeps one answer after another: one that looked for what may go while another's page was being replaced would take that page's data away. */
function keep(name: string, answer: Response): Promise<void> {
  const before = last
  const done = copy(answer).then((kept) => before.then(() => put(name, kept)))
  last = done.catch(() => undefined)
  return done
}

async function put(name: string, kept: Response): Promise<void> {
  const cache = await caches.open(shelf)
  await cache.delete(name) // what was kept last stands last
  await cache.put(name, kept)
  const names = (await cache.keys()).map(({ url }) => { const { pathname, search } = new URL(url); return pathname + search })
  await Promise.all(tooMany(names).map((one) => cache.delete(one)))
}
