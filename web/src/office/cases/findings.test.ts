import { describe, expect, it } from 'vitest'
import type { Finding } from './api'
import { together } from './findings'

const finding = (id: string, more: Partial<Finding> = {}): Finding => ({ id, item: 'i' + id, check: 'N11', severity: 'unchecked', article: '九', text: '没有建成区', stands: true, ...more })

describe('findings together', () => {
  it('puts those that say the same side by side, in their order', () => {
    const groups = together([finding('1'), finding('2', { check: 'N5' }), finding('3')])
    expect(groups.map((group) => group.map(({ id }) => id))).toEqual([['1', '3'], ['2']])
  })

  it('keeps a refusal, another place and another answer apart', () => {
    const conflicts = [{ place: 'p', name: '清湖路', likeness: 'same' }]
    const groups = together([finding('1', { severity: 'refuse' }), finding('2', { severity: 'refuse' }), finding('3', { conflicts }), finding('4', { conflicts }), finding('5', { answer: '已核对', stands: false }), finding('6')])
    expect(groups).toHaveLength(6)
  })
})
