import { expect, test } from 'vitest'
import { nextOf, othersOf } from './next'
import { redivisionWords } from './words'

test('every state has one next step or is the last, each with its word', () => {
  const w = redivisionWords('zh')
  const last = ['refused', 'withdrawn', 'archived']
  for (const state of Object.keys(w.states)) {
    expect(nextOf(state) === null, state).toBe(last.includes(state))
    for (const next of [nextOf(state), ...othersOf(state)]) if (next) expect(w.verbs[next.verb]).toBeTruthy()
  }
})

test('who decides a case is not who may have applied', () => {
  expect(nextOf('submitted')?.decides).toBe(true)
  expect(nextOf('replied')?.decides).toBe(true)
})
