// How long the field app takes from a cold start without a network on a slow phone: node e2e/coldstart.mjs, BASE_URL a server
// with the demo. The browser is closed and opened again with the server out of reach and the page's processor slowed four times;
// the service worker's is not slowed, which the browser does not offer. TIMES=5 says how often. It prints the median and the worst
// of two waits: until the app asks for the PIN, and from the PIN, typed at 150 ms a digit, until the tasks are there. Beside each stands how long the page
// itself was at work, whatever else the machine did. The key is made from the PIN slowly on purpose, and told apart.

import { cpus, loadavg } from 'node:os'
import { enrols, takesPack } from './field.mjs'
import { startProxy } from './fieldproxy.mjs'
import { prepared } from './fieldsetup.mjs'
import { close, newPhone, open, pin, throwAway } from './phone.mjs'

const slower = 4
const base = process.env.BASE_URL.replace(/\/$/, '')
const task = await prepared(base)
const proxy = await startProxy(base)
const phone = await newPhone(proxy.origin, task.at)
const all = { pin: [], open: [], key: [], toPin: [], toTasks: [] }
try {
  await enrols(phone, task.ours)
  await takesPack(phone, task)
  await close(phone)
  await proxy.stop()
  for (let i = 0; i < Number(process.env.TIMES ?? 5); i++) await coldStart()
} finally {
  await throwAway(phone)
  await proxy.stop().catch(() => undefined)
}
console.log(`load ${loadavg().map((one) => one.toFixed(1)).join(' ')} on ${cpus().length} cores`)
for (const [what, ms] of [['the app asks for the PIN', all.pin], ['of which the page was at work', all.toPin], ['the tasks are there after the PIN', all.open], ['of which the page was at work', all.toTasks], ['of which the key from the PIN, other work beside it', all.key], ['both waits together', all.pin.map((one, i) => one + all.open[i])], ['without the key', all.pin.map((one, i) => one + all.open[i] - all.key[i])]]) {
  const sorted = ms.toSorted((a, b) => a - b)
  console.log(`${what}: median ${(sorted[sorted.length >> 1] / 1000).toFixed(2)} s, worst ${(sorted.at(-1) / 1000).toFixed(2)} s`)
}

/** Opens the browser anew on an empty page, slows it, and starts the app. */
async function coldStart() {
  await open(phone, null)
  const { page, context } = phone
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.addInitScript(timesKeys)
  let began = performance.now()
  await page.goto(phone.origin + '/field', { waitUntil: 'commit' })
  const field = page.getByLabel('PIN', { exact: true })
  await field.waitFor()
  all.pin.push(performance.now() - began)
  const before = await atWork(cdp)
  all.toPin.push(before)
  await field.pressSequentially(pin, { delay: 150 })
  began = performance.now()
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await page.getByRole('heading', { name: '任务', exact: true }).waitFor()
  all.open.push(performance.now() - began)
  all.toTasks.push((await atWork(cdp)) - before)
  all.key.push(await page.evaluate(() => window.keyMs))
  await close(phone)
}

/** How long the page's thread has been at work, in milliseconds of its processor. */
async function atWork(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value
}

/** Notes in the page how long after the tap the key was made: it is made by scrypt in script, and then handed to the browser. */
function timesKeys() {
  let tapped = 0
  window.keyMs = 0
  addEventListener('click', () => { tapped = performance.now() }, true)
  const handed = crypto.subtle.importKey.bind(crypto.subtle)
  crypto.subtle.importKey = (format, ...of) => {
    if (tapped && !window.keyMs) window.keyMs = performance.now() - tapped
    return handed(format, ...of)
  }
}
