import { validateStyleMin, type StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import publicStyle from '../styles/public.json'

const style = publicStyle as unknown as StyleSpecification

test('the style holds to its specification', () => {
  expect(validateStyleMin(style).map((err) => err.message)).toEqual([])
})

test('the style asks no other server, and no server for letters or signs', () => {
  expect(JSON.stringify(style)).not.toMatch(/https?:/)
  expect(style.glyphs).toBeUndefined()
  expect(style.sprite).toBeUndefined()
})

test('every level of boundary has its own symbol', () => {
  const dashes = style.layers.filter((layer) => layer.id.endsWith('-lines'))
    .map((layer) => JSON.stringify(layer.type === 'line' && layer.paint?.['line-dasharray']))
  expect(new Set(dashes).size).toBe(5)
})
