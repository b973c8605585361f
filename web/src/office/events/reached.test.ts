import { expect, test } from 'vitest'
import { reachedBy } from './reached'

test('villages are counted once, by the areas that their codes begin with', () => {
  const row = (code: string, people: number | null) => ({ village: { id: code, code, name: code, above: [], lon: null, lat: null }, people })
  const rows = [row('330881003201', 30), row('330881003202', null), row('330881101201', 50), row('330802003201', 70)]
  expect(reachedBy(rows, ['330881003', '330881003201'])).toEqual({ villages: 2, people: 30, unknown: 1 })
  expect(reachedBy(rows, ['330881'])).toEqual({ villages: 3, people: 80, unknown: 1 })
  expect(reachedBy(rows, [])).toEqual({ villages: 0, people: 0, unknown: 0 })
})
