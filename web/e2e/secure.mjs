// The page behind a code as a phone opens it: deploy/https.sh runs this against a server under
// https://diming.test whose authority the browser has installed, and one over plain HTTP.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { chromium } from 'playwright-core'
import { executablePath } from './browser.mjs'

const { SECURE_URL: secure, PLAIN_URL: plain, TRUSTING_HOME: trusting, STRANGER_HOME: stranger, CA: authority } = process.env

/** Opens an address in a browser whose home is given, and tells what the page is. */
async function opens(home, address) {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP diming.test 127.0.0.1', '--disable-background-networking'],
    env: { ...process.env, HOME: home },
  })
  try {
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    const answer = await page.goto(address)
    return { status: answer.status(), heading: await page.locator('h1').first().innerText(), secure: await page.evaluate(() => isSecureContext) }
  } finally {
    await browser.close()
  }
}

/** Asks the server itself, which is on this machine. */
function ask(path) {
  return new Promise((resolve, reject) => {
    const options = { lookup: (_name, { all }, done) => (all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)), ca: readFileSync(authority) }
    https.get(secure + path, options, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)))
    }).on('error', reject)
  })
}

const { items: [place] } = JSON.parse(await ask('/v1/places?q=' + encodeURIComponent('清湖街道')))
const picture = await ask(`/v1/places/${place.id}/qr.png?size_mm=60&dpi=300`)
const scanned = execFileSync('zbarimg', ['--raw', '-q', '-'], { input: picture, encoding: 'utf8' }).trim()
assert.match(scanned, new RegExp(`^${secure.toUpperCase()}/Q/[0-9A-Z]{10}$`))

const phone = await opens(trusting, scanned)
assert.deepEqual(phone, { status: 200, heading: place.name, secure: true })
console.log(`ok    ${scanned} opens as ${phone.heading}, isSecureContext ${phone.secure}`)

const unsafe = await opens(trusting, scanned.replace(secure.toUpperCase(), plain))
assert.deepEqual(unsafe, { status: 200, heading: place.name, secure: false })
console.log(`ok    the same page at ${plain}: isSecureContext ${unsafe.secure}`)

await assert.rejects(opens(stranger, scanned), /ERR_CERT_AUTHORITY_INVALID/)
console.log('ok    a browser without the authority refuses the certificate')

const help = await opens(trusting, secure + '/dev-ca')
assert.equal(help.secure, true)
console.log(`ok    /dev-ca: ${help.heading}`)
