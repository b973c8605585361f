import { expect, test } from 'vitest'
import { weakness } from './pin'
import { newKey, seal, text, unseal, unwrap, utf8 } from './seal'
import { pressure } from './space'
import { none, waitAt, wrongAt } from './tries'

test('the right PIN opens what was sealed, a wrong one nothing', async () => {
  const { key, wrapped } = await newKey('482913')
  const sealed = await seal(key, utf8('示例：12 号界桩完好'), 'things/record/1')
  expect(new TextDecoder('utf-8', { fatal: false }).decode(sealed)).not.toContain('界桩')
  expect(await unwrap(wrapped, '482914')).toBeNull()
  const again = await unwrap(wrapped, '482913')
  expect(text(await unseal(again!, sealed, 'things/record/1'))).toBe('示例：12 号界桩完好')
}, 20_000)

test('sealed bytes are bound to their place, and a changed bit is noticed', async () => {
  const { key } = await newKey('482913')
  const sealed = await seal(key, utf8('x'), 'files/a')
  await expect(unseal(key, sealed, 'files/b')).rejects.toThrow()
  const changed = sealed.slice()
  changed[changed.length - 1]! ^= 1
  await expect(unseal(key, changed, 'files/a')).rejects.toThrow()
}, 20_000)

test('wrong PINs cost more and more waiting, up to an hour, whatever the clock does', () => {
  let tries = none
  const waits = Array.from({ length: 12 }, () => waitAt((tries = wrongAt(tries, 1_000_000)), 1_000_000))
  expect(waits.slice(0, 5)).toEqual([0, 0, 30_000, 60_000, 120_000])
  expect(waits.at(-1)).toBe(3_600_000)
  expect(waitAt(tries, 0)).toBe(3_600_000) // the clock was put back by years
  expect(waitAt(tries, 1_000_000 + 3_600_000)).toBe(0)
})

test('a PIN that anybody would try first is refused', () => {
  expect(weakness('12345')).toBe('short')
  expect(weakness('12a456')).toBe('digits')
  for (const plain of ['000000', '123456', '987654', '890123']) expect(weakness(plain)).toBe('plain')
  expect(weakness('482913')).toBeNull()
})

test('space is short before it is gone', () => {
  const giga = 1 << 30
  expect(pressure({ used: 0, quota: 0, kept: null })).toBe('none') // the browser does not tell
  expect(pressure({ used: 0, quota: giga, kept: null })).toBe('none')
  expect(pressure({ used: giga - 100e6, quota: giga, kept: null })).toBe('low')
  expect(pressure({ used: giga - 100e6, quota: giga, kept: null }, 90e6)).toBe('full')
})
