import { describe, expect, it } from 'vitest'
import { copy, marked, nameOf, tooMany } from './keep'
import { same } from './renewed'
import { moment, pause } from './time'

describe('what is kept of the pages behind codes', () => {
  it.each([
    ['/Q/8F3K7QM2XD', '/Q/8F3K7QM2XD'], ['/Q/8f3k7qm2xd', '/Q/8F3K7QM2XD'], ['/Q/8F3K7QM2XD?lang=en', '/Q/8F3K7QM2XD?lang=en'], ['/Q/8F3K7QM2XD#ABC', '/Q/8F3K7QM2XD'],
    ['/Q/8F3K7QM2XD.json', '/Q/8F3K7QM2XD.json'], ['/Q/live.js', '/Q/live.js'],
    ['/Q/sw.js', null], ['/Q/8F3K7QM2XD/report', null], ['/Q/8F3K7QM2XD?x=1', null], ['/Q/8F3K7QM2XD.json?lang=en', null], ['/Q/8F3K', null], ['/office', null], ['/v1/places', null],
  ])('%s: %s', (path, name) => expect(nameOf(new URL('https://diming.example.cn' + path))).toBe(name))

  it('lets the oldest pages go, each with its data', () => {
    const page = (n: number) => `/Q/00000000${n}0`
    const names = [page(1), page(1) + '.json', '/Q/live.js', page(2), page(2) + '?lang=en', page(2) + '.json', page(3)]
    expect(tooMany(names, 4)).toEqual([])
    expect(tooMany(names, 3)).toEqual([page(1), page(1) + '.json'])
    expect(tooMany(names, 2)).toEqual([page(1), page(1) + '.json', page(2)]) // its page in English is still there
    expect(tooMany(names, 1)).toEqual([page(1), page(1) + '.json', page(2), page(2) + '?lang=en', page(2) + '.json'])
  })
  it('keeps what guards a page and when it was given, and nothing else', async () => {
    const answer = new Response('x', { headers: { 'Content-Security-Policy': "default-src 'none'", Date: 'Fri, 27 Nov 2026 02:24:00 GMT', Vary: 'Accept-Language', 'X-Other': '1' } })
    const kept = await copy(answer)
    expect([kept.headers.get('content-security-policy'), kept.headers.get('date'), kept.headers.get('vary'), kept.headers.get('x-other'), await kept.text()])
      .toEqual(["default-src 'none'", 'Fri, 27 Nov 2026 02:24:00 GMT', null, null, 'x'])
  })
  it('marks a kept page with its time, in its language', () => {
    const at = Date.parse('2026-11-27T02:24:00Z')
    expect(marked('<html lang="zh-CN"><main>$&</main>', at, at + 60_000, true)).toBe(`<html lang="zh-CN"><p class="note" id="kept" data-at="${at}">没有网络，以下是 10:24 的内容</p>\n<main>$&</main>`)
    expect(marked('<html lang="en"><main>', at, at + 60_000, false)).toContain('The register cannot be reached: this is what the page said at 10:24')
  })
})

it('says times of China, with their day where it is not today', () => {
  const at = Date.parse('2026-11-26T16:30:00Z') // 00:30 of the 27th
  expect(moment(at, at, false)).toBe('00:30')
  expect(moment(at - 3_600_000, at, false)).toBe('11月26日 23:30')
  expect(moment(at - 3_600_000, at, true)).toBe('26 Nov 23:30')
})

it('looks more seldom where looking fails, and at least every five minutes', () => {
  expect([0, 1, 2, 3, 4, 9].map(pause)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
})

it('finds what is the same at both ends, and counts nothing twice', () => {
  expect(same(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual({ first: 1, last: 1 })
  expect(same(['a', 'a'], ['a', 'a', 'a'])).toEqual({ first: 2, last: 0 })
  expect(same(['a'], ['a'])).toEqual({ first: 1, last: 0 })
  expect(same([], ['a'])).toEqual({ first: 0, last: 0 })
})
