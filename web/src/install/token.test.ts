import { describe, expect, it } from 'vitest'
import { grouped, readToken, tokenIn } from './token'

// Issued by signs.NewToken from the bytes 01 23 45 67 89.
const issued = '04HMASW9RZ'

describe('the token under a code', () => {
  it('is read as people type it', () => {
    for (const typed of [issued, grouped(issued), issued.toLowerCase(), ' ０４ｈｍ－ａｓｗ－９ｒｚ ', issued.replace('0', 'O')]) expect(readToken(typed)).toEqual({ token: issued })
  })
  it('tells any one wrong character and puts it right', () => {
    for (let at = 0; at < issued.length; at++) {
      for (const c of '0123456789ABCDEFGHJKMNPQRSTVWXYZ*U') {
        if (c === issued[at]) continue
        expect(readToken(issued.slice(0, at) + c + issued.slice(at + 1))).toEqual({ wrong: at + 1, meant: issued })
      }
    }
  })
  it('never makes another token of two wrong characters', () => {
    for (let at = 1; at < issued.length; at++) {
      for (const c of '23456789ABCDEFGHJKMNPQRSTVWXYZ') {
        const typed = 'Z' + issued.slice(1, at) + c + issued.slice(at + 1)
        if (c !== issued[at]) expect(readToken(typed)).not.toHaveProperty('token')
      }
    }
  })
  it('says how many characters there are', () => expect(readToken('04HM-ASW')).toEqual({ length: 7 }))
  it('is found in what a camera reads, and in nothing else', () => {
    expect(tokenIn(`HTTPS://DIMING.EXAMPLE:8443/Q/${issued}`)).toBe(issued)
    expect(tokenIn(`https://diming.example/q/${issued}?lang=en`)).toBe(issued)
    for (const other of ['', issued, 'https://old.example/m?id=1', 'https://diming.example/Q/04HMASW9RY']) expect(tokenIn(other)).toBeNull()
  })
})
