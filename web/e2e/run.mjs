// The public map's journeys in a real browser: node e2e/run.mjs [WORD]. BASE_URL names a running
// server with the demo county; without it the mock serves. WORD runs the journeys whose name has it.

import { addressJourneys } from './addresses.mjs'
import { boundaryJourneys } from './boundary.mjs'
import { launch } from './browser.mjs'
import { casePageJourneys } from './casepage.mjs'
import { caseJourneys } from './cases.mjs'
import { clerkJourneys } from './clerk.mjs'
import { clockJourneys } from './clocks.mjs'
import { eventJourneys } from './events.mjs'
import { fieldJourneys } from './field.mjs'
import { fieldPatrolJourneys } from './fieldpatrol.mjs'
import { fieldDifferJourneys } from './fielddiffers.mjs'
import { fieldToolJourneys } from './fieldtools.mjs'
import { fieldTroubleJourneys } from './fieldtrouble.mjs'
import { importJourneys } from './import.mjs'
import { importSafetyJourneys } from './importsafety.mjs'
import { installJourneys } from './install.mjs'
import { shelterJourneys } from './shelters.mjs'
import { inspectionJourneys } from './inspections.mjs'
import { journeys } from './journeys.mjs'
import { letterJourneys } from './letters.mjs'
import { mapJourneys } from './map.mjs'
import { matchingJourneys } from './matching.mjs'
import { startMock } from './mock.mjs'
import { namingJourneys } from './naming.mjs'
import { newCaseJourneys } from './newcase.mjs'
import { officeJourneys } from './office.mjs'
import { numberingJourneys } from './numbering.mjs'
import { plateJourneys } from './plates.mjs'
import { publicJourneys } from './public.mjs'
import { redivisionJourneys } from './redivision.mjs'
import { readingJourneys } from './readings.mjs'
import { reportJourneys } from './reports.mjs'
import { safetyJourneys } from './safety.mjs'
import { scanJourneys } from './scan.mjs'
import { standardsJourneys } from './standards.mjs'
import { villageJourneys } from './village.mjs'

const mock = process.env.BASE_URL ? null : await startMock()
const base = (process.env.BASE_URL ?? mock.origin).replace(/\/$/, '')
const word = process.argv[2] ?? ''
let failed = 0
let shared = null

// The mock keeps no register: what changes one needs a real server.
// Pictures of maps come first: they are of the register as it was loaded.
const all = [...journeys, ...(process.env.BASE_URL ? [...mapJourneys, ...importJourneys, ...matchingJourneys, ...addressJourneys, ...plateJourneys, ...reportJourneys, ...officeJourneys, ...clockJourneys, ...caseJourneys, ...letterJourneys, ...casePageJourneys, ...newCaseJourneys, ...clerkJourneys, ...namingJourneys, ...readingJourneys, ...publicJourneys, ...redivisionJourneys, ...inspectionJourneys, ...boundaryJourneys, ...fieldJourneys, ...fieldPatrolJourneys, ...fieldTroubleJourneys, ...fieldToolJourneys, ...fieldDifferJourneys, ...numberingJourneys, ...installJourneys, ...shelterJourneys] : [])]

if (process.env.BASE_URL) all.push(...importSafetyJourneys, ...eventJourneys, ...safetyJourneys, ...villageJourneys, ...scanJourneys, ...standardsJourneys)
for (const { name, options = {}, flags, run } of all.filter((journey) => journey.name.includes(word))) {
  const browser = flags ? await launch(flags) : await everyones()
  // Flights over the map cost a software renderer seconds each.
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const faults = watch(page, base)
  const started = performance.now()
  try {
    await run(page, base)
    if (faults.length) throw new Error(faults.join('\n'))
    console.log(`ok    ${name} (${Math.round(performance.now() - started)} ms)`)
  } catch (err) {
    failed++
    console.log(`FAIL  ${name}\n      ${[String(err), ...faults].join('\n').replaceAll('\n', '\n      ')}`)
  }
  // What one journey left open costs the next ones time, and is not theirs to see.
  await Promise.all(browser.contexts().map((left) => left.close()))
  if (flags) await browser.close()
}
await shared?.close()
mock?.stop()
process.exit(failed ? 1 : 0)

/** One browser for all journeys that ask for no flags: contexts share no cookies, no storage and no cache, and a start costs a second. */
async function everyones() {
  if (!shared?.isConnected()) shared = await launch()
  return shared
}

/** Collects what must never happen on any page: a thrown error, a request to another server. */
function watch(page, base) {
  const faults = []
  page.on('pageerror', (err) => faults.push(`page error: ${err}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(base) && !/^(data|blob):/.test(url)) faults.push(`request to another server: ${url}`)
  })
  return faults
}
