import { validateStyleMin, type StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import palettes from '../../cartography/palettes.json'
import table from '../../cartography/table.json'
import { layersOf } from './cartography.mjs'

const vector = { type: 'vector', url: 'https://diming.example.cn/tiles.json' } as const
const names = Object.keys(palettes)

const styleOf = (name: string, set: string, lang: string) => ({
  version: 8, sprite: 'https://diming.example.cn/styles/sprite',
  sources: { tiles: vector, draft: vector, selected: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } },
  layers: layersOf(table, palettes, name, { set, lang, pinyin: true }),
}) as unknown as StyleSpecification

test.each(names.flatMap((name) => ['public', 'office'].map((set) => [name, set])))('the style %s of the set %s holds to its specification', (name, set) => {
  for (const lang of ['zh', 'en']) expect(validateStyleMin(styleOf(name, set, lang)).map((err) => err.message)).toEqual([])
})

test('a style with a fault is told from one without', () => {
  const style = styleOf('public', 'public', 'zh')
  style.layers[0] = { ...style.layers[0]!, paint: { 'background-color': '@ground' } } as never
  expect(validateStyleMin(style)).not.toEqual([])
})

test('every palette has every colour, and words can be read on the ground they stand on', () => {
  const light = (colour: string) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i]!, 0)
  const used = [...new Set(JSON.stringify(table.layers).match(/"@[a-z-]+"/g)!.map((word) => word.slice(2, -1)))]
    .filter((word) => !['label', 'halo-width', ...Object.keys(table.fonts)].includes(word)).sort()
  for (const [name, palette] of Object.entries(palettes) as [string, { colours?: Record<string, string> }][]) {
    const colours = palette.colours
    if (!colours) continue
    expect(Object.keys(colours).sort(), name).toEqual(used)
    for (const [key, colour] of Object.entries(colours)) {
      if (!/(^|-)word$|^dispute$|^proposal$/.test(key)) continue
      const [a, b] = [light(colour), light(colours.halo!)].sort((x, y) => y - x) as [number, number]
      const least = name === 'contrast' ? 7 : 3.8
      expect((a + 0.05) / (b + 0.05), `${name} ${key}`).toBeGreaterThan(least)
    }
  }
})
