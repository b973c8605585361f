import { describe, expect, it } from 'vitest'
import type { Item, Job } from './domain'
import { again, fated, nextOf, settled } from './fate'

const job = (id: string): Job => ({ id, token: '04HM-ASW-9RZ', state: 'received', etag: '"1"', where: '示例路1号', tolerance_m: 30, fault_days: 15 })
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id, key: 'k' + id, by: { id: 'me', name: '示例' }, job: job(more.job?.id ?? 'p' + id), etag: '"1"', act: { step: 'install', on: '2026-11-27' }, photo: null, made: '', fate: 'ready', said: '', tries: 0, notBefore: 0, ...more,
})
const answer = (status: number, kind = '', sentence = '', retryAfter = 0) => ({ status, kind, sentence, retryAfter })

describe('a step that is sent', () => {
  it('is sent when the server took it, and waits longer each time where it does not answer', () => {
    expect(fated(item('a'), answer(200), 0).fate).toBe('sent')
    let one = item('a')
    const pauses = [0, 503, 408, 429, 425, 500].map((status) => (one = fated(one, answer(status), 1000)).notBefore - 1000)
    expect(one.fate).toBe('ready')
    expect(pauses).toEqual([2000, 4000, 8000, 16000, 32000, 64000])
    expect(fated(item('a'), answer(429, '', '', 300), 0).notBefore).toBe(300_000)
  })
  it('keeps its words where somebody was first or something is missing, and is never given up', () => {
    expect(fated(item('a'), answer(412, 'plate-changed', '已被别人办过'), 0)).toMatchObject({ fate: 'clash', said: '已被别人办过' })
    expect(fated(item('a'), answer(409, 'plate-step', '不能办'), 0).fate).toBe('clash')
    expect(fated(item('a'), answer(422, 'plate-content', '请写明原因'), 0)).toMatchObject({ fate: 'refused', said: '请写明原因' })
    expect(fated(item('a'), answer(401), 0).fate).toBe('ready')
  })
  it('is of whoever took it, and waits for what was done to the same plate before', () => {
    const first = item('a', { job: job('p') })
    const second = item('b', { job: job('p'), etag: null })
    const others = item('c', { by: { id: 'other', name: '' } })
    expect(nextOf([others, first, second], 'me', 0)?.id).toBe('a')
    expect(nextOf([{ ...first, fate: 'clash' }, second, item('d')], 'me', 0)?.id).toBe('d')
    expect(nextOf([{ ...first, notBefore: 5 }, second], 'me', 4)).toBeNull()
    const queue = settled([first, second], { ...first, fate: 'sent' }, '"7"')
    expect(queue[1]!.etag).toBe('"7"')
    expect(nextOf(queue, 'me', 0)?.id).toBe('b')
    expect(settled([first, second], { ...first, fate: 'refused' }, '"7"')[1]!.etag).toBeNull()
  })
  it('is another intent when it is sent again after a look', () => {
    const once = { ...item('a'), fate: 'clash' as const, said: 'x', tries: 3 }
    expect(again(once, '"9"', 'new', '门在后院')).toMatchObject({ etag: '"9"', key: 'new', fate: 'ready', said: '', act: { note: '门在后院' } })
  })
})
