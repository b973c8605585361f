// Keeps the app on the phone: it opens without a network, and is replaced only when nothing is open.
//
// The build makes one of this file for each app, /field, /install and /shelter. It writes KEPT into it: the
// app, every file that its page needs, and one name for all of them together.

const worker = self as unknown as ServiceWorkerGlobalScope
export {} // a scope of its own

declare const KEPT: { app: string; version: string; files: string[] }

const kept = KEPT
const page = '/' + kept.app
const ours = `diming-${kept.app}-`
const name = ours + kept.version

worker.addEventListener('install', (event) => {
  // 'reload' asks the server, not the browser's memory of an older build.
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(kept.files.map((file) => new Request(file, { cache: 'reload' })))))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((all) => Promise.all(all.filter((one) => one.startsWith(ours) && one !== name).map((one) => caches.delete(one))))
    .then(() => worker.clients.claim()))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (url.pathname === page || url.pathname.startsWith(page + '/')) event.respondWith(from(page, request))
  } else if (kept.files.includes(url.pathname)) {
    event.respondWith(from(url.pathname, request))
  }
})

/** What is kept under a path; asked of the server only where the phone has cleared it. */
async function from(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(name)
  return (await cache.match(path)) ?? fetch(request)
}
