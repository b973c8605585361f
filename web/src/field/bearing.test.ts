import { expect, test } from 'vitest'
import { direction16 } from './bearing'

test.each([
  [0, '北', 'N'], [11.24, '北', 'N'], [11.25, '北偏东北', 'NNE'], [33.75, '东北', 'NE'], [56.25, '东偏东北', 'ENE'], [90, '东', 'E'],
  [101.25, '东偏东南', 'ESE'], [146.24, '东南', 'SE'], [168.75, '南', 'S'], [191.25, '南偏西南', 'SSW'], [348.74, '北偏西北', 'NNW'], [348.75, '北', 'N'], [-1, '北', 'N'], [720, '北', 'N'],
] as const)('%f° is %s', (azimuth, zh, en) => {
  expect(direction16(azimuth, 'zh')).toBe(zh)
  expect(direction16(azimuth, 'en')).toBe(en)
})
