import { expect, test } from 'vitest'
import { changed, merge, recordDiff, textDiff } from './diff'

test('texts are compared character by character', () => {
  expect(textDiff('清湖镇', '清湖街道')).toEqual([{ text: '清湖', in: 'both' }, { text: '镇', in: 'before' }, { text: '街道', in: 'after' }])
  expect(textDiff('', '新')).toEqual([{ text: '新', in: 'after' }])
  expect(textDiff('同', '同')).toEqual([{ text: '同', in: 'both' }])
  for (const [before, after] of [['江山市', '江郎山'], ['𬭚江', '江𬭚'], ['a'.repeat(500), 'b']] as const) {
    const pieces = textDiff(before, after)
    expect(pieces.filter((piece) => piece.in !== 'after').map((piece) => piece.text).join('')).toBe(before)
    expect(pieces.filter((piece) => piece.in !== 'before').map((piece) => piece.text).join('')).toBe(after)
  }
})

test('records differ by field, nested ones too', () => {
  expect(recordDiff({ a: 1, b: { c: '甲' } }, { a: 1, b: { c: '乙' }, d: ['x', 'y'] }))
    .toEqual([{ key: 'b.c', before: '甲', after: '乙' }, { key: 'd', before: '', after: 'x, y' }])
  expect(recordDiff(null, null)).toEqual([])
})

test('my changes are brought onto theirs, and only what both changed is asked', () => {
  const base = { meaning: '甲', origin: '乙', history: '丙' }
  expect(merge(base, { meaning: '我' }, { ...base, origin: '他' })).toEqual({ merged: { meaning: '我', origin: '他', history: '丙' }, clashes: [] })
  expect(merge(base, { meaning: '我' }, { ...base, meaning: '他' }).clashes).toEqual([{ key: 'meaning', base: '甲', mine: '我', theirs: '他' }])
  expect(merge(base, { meaning: '同' }, { ...base, meaning: '同' }).clashes).toEqual([])
  expect(merge(base, { meaning: '我' }, { ...base, meaning: '他' }).merged.meaning).toBe('他')
  expect(changed(base, { meaning: '甲', origin: '新' })).toEqual({ origin: '新' })
})
