import { expect, test } from 'vitest'
import publicStyle from '../styles/public.json'
import { nightOf } from './night'

test('every colour of the style has one for the night', () => {
  const colours = (value: unknown) => JSON.stringify(value).match(/#[0-9a-f]{6}/g) ?? []
  for (const { id, paint } of publicStyle.layers) {
    if (id === 'areas') continue // never seen
    const night = Object.values(paint).map(nightOf)
    colours(Object.values(paint)).forEach((colour, i) => expect(colours(night)[i], `${id} ${colour}`).not.toBe(colour))
  }
})
