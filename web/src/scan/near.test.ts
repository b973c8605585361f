import { describe, expect, it } from 'vitest'
import { crosses, nearest, type Around, type Goal } from './near'

const village = { lon: 118.6, lat: 28.68 }
const goal = (id: string, lon: number, state: Goal['state'] = 'open'): Goal => ({ id, name: id, state, places_left: null, lon, lat: 28.68 })
const around = (...shelters: Goal[]): Around => ({ within_m: 20_000, shelters, barriers: [] })
const ids = (found: ReturnType<typeof nearest>) => ('goals' in found ? found.goals.map(({ id }) => id) : found)

describe('the nearest shelter from here', () => {
  const three = around(goal('west', 118.59), goal('middle', 118.601), goal('east', 118.63))
  it('goes by the way from the phone, not from the village', () => {
    expect(ids(nearest(three, village, village))).toEqual(['middle', 'west', 'east'])
    const found = nearest(three, village, { lon: 118.629, lat: 28.68 })
    expect(ids(found)).toEqual(['east', 'middle', 'west'])
    if (!('goals' in found)) throw new Error('far')
    expect(found.goals[0]!.metres).toBeCloseTo(97.8, 0)
    expect(found.goals[0]!.azimuth).toBeCloseTo(90)
  })
  it('puts what is open before what is nearer and only stands by, and what is walked to before what is far', () => {
    expect(ids(nearest(around(goal('near', 118.601, 'standby'), goal('open', 118.62)), village, village))).toEqual(['open', 'near'])
    expect(ids(nearest(around(goal('near', 118.601, 'standby'), goal('open', 118.68)), village, village))).toEqual(['near', 'open'])
  })
  it('sends nobody over what cannot be crossed, and says how many that leaves out', () => {
    const stream: Around = { ...three, barriers: [[[118.61, 28.5], [118.61, 28.9]]] }
    expect(nearest(stream, village, village)).toMatchObject({ beyond: 1, goals: [{ id: 'middle' }, { id: 'west' }] })
    expect(ids(nearest(stream, village, { lon: 118.62, lat: 28.68 }))).toEqual(['east'])
    expect(nearest({ ...stream, shelters: stream.shelters.slice(0, 2) }, village, { lon: 118.62, lat: 28.68 })).toEqual({ goals: [], beyond: 2 })
  })
  it('names none to who is far from the village', () => {
    const found = nearest(three, village, { lon: 119.6, lat: 28.68 })
    expect('far' in found && Math.round(found.far / 1000)).toBe(98)
  })
})

// As shelters/card holds it.
it('a line that is touched is crossed', () => {
  expect(crosses([[0, -1], [0, 1]], [-1, 0], [1, 0])).toBe(true)
  expect(crosses([[0, -1], [0, 1]], [-1, 0], [0, 0])).toBe(true)
  expect(crosses([[0, -1], [0, 1]], [-1, 0], [-0.1, 0])).toBe(false)
  expect(crosses([[5, -1], [5, 1]], [-1, 0], [1, 0])).toBe(false)
  expect(crosses([[0, 0]], [-1, 0], [1, 0])).toBe(false)
})
