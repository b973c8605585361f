import { describe, expect, it } from 'vitest'
import type { Case } from './api'
import { amendmentOf, asItem, name, numberOf, tidy, typedOf, wrongs } from './typed'
import { caseWords } from './words'

const w = caseWords('zh')

describe('what is typed into a case', () => {
  it('takes numbers as people type them, and loses none without a word', () => {
    for (const [text, n] of [['800米', 800], ['８００', 800], ['24 m', 24], ['12.5', 12.5], ['１２．５米', 12.5], ['', undefined]] as const) expect(numberOf(text), text).toBe(n)
    expect(tidy('８００米')).toBe('800')
    expect(tidy('二十四')).toBe('二十四')
    expect(wrongs({ ...name, width_m: '二十四' }, w)).toEqual({ width_m: w.wrongLength })
    expect(wrongs({ ...name, length_m: '800米', width_m: '２４' }, w)).toEqual({})
    expect(wrongs({ ...name, length_m: '-3' }, w).length_m).toBe(w.wrongLength)
  })

  it('says that longitude and latitude were exchanged, or which is out of range', () => {
    expect(wrongs({ ...name, lon: '28.74', lat: '118.62' }, w)).toEqual({ lon: w.exchanged, lat: w.exchanged })
    expect(wrongs({ ...name, lon: '118.62', lat: '28.74' }, w)).toEqual({})
    expect(wrongs({ ...name, lon: '118.62' }, w)).toEqual({ lat: w.bothNeeded })
    expect(wrongs({ ...name, lon: '11862', lat: '28.74' }, w)).toEqual({ lon: w.wrongLon })
    expect(wrongs({ ...name, lon: '118.62', lat: '北' }, w)).toEqual({ lat: w.wrongLat })
  })

  it('changes what was typed and keeps what the form does not ask', () => {
    const c = { kind: 'naming', title: '示例路', reason: '理由', applicant: '示例联系人', items: [{ id: 'a', ordinal: 1, text: '示例路', note: '注', shape: { type: 'Point', coordinates: [118, 28] }, length_m: 800, alternatives: ['示例街'] }] } as unknown as Case
    const f = typedOf(c)
    const sent = amendmentOf({ ...f, names: [{ ...f.names[0]!, text: '示例大道', length_m: '', alternatives: '' }] }, c)
    expect(JSON.parse(JSON.stringify(sent))).toEqual({ title: '示例大道', reason: '理由', body: '', items: [{ text: '示例大道', note: '注', shape: { type: 'Point', coordinates: [118, 28] } }] })
    expect(amendmentOf({ ...f, applicant: '另一人' }, { ...c, title: '另有标题' })).toMatchObject({ applicant: '另一人' })
    expect(amendmentOf(f, { ...c, title: '另有标题' })).not.toHaveProperty('title')
    expect(asItem({ ...name, place: ' x ', text: '新名' }, 'renaming')).toMatchObject({ place: 'x', text: '新名' })
  })
})
