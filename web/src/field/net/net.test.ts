import { expect, test } from 'vitest'
import { missing } from '../browser'
import type { Pack } from '../domain'
import { invitationIn } from '../enrol'
import { langOf } from '../words'
import { offWords, serverTime } from './clock'
import { pieces } from './pack'

test("the server's time is known on a phone whose clock is years off", () => {
  const pair = { phone: Date.UTC(2019, 0, 1), server: Date.UTC(2026, 10, 26) }
  expect(serverTime(pair, pair.phone + 5000)).toBe(pair.server + 5000)
  expect(offWords(pair, 'zh')).toBe('7 年')
  expect(offWords({ phone: 0, server: 3 * 3_600_000 }, 'zh')).toBe('3 小时')
  expect(offWords({ phone: 0, server: 90_000 }, 'zh')).toBe('')
  expect(offWords(null, 'en')).toBe('')
})

test('a browser that can keep nothing is named before anything is lost in it', () => {
  const good = { isSecureContext: true, indexedDB: {}, subtle: {}, worker: true }
  expect(missing('Mozilla/5.0 Chrome/120', good)).toBeNull()
  expect(missing('Mozilla/5.0 … MicroMessenger/8.0.40', good)).toBe('wechat')
  expect(missing('Chrome', { ...good, isSecureContext: false })).toBe('insecure')
  expect(missing('Chrome', { ...good, worker: false })).toBe('old')
})

test('an invitation is read from its link or by itself', () => {
  expect(invitationIn(' https://example.test/field#invitation=dmi_abcdefghijklmnop ')).toBe('dmi_abcdefghijklmnop')
  expect(invitationIn('abcdefghijklmnop')).toBe('abcdefghijklmnop')
  expect(invitationIn('https://example.test/field')).toBeNull()
  expect(invitationIn('')).toBeNull()
})

test('a pack is taken in pieces, each photo once', () => {
  const photo = { sha256: 'f'.repeat(64), bytes: 5, type: 'image/jpeg' }
  const pack = {
    pack: 'p', markers: [{ last_photo: photo }, { last_photo: photo }, { last_photo: null }],
    tiles: { list: [[15, 1, 2, 7]] }, imagery: { list: [[16, 3, 4, 9]] },
  } as unknown as Pack
  expect(pieces(pack).map(({ key, path, bytes }) => [key, path, bytes])).toEqual([
    ['photo/' + photo.sha256, '/v1/field/packs/p/photos/' + photo.sha256, 5],
    ['p/tiles/15/1/2', '/v1/field/packs/p/tiles/15/1/2.mvt', 7],
    ['p/imagery/16/3/4', '/v1/field/packs/p/imagery/16/3/4', 9],
  ])
})

test('Chinese is spoken wherever the phone has it', () => {
  expect(langOf(['en-US', 'zh-CN'])).toBe('zh')
  expect(langOf(['en-US'])).toBe('en')
  expect(langOf([])).toBe('zh')
})
