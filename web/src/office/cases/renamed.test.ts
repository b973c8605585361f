import { expect, test } from 'vitest'
import { renamed, renamedInWords, titled } from './renamed'
import { caseWords } from './words'

const both = { was: '清漾村', text: '毛氏清漾村' }

test('a renaming is told with both names', () => {
  expect(renamed(both)).toBe('清漾村 → 毛氏清漾村')
  expect(renamed({ text: '文苑路' })).toBe('文苑路')
  expect(titled('毛氏清漾村', both)).toBe('清漾村 → 毛氏清漾村')
  expect(titled('毛氏清漾村等 2 处', both)).toBe('清漾村 → 毛氏清漾村等 2 处')
  expect(titled('石门镇更名', both)).toBe('石门镇更名（清漾村 → 毛氏清漾村）')
  expect(titled('文苑路', { text: '文苑路' })).toBe('文苑路')
  expect(titled('文苑路', undefined)).toBe('文苑路')
})

test('the notice of a renaming names what the place is called now', () => {
  const w = caseWords('zh')
  expect(w.renamingTitle(both, 1)).toBe('关于清漾村更名为毛氏清漾村的公示')
  expect(w.renamingTitle(both, 2)).toBe('关于清漾村更名为毛氏清漾村等 2 处地名更名的公示')
  expect(w.renamingText(renamedInWords([both]), '石门镇', '名实不符')).toContain('石门镇拟将“清漾村”更名为“毛氏清漾村”。')
})
