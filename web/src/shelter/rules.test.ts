import { expect, test } from 'vitest'
import { freshItem, type Item, type Shelter } from './domain'
import { answers, bodyOf, expected, nextOf, sayingOf, taken, tooMany, trimmed } from './rules'

const hall: Shelter = { id: 'a', name: '清湖一村文化礼堂', division_name: '清湖一村', capacity: 60, state: 'standby', demo: true }
const me = { id: 'me', name: '甲' }
const item = (id: string, changes: Partial<Item> = {}): Item => ({ ...freshItem(id, me, hall, { state: 'open' }, '2026-11-27T01:00:00.000Z'), ...changes })

test('a number that is none is no report', () => {
  expect(sayingOf('open', ' 12 ', 'lt30', ' 有老人 ')).toEqual({ state: 'open', people: 12, note: '有老人' })
  expect(sayingOf('full', '', 'ge80', '')).toEqual({ state: 'full', step: 'ge80' })
  expect(sayingOf('open', '', '', '')).toEqual({ state: 'open' })
  for (const wrong of ['十二', '-1', '1.5', '1234567']) expect(sayingOf('open', wrong, '', '')).toBeNull()
})

test('the server is told the phone’s clock at both moments', () => {
  expect(JSON.parse(bodyOf(item('x'), new Date('2026-11-27T02:00:00Z')))).toEqual({ id: 'x', state: 'open', phone_at: '2026-11-27T01:00:00.000Z', phone_now: '2026-11-27T02:00:00.000Z' })
})

test('reports of one shelter are sent in the order in which they were said, and only of who is logged in', () => {
  const queue = [item('sent', { fate: 'sent' }), item('pausing', { notBefore: 100 }), item('behind'), item('elsewhere', { shelter: { id: 'b', name: '' } }), item('other', { by: { id: 'you', name: '' }, shelter: { id: 'c', name: '' } })]
  expect(nextOf(queue, 'me', 50)?.id).toBe('elsewhere')
  expect(nextOf(queue, 'me', 100)?.id).toBe('pausing')
  expect(nextOf(queue, 'you', 100)?.id).toBe('other')
  expect(nextOf([item('no', { fate: 'refused' }), item('next')], 'me', 0)?.id).toBe('next')
})

test('one that came after something later says what the state is', () => {
  expect(taken(item('x'), { counts: false, doubtful: true, shelter: { state: 'full', over: 3 } })).toMatchObject({ fate: 'sent', later: 'full', over: 0, doubtful: true })
  expect(taken(item('x'), { counts: true, doubtful: false, shelter: { state: 'open', over: 3 } })).toMatchObject({ fate: 'sent', later: null, over: 3 })
})

test('a shelter is shown as it will be once the phone has sent', () => {
  expect(expected(hall, [item('x', { fate: 'sent' })])).toMatchObject({ state: 'standby', waits: false })
  expect(expected(hall, [item('x'), item('y', { saying: { state: 'full', people: 60 } })])).toMatchObject({ state: 'full', people: 60, waits: true })
})

test('a count holds until the next or until the shelter closes', () => {
  const counted = { ...hall, state: 'open' as const, people: 70, counted: 70 }
  expect(expected(counted, [item('x', { saying: { state: 'full' } })])).toMatchObject({ state: 'full', counted: 70 })
  expect(expected(counted, [item('x', { saying: { state: 'open', people: 71 } }), item('y', { saying: { state: 'full' } })])).toMatchObject({ counted: 71 })
  expect(expected(counted, [item('x', { saying: { state: 'closed' } }), item('y', { saying: { state: 'open' } })]).counted).toBeUndefined()
})

test('only a count above the capacity is doubted', () => {
  expect(tooMany({ state: 'open', people: 61 }, hall)).toBe(true)
  expect(tooMany({ state: 'open', people: 60 }, hall)).toBe(false)
  expect(tooMany({ state: 'full', step: 'ge80' }, hall)).toBe(false)
})

test('a shelter is found by its village', () => {
  expect(answers(hall, '清湖 礼堂')).toBe(true)
  expect(answers(hall, '上坞')).toBe(false)
})

test('only what was sent is forgotten', () => {
  const { kept, gone } = trimmed([item('1', { fate: 'sent' }), item('2'), item('3', { fate: 'sent' }), item('4', { fate: 'refused' })], 1)
  expect(kept.map(({ id }) => id)).toEqual(['2', '3', '4'])
  expect(gone).toEqual(['1'])
})
