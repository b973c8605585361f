import { expect, test } from 'vitest'
import { blank, itemOf, kinds, type Change } from './change'
import { redivisionWords } from './words'

const [town, next, city] = ['town', 'next', 'city'].map((id) => ({ id, code: id, name: id, level: 4 }))
const of = (kind: string, more: Partial<Change>) => itemOf({ ...blank(), kind, ...more })

test('each kind of change is sent with what it needs, and not before', () => {
  const whole: Record<string, [Partial<Change>, object]> = {
    type_change: [{ division: town, name: '清湖街道 ' }, { divisions: ['town'], name: '清湖街道' }],
    rename: [{ division: town, name: '清溪镇' }, { divisions: ['town'], name: '清溪镇' }],
    reparent: [{ division: town, parent: city }, { divisions: ['town'], parent: 'city' }],
    merge: [{ division: town, other: next }, { divisions: ['town', 'next'], into: 'town' }],
    split: [{ division: town, name: '清溪镇', children: ['a', 'b'] }, { divisions: ['town'], name: '清溪镇', children: ['a', 'b'] }],
    establish: [{ parent: city, name: '清溪镇' }, { parent: 'city', name: '清溪镇' }],
    abolish: [{ division: town }, { divisions: ['town'] }],
    line_change: [{ division: town, other: next, note: '以示例河中心线为界' }, { divisions: ['town', 'next'], note: '以示例河中心线为界' }],
    seat_move: [{ division: town, lon: '118.62', lat: '28.74' }, { divisions: ['town'], seat: [118.62, 28.74] }],
  }
  expect(Object.keys(whole).sort()).toEqual([...kinds].sort())
  for (const [kind, [filled, sent]] of Object.entries(whole)) {
    expect(of(kind, filled), kind).toEqual({ kind, ...sent })
    for (const part of Object.keys(filled).filter((name) => name !== 'note')) {
      expect(of(kind, { ...filled, [part]: blank()[part as keyof Change] }), `${kind} without ${part}`).toBeNull()
    }
  }
  expect(of('line_change', { division: town, other: town })).toBeNull()
  expect(of('seat_move', { division: town, lon: '181', lat: '28' })).toBeNull()
})

test('every kind has its word in both languages', () => {
  for (const lang of ['zh', 'en'] as const) for (const kind of kinds) expect(redivisionWords(lang).kinds[kind]).toBeTruthy()
})
