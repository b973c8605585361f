import { expect, test } from 'vitest'
import vectors from '../../../boundaries/marker/relocation/testdata/vectors.json'
import { InputError, relocate, type Input, type Result } from './relocation'

// The vectors are made by the Go twin; numbers agree to a micrometre, words to the letter.
const cases = vectors as unknown as { name: string; input: Input; result: Result }[]

test.each(cases.map((one) => [one.name, one] as const))('as the office reckons: %s', (_, { input, result }) => {
  near(relocate(input), result, '')
})

test('there are cases of every verdict and geometry', () => {
  expect(new Set(cases.map(({ result }) => result.verdict)).size).toBe(3)
  expect(new Set(cases.map(({ result }) => result.geometry)).size).toBe(7)
})

test('what cannot be is refused', () => {
  const { input } = cases[0]!
  const spoilt = (phone: Partial<Input['phone']>) => () => relocate({ ...input, phone: { ...input.phone, ...phone } })
  expect(spoilt({ accuracy_m: 0 })).toThrow(InputError)
  expect(spoilt({ accuracy_m: Number.NaN })).toThrow(InputError)
  expect(spoilt({ percent: 100 })).toThrow(InputError)
  expect(spoilt({ lat: 95 })).toThrow(InputError)
  expect(() => relocate({ ...input, references: [{ ...input.references[0]!, distance_m: -1 }] })).toThrow(InputError)
})

function near(got: unknown, want: unknown, at: string): void {
  if (typeof want === 'number') return expect(Math.abs((got as number) - want), `${at}: ${got} for ${want}`).toBeLessThan(1e-6 + Math.abs(want) * 1e-9)
  if (want === null || typeof want !== 'object') return expect(got, at).toEqual(want)
  for (const [key, value] of Object.entries(want)) near((got as Record<string, unknown>)[key], value, `${at}.${key}`)
}
