import { expect, test } from 'vitest'
import type { Change } from './api'
import { acts, publicLines } from './history'

const change = (part: Partial<Change>): Change => ({ at: '2026-11-22T14:21:31Z', action: 'division.load', reason: '示例数据载入', corrected: false, ...part })

test('a name that follows another is a renaming, said once', () => {
  const why = '撤镇设街道'
  const changes = [
    change({ kind: 'standard', text: '清湖街道', corrected: true }),
    change({ action: 'division.record_past', reason: why, kind: 'standard', text: '清湖街道', valid_from: '2017-01-01' }),
    change({ action: 'division.record_past', reason: why, kind: 'standard', text: '清湖镇', valid_to: '2017-01-01' }),
    change({ action: 'place.describe', reason: '示例文字', kind: 'place', valid_from: '2017-01-01' }),
  ]
  expect(publicLines(changes)).toEqual([{ what: 'renamed', text: '清湖镇 → 清湖街道', on: '2017-01-01', why }])
})

test('loading is not history, but the days that it tells are', () => {
  expect(publicLines([change({ kind: 'place' }), change({ kind: 'standard', text: '文苑社区' })])).toEqual([])
  expect(publicLines([change({ kind: 'standard', text: '文苑社区', valid_from: '2020-01-01', valid_to: '2022-01-01' })])).toEqual([
    { what: 'established', text: '文苑社区', on: '2020-01-01', why: '' }, { what: 'gone', text: '文苑社区', on: '2022-01-01', why: '' }])
})

test('one act is one line of how it was recorded', () => {
  const both = [change({ kind: 'place' }), change({ at: '2026-11-22T14:21:31.9Z', kind: 'standard', text: '清湖街道' })]
  expect(acts(both).map(({ text }) => text)).toEqual(['清湖街道'])
})
