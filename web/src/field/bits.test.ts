import { expect, test } from 'vitest'
import { fromBase64url, toBase64url, uuid7 } from './bits'

test('bytes come back from base64url, and other text gives null', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
  expect(toBase64url(bytes)).not.toMatch(/[+/=]/)
  expect(fromBase64url('a+b')).toBeNull()
  expect(fromBase64url('a')).toBeNull()
})

test('ids are version 7 and sort by time', () => {
  const ids = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 4_102_444_800_000].map((now) => uuid7(now))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
  expect(ids[2]!.slice(0, 13)).toBe('018bcfe5-6800')
})
