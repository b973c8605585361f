import { expect, test } from 'vitest'
import type { Column } from './api'
import { chosen, lacking, lay, remedied, twice, wholeMapping, withoutAxes } from './columns'

const column = (heading: string, field: string): Column => ({ heading, field, guess: 'heading', samples: [] })
const columns = [column('标准名称', 'name'), column('别名', 'alias'), column('类别', 'class_name'), column('备注', '')]

test('what the person chose stands over what was guessed', () => {
  const fields = chosen(columns, { 别名: 'name', 标准名称: '' })
  expect(wholeMapping(fields)).toEqual({ 标准名称: '', 别名: 'name', 类别: 'class_name', 备注: '' })
  expect(twice(fields)).toBeNull()
  expect(twice(chosen(columns, { 别名: 'name' }))).toBe('name')
})

test('what no column fills is told', () => {
  expect(lacking('places', chosen(columns, {}), '')).toEqual([])
  expect(lacking('places', chosen(columns, { 标准名称: '', 类别: '' }), '')).toEqual(['name', 'class'])
  expect(lacking('places', chosen(columns, { 类别: '' }), '22200')).toEqual([])
  expect(lacking('divisions', chosen(columns, {}), '')).toEqual(['code'])
  expect(lacking('shelters', chosen(columns, {}), '')).toEqual(['capacity', 'village_name'])
  expect(lacking('officers', chosen(columns, { 别名: 'phone', 备注: 'town_name' }), '')).toEqual([])
})

test('a saved mapping says which headings the file lacks', () => {
  expect(lay({ 标准名称: 'name', 高程: 'elevation', 旧栏: '' }, columns)).toEqual({ fits: { 标准名称: 'name' }, missing: ['高程'] })
})

test('a remedy mends the plan', () => {
  const plan = { as: 'places' as const, mapping: {} }
  const suspicion = (remedy: string) => ({ kind: 'x', count: 1, rows: [1], what: '', remedy })
  expect(remedied(plan, suspicion('--crs gcj02'))).toMatchObject({ act: 'gcj02', plan: { crs: 'gcj02' } })
  expect(remedied(plan, suspicion('用 --crs 4528 读取'))).toMatchObject({ act: 'crs', crs: '4528' })
  expect(remedied(plan, suspicion('--swap-axes'))).toMatchObject({ act: 'swap', plan: { swap_axes: true } })
  expect(remedied(plan, suspicion(''))).toBeNull()
})

test('another reference system asks anew which of X and Y is the northing', () => {
  expect(withoutAxes({ 名称: 'name', X坐标: 'lon', 'y坐标(米)': 'lat' })).toEqual({ 名称: 'name' })
})
