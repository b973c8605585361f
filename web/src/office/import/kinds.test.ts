import { expect, test } from 'vitest'
import { kindsOf, open, placed } from './kinds'

test('each role is offered its own kinds', () => {
  expect(kindsOf(['import.run', 'ledger.read'])).toEqual(['places', 'divisions'])
  expect(kindsOf(['shelter.keep'])).toEqual(['shelters', 'officers', 'policies'])
  expect(kindsOf([])).toEqual([])
})

test('what everybody reads has no position and no classification to choose', () => {
  expect(kindsOf(['shelter.keep', 'import.run']).filter((kind) => open(kind) && placed(kind))).toEqual([])
  expect(open('shelters')).toBe(false)
})
