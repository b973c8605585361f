import { expect, test } from 'vitest'
import { href, readRoute, withParams } from './route'

test('an address of the office is read and written alike', () => {
  const address = href('register', ['a b/c'], { q: '清湖', class: '', recorded: null, mine: true })
  expect(address).toBe('/office/register/a%20b%2Fc?q=%E6%B8%85%E6%B9%96&mine=1')
  const route = readRoute(address)
  expect([route.page, route.rest, route.param.get('q')]).toEqual(['register', ['a b/c'], '清湖'])
  expect(readRoute('/office').page).toBe('')
  expect(readRoute('/office/register/100%').rest).toEqual(['100%'])
})

test('what is empty leaves the address', () => {
  expect(withParams(new URLSearchParams('q=x&class=1'), { q: '', limit: 0 }).toString()).toBe('class=1&limit=0')
})
