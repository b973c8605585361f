import { describe, expect, it } from 'vitest'
import made from '../../../testdata/plate_payload.json'
import { verdictOf, voidNames, voidSigned, type KeysFile, type Shelter, type VoidFile } from './payload'

interface Vectors { keys: KeysFile; void: VoidFile; void_tokens: string[]; other_token: string; codes: { what: string; text: string; is: string; name?: string; made?: string; shelters?: Shelter[] }[] }

// Written by signs/payload, which checks the same.
const vectors: Vectors = made

describe('what a large code says of itself', () => {
  for (const code of vectors.codes) {
    it(`${code.what}: ${code.is}`, () => {
      const found = verdictOf(code.text, vectors.keys, vectors.void)
      // A body that was changed is strange here only where its parts do not fit; else its signature fails.
      if (code.is === 'strange') expect(['strange', 'forged', 'unknown']).toContain(found.is)
      else expect(found.is).toBe(code.is)
      if (code.name) expect('payload' in found && { name: found.payload.name, made: found.payload.made, shelters: found.payload.shelters }).toEqual({ name: code.name, made: code.made, shelters: code.shelters ?? [] })
    })
  }
  it('names void plates, and others not', () => {
    for (const token of vectors.void_tokens) expect(voidNames(vectors.void, token)).toBe(true)
    expect(voidNames(vectors.void, vectors.other_token)).toBe(false)
  })
  it('gives no all-clear by a damaged list', () => {
    const half = { ...vectors.void, set: vectors.void.set.slice(0, 40) }
    const answers = vectors.void_tokens.map((token) => { try { return voidNames(half, token) } catch { return 'damaged' } })
    expect(answers).not.toContain(false)
  })
  it('counts only a void list that the register signed', () => {
    const of = (change: Partial<VoidFile>) => voidSigned({ ...vectors.void, ...change }, vectors.keys)
    expect(of({})).toBe(true)
    const changes: Partial<VoidFile>[] = [{ count: 0 }, { at: '2027-01-01T00:00:00Z' }, { origin: 'https://evil.example' }, { complete_since: '2026-01-01T00:00:00Z' }, { bits: 19 }, { set: '' }, { key: '2025-1' }, { key: '' }, { signature: '' }, { signature: 'AA' }]
    for (const change of changes) expect(of(change), JSON.stringify(change)).toBe(false)
    const hidden = { ...vectors.void, count: 0, set: '' }
    expect(verdictOf(vectors.codes[0]!.text, vectors.keys, hidden)).toMatchObject({ is: 'good', voidAt: null })
  })
  it('says so where no key or list is on the phone', () => {
    expect(verdictOf(vectors.codes[0]!.text, null, null).is).toBe('unknown')
    expect(verdictOf(vectors.codes[0]!.text, vectors.keys, null)).toMatchObject({ is: 'good', voidAt: null })
  })
})
