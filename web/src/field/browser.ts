// What this browser can do of what the field work needs.

/** What is missing; each has a sentence in words.ts. */
export type Missing = 'wechat' | 'insecure' | 'old'

/** The browsers that the app was written for, the oldest version of each. */
export const supported = ['Chrome 90', 'Edge 90', 'Firefox 90', 'Safari 15.4', 'Samsung Internet 15', '华为浏览器 13', '小米浏览器 17']

/** The reason why nothing can be kept here; null where it can. */
export function missing(agent: string, world: { isSecureContext: boolean; indexedDB?: unknown; subtle?: unknown; worker: boolean }): Missing | null {
  if (/MicroMessenger/i.test(agent)) return 'wechat'
  if (!world.isSecureContext) return 'insecure'
  if (!world.indexedDB || !world.subtle || !world.worker) return 'old'
  return null
}

/** The same of the browser that runs this. */
export const missingHere = () => missing(navigator.userAgent, {
  isSecureContext, indexedDB: globalThis.indexedDB, subtle: globalThis.crypto?.subtle, worker: 'serviceWorker' in navigator,
})

/** The apps that are kept on phones, each under its address. */
export type PhoneApp = 'field' | 'install' | 'shelter'

/** Keeps the app itself on the phone. A build for development has no worker. */
export async function keepApp(app: PhoneApp): Promise<void> {
  if (!import.meta.env.PROD) return
  await navigator.serviceWorker.register(`/${app}/sw.js`, { scope: '/' + app })
}

/** Whether no other page of this browser runs the app: two would write over each other's state. Held until the page closes. */
export function alone(app: PhoneApp): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true)
  return new Promise((tell) => void navigator.locks.request('diming-' + app, { ifAvailable: true }, (lock) => {
    tell(lock !== null)
    return lock && new Promise(() => undefined)
  }))
}
