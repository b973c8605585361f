import { expect, test } from 'vitest'
import { counts, inOrder, unanswered, type Queued } from './item'

const item = (id: string, changes: Partial<Queued> = {}): Queued => ({ id, by: { id: 'me', name: '甲' }, made: '2026-11-27T01:00:00.000Z', fate: 'ready', said: '', tries: 0, notBefore: 0, ...changes })

test('what is not taken is sent again, but for what is refused for good', () => {
  const answer = { sentence: '安全鉴定不合格', retryAfter: 0 }
  expect(unanswered(item('x'), { ...answer, status: 409 }, 0)).toMatchObject({ fate: 'refused', said: '安全鉴定不合格' })
  expect(unanswered(item('x', { tries: 2 }), { ...answer, status: 0 }, 100)).toMatchObject({ fate: 'ready', tries: 3, notBefore: 8100, said: '' })
  expect(unanswered(item('x'), { ...answer, status: 429, retryAfter: 60 }, 0)).toMatchObject({ fate: 'ready', notBefore: 60_000 })
  expect(unanswered(item('x', { notBefore: 9 }), { ...answer, status: 401 }, 0)).toMatchObject({ fate: 'ready', tries: 0, notBefore: 0 })
})

test('the status line counts what waits to be sent, and what waits for a person', () => {
  expect(counts([item('a'), item('b', { fate: 'clash' }), item('c', { fate: 'refused' }), item('d', { fate: 'dropped' }), item('e', { fate: 'sent' })])).toEqual({ unsent: 1, stuck: 2 })
})

test('the oldest comes first, and of one moment always the same', () => {
  const queue = [item('c', { made: '2026-11-27T02:00:00.000Z' }), item('b'), item('a')]
  expect(inOrder(queue).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(queue[0]!.id).toBe('c')
})
