import { describe, expect, it } from 'vitest'
import made from '../../../testdata/plate_payload.json'
import type { KeysFile, Shelter } from '../code/format'
import { verdictOf } from './plate'

interface Vectors { keys: KeysFile; codes: { what: string; text: string; is: string; name?: string; made?: string; shelters?: Shelter[] }[] }

// Written by signs/payload; the installers' page reads the same.
const vectors: Vectors = made
const parts = (text: string) => [text.slice(0, text.indexOf('#')), text.slice(text.indexOf('#') + 1)] as const
const [address, fragment] = parts(vectors.codes[0]!.text)

describe('what a large code says to the phone that opened it', () => {
  for (const code of vectors.codes.filter(({ text }) => text.indexOf('#') > 0)) {
    it(`${code.what}: ${code.is}`, async () => {
      const found = await verdictOf(...parts(code.text), vectors.keys)
      if (code.is === 'strange') expect(['strange', 'forged', 'unknown']).toContain(found.is)
      else expect(found.is).toBe(code.is === 'void' ? 'good' : code.is) // void plates are told by the page, which is there
      if (code.name) expect('payload' in found && { name: found.payload.name, made: found.payload.made, shelters: found.payload.shelters }).toEqual({ name: code.name, made: code.made, shelters: code.shelters ?? [] })
    })
  }
  it('is asked under the address that the browser writes in small letters', async () => {
    expect((await verdictOf(address.toLowerCase(), fragment, vectors.keys)).is).toBe('good')
  })
  it('is none of another page', async () => {
    expect((await verdictOf(address.slice(0, -10) + '0000000000', fragment, vectors.keys)).is).toBe('strange')
  })
  it('says so where no key is on the phone', async () => {
    expect((await verdictOf(address, fragment, null)).is).toBe('unknown')
  })
  it('says so where the browser knows no Ed25519', async () => {
    const odd = { ...vectors.keys, keys: vectors.keys.keys.map((key) => ({ ...key, ed25519: key.ed25519.slice(0, 8) })) } // importing it fails, as there
    expect((await verdictOf(address, fragment, odd)).is).toBe('unable')
  })
})
