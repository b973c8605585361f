import { describe, expect, it } from 'vitest'
import { blank, type Item, type Job } from './domain'
import { actOf, answers, dayOf, later, reasonFor, stateOf, stepsFrom } from './rules'

const job: Job = { id: 'p', token: '04HM-ASW-9RZ', state: 'received', etag: '"1"', where: '浙江省衢州市江山市清湖街道清溪路12-1号', name: '清溪路', number: '12-1号', belongs_lon: 118.62, belongs_lat: 28.74, tolerance_m: 30, fault_days: 15 }
const here = (lat: number, accuracy_m = '5') => ({ lon: '118.62', lat: String(lat), accuracy_m, at: '' })

describe('the rules of the wall', () => {
  it('want a reason beyond the distance, or where the position is not known as well', () => {
    expect(reasonFor(job, here(28.7402))).toBeNull() // 22 m
    expect(reasonFor(job, here(28.741))).toEqual({ away: expect.closeTo(110.8, 0) as number })
    expect(reasonFor(job, here(28.74, '31'))).toEqual({ accuracy: 31 })
    expect(reasonFor({ ...job, belongs_lon: undefined }, here(20))).toBeNull()
    expect(reasonFor(job, null)).toBeNull()
  })
  it('know a plate by what the phone still holds of it', () => {
    const item = { job, fate: 'ready', act: { step: 'install', on: '' } } as Item
    expect(stateOf(job, [])).toBe('received')
    expect(stateOf(job, [item])).toBe('installed')
    expect(stateOf(job, [item, { ...item, act: { step: 'report', on: '' } }])).toBe('faulty')
    expect(stateOf(job, [{ ...item, fate: 'dropped' }])).toBe('received')
    expect(stepsFrom('faulty')).toEqual(['repair'])
    expect(stepsFrom('void')).toEqual([])
  })
  it('find a plate by its street, number and token, in full-width too', () => {
    for (const typed of ['清溪路 １２', '12-1号', '04hm-asw', '04hmasw9', '']) expect(answers(job, typed)).toBe(true)
    expect(answers(job, '清溪路13')).toBe(false)
  })
  it('take the day of China', () => {
    expect(dayOf(Date.parse('2026-11-26T16:30:00Z'))).toBe('2026-11-27')
    expect(later('2026-12-20', 15)).toBe('2027-01-04')
    expect(actOf('report', { ...blank, fault: 'fallen', note: ' 掉了 ' }, here(28.7), Date.parse('2026-11-27T01:00:00Z'))).toEqual({ step: 'report', on: '2026-11-27', note: '掉了', fault: 'fallen', lon: 118.62, lat: 28.7, accuracy_m: 5 })
  })
})
