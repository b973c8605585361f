import { expect, test } from 'vitest'
import type { Change } from '../../api'
import { axesOf } from './axes'
import { newest, type EditDraft } from './drafts'

const name = (at: string, text: string, valid_from: string | null, valid_to: string | null): Change =>
  ({ at, action: 'name.rename', kind: 'standard', text, valid_from, valid_to })

test('what was said when about when', () => {
  const axes = axesOf([
    name('2020-01-01T00:00:00Z', '清湖镇', null, null),
    name('2024-05-01T00:00:00Z', '清湖镇', null, '2017-01-01'),
    name('2024-05-01T00:00:00Z', '清湖街道', '2017-01-01', null),
  ], '2026-11-25')!
  expect(axes.across.map((span) => span.from)).toEqual([null, '2017-01-01'])
  expect(axes.cells.map((row) => row.map((cell) => cell.name))).toEqual([['清湖镇', '清湖街道'], ['清湖镇', '清湖镇']]) // the latest row first
  const undone = axesOf([{ ...name('2024-05-01T00:00:00Z', '误名', null, null), recorded_to: '2024-05-02T00:00:00Z' }], '2026-11-25')!
  expect(undone.cells.map((row) => row.map((cell) => cell.name))).toEqual([[''], ['误名']]) // taken back, and nothing put in its place
  expect(axesOf([], '2026-11-25')).toBeNull()
})

test('of two drafts the one typed last is kept, and none that says nothing', () => {
  const draft = (at: string, meaning?: string): EditDraft => ({ base: {}, mine: meaning ? { meaning } : {}, valid_from: '', reason: '', etag: '1', at })
  expect(newest(draft('2026-01-01T00:00:00Z', '先'), draft('2026-01-02T00:00:00Z', '后'))?.mine.meaning).toBe('后')
  expect(newest(draft('2026-01-01T00:00:00Z', '先'), draft('2026-01-02T00:00:00Z'))?.mine.meaning).toBe('先')
  expect(newest(null, draft('2026-01-02T00:00:00Z'))).toBeNull()
})
