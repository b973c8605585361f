// Valid HTML, by a validator that asks nobody: what the server sends, not what a browser made of it.

import assert from 'node:assert/strict'
import { HtmlValidate } from 'html-validate'

// A list may bear a name: it says what its items are.
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: { 'aria-label-misuse': ['error', { allowAnyNamable: true }] },
})

/** Fails on what a validator finds in the markup of a page. */
export async function valid(html, what) {
  const { results } = await validator.validateString(html, what)
  const faults = results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${what}:${line}:${column} ${ruleId}: ${message}`))
  if (faults.length) throw new Error('markup: ' + faults.join('\n'))
}

/** Fails unless the validator sees each kind of fault: one that sees nothing would pass every page. */
export async function seesFaults() {
  const page = (body) => `<!DOCTYPE html><html lang="zh-CN"><head><title>页</title></head><body>${body}</body></html>`
  await valid(page('<p>好</p>'), 'a sound page')
  const broken = { unclosed: '<section><p>未关</section></div>', 'a list of paragraphs': '<ul><p>项</p></ul>', 'twice one id': '<p id="a">一</p><p id="a">二</p>', 'no such attribute value': '<a href="/" target=">去</a>', 'a picture without words': '<img src="/a.png">' }
  for (const [what, body] of Object.entries(broken)) await assert.rejects(valid(page(body), what), /markup:/, `the validator takes ${what} for sound`)
}
