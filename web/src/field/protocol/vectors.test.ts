import { expect, test } from 'vitest'
import canonicalVectors from '../../../../boundaries/inspection/testdata/vectors/canonical.json'
import phoneVectors from '../../../../boundaries/inspection/testdata/vectors/phone.json'
import receiptVectors from '../../../../boundaries/inspection/testdata/vectors/receipts.json'
import sheetVectors from '../../../../boundaries/inspection/testdata/vectors/sheet.json'
import signatureVectors from '../../../../boundaries/inspection/testdata/vectors/signatures.json'
import wordVectors from '../../../../boundaries/inspection/testdata/vectors/words.json'
import { canonical, digest, readCanonical } from './canonical'
import { step, type Effect, type Event, type Phone } from './phone'
import { receiptStands } from './receipt'
import { readSignCode, readSignedCode, readStatement, sheet, signatureBody, signatureStands, signCode, signed, signedCode, statement, type Side } from './sheet'
import { fourWords, wordList } from './words'

// The Go twin makes these vectors and is held to them too.

test('canonical texts and digests are those of the server', () => {
  for (const { value, text, digest: sum } of canonicalVectors.canonical) {
    expect(canonical(value)).toBe(text)
    expect(canonical(readCanonical(text))).toBe(text)
    expect(digest(text)).toBe(sum)
  }
  for (const { why, text } of canonicalVectors.refused) expect(() => readCanonical(text), why).toThrow()
})

test.each([1.5, NaN, 2 ** 53, undefined, [undefined], { a: undefined }, () => 1, '\ud800', 'a\0'])('%s has no canonical form', (value) => {
  expect(() => canonical(value)).toThrow()
})

test('the words are those of the server', () => {
  expect(wordList).toEqual(wordVectors.words)
  expect(new Set(wordList).size).toBe(2048)
  for (const { digest, words } of wordVectors.examples) expect(fourWords(digest)).toEqual(words)
})

test.each(receiptVectors)('a receipt $why stands: $stands', ({ receipt, signature, key, stands }) => {
  expect(receiptStands(receipt, signature, key) !== null).toBe(stands)
})

test('a sheet has the bytes and the digest of the server', () => {
  expect(sheet(sheetVectors.task, sheetVectors.records)).toEqual({ text: sheetVectors.text, digest: sheetVectors.digest })
  expect(fourWords(sheetVectors.digest)).toEqual(sheetVectors.words)
})

test('a signature is the one that the server makes and takes', () => {
  const v = signatureVectors
  const read = readStatement(v.statement)!
  expect(statement(read)).toBe(v.statement)
  expect(signed(v.statement, Uint8Array.from(atob(v.private_key), (c) => c.charCodeAt(0)))).toBe(v.signature)
  expect(signatureStands(v.statement, v.signature, v.public_key)).toBe(true)
  expect(signatureStands(v.statement, v.other_signature, v.public_key)).toBe(false)
  expect(signatureBody(v.statement, v.signature)).toBe(v.body)
  expect(digest(v.body)).toBe(v.digest)
  expect(signedCode(v.statement, v.signature)).toBe(v.signed_code)
  expect(readSignedCode(v.signed_code)).toEqual({ statement: v.statement, signature: v.signature, read })
  expect(signCode({ ...v.sign_code_of, side: v.sign_code_of.side as Side })).toBe(v.sign_code)
  expect(readSignCode(v.sign_code)).toEqual(v.sign_code_of)
})

test('what is no code is none', () => {
  for (const text of ['', 'https://example.org', 'DIMING:SIGN:1:', 'DIMING:SIGN:1:e30', 'DIMING:SIGN:1:===', signatureVectors.sign_code + 'A', signatureVectors.signed_code]) {
    expect(readSignCode(text)).toBeNull()
  }
  for (const text of ['', 'DIMING:SIGNED:1:e30', signatureVectors.sign_code]) expect(readSignedCode(text)).toBeNull()
})

interface Run { name: string; start: Phone; steps: { event: Event; effects: Effect[]; state: string }[]; end: Phone }

test.each(phoneVectors as Run[])('$name', ({ start, steps, end }) => {
  let state = start
  for (const [n, { event, effects, state: sum }] of steps.entries()) {
    const before = canonical(state)
    const next = step(state, event)
    expect(canonical(state), 'the state that was given').toBe(before)
    const wanted = effects.map((effect) => (effect.do === 'put_chunk' ? { offset: 0, ...effect } : effect)) // Go leaves a 0 out
    expect(next.effects, `effects of step ${n + 1}, ${event.on}`).toEqual(wanted)
    expect(digest(canonical(next.state)), `state after step ${n + 1}, ${event.on}`).toBe(sum)
    state = next.state
  }
  expect(state).toEqual(end)
})
