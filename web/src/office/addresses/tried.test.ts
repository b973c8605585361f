import { expect, test } from 'vitest'
import type { NumberTrial } from './api'
import { mayGive, seenOn, standingOf } from './tried'

const trial = (more: Partial<NumberTrial>): NumberTrial =>
  ({ name: '老街', street: true, scheme: { scheme: {} as never, of: null, proposal: false }, reason: '', chainage_m: 0, offset_m: 8, far: false, far_m: 100, strays: 0, across: [], against: [], ...more })
const four = { number: 4, text: '4号' }
const against = (kind: string) => [{ id: 'gate', kind, reason: '此侧应为单号' }]

test('a number is sent when the scheme gives it, or with a reason, and never twice', () => {
  for (const [typed, asked, said, unread, want] of [
    ['', '', null, false, 'empty'], ['四号', '', null, false, 'waiting'], ['四号', '四', trial({ given: four }), false, 'waiting'], ['门口', '门口', null, true, 'unread'],
    ['四号', '四号', trial({ given: four }), false, 'fits'], ['四号 ', '四号', trial({ given: four, against: against('parity') }), false, 'against'],
    ['四号', '四号', trial({ given: four, against: against('duplicate') }), false, 'never'], ['四号', '四号', trial({}), false, 'waiting'],
  ] as const) expect([typed, standingOf(typed, asked, said, unread)]).toEqual([typed, want])
  expect([mayGive('fits', ''), mayGive('against', ' '), mayGive('against', '门开在对面'), mayGive('never', '就要'), mayGive('unread', '就要'), mayGive('waiting', '就要')]).toEqual([true, false, true, false, false, false])
})

test('the gate is seen between its neighbours, with the number that it would have', () => {
  const at = (text: string, lon: number) => ({ text, lon, lat: 28.6, chainage_m: 0, offset_m: 8 })
  const said = trial({ side: 'left', before: at('16号', 118.61), after: at('20号', 118.6), across: [at('17号', 118.605), { text: '19号', chainage_m: 0, offset_m: 0 }], proposed: { number: 18, text: '18号' }, far: true })
  const { points } = seenOn(said, { lon: 118.605, lat: 28.6001 }, '门')
  expect(points.map(({ label, kind }) => `${label} ${kind}`)).toEqual(['16号 left', '20号 left', '17号 right', '18号 warn'])
  expect(seenOn(null, null, '门')).toEqual({ points: [], drawn: [] })
})
