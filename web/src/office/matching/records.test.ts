import { describe, expect, it } from 'vitest'
import { cells, record, Records, tame } from './records'

const bytes = (text: string) => new TextEncoder().encode(text)
const table = '\uFEFF地址,备注\n"清溪路\n1号","说""明"\n清溪路2号,\n'

describe('records of a table that comes in', () => {
  it('are the same however it is cut', () => {
    const all = bytes(table)
    for (let size = 1; size <= all.length; size++) {
      const records = new Records(), got: string[][] = [], spans: string[] = []
      for (let at = 0; at < all.length; at += size) {
        for (const one of records.push(all.subarray(at, at + size))) {
          got.push(cells(one.bytes))
          spans.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(all.subarray(one.span.from, one.span.to)))
        }
      }
      expect(got).toEqual([['地址', '备注'], ['清溪路\n1号', '说"明'], ['清溪路2号', '']])
      expect(spans.join('')).toBe(table)
      expect(records.whole).toBe(all.length)
    }
  })
  it('go on after one that was cut off', () => {
    const records = new Records()
    records.push(bytes('a,b\n1,"2'))
    expect(records.whole).toBe(4)
    records.cut()
    expect(records.push(bytes('1,"2\n3"\n')).map((one) => [...cells(one.bytes), one.span.from])).toEqual([['1', '2\n3', 4]])
  })
  it('are written as they are read', () => {
    for (const row of [['a', 'b"c', 'd\ne', ''], [' 1', 'x,y']]) expect(cells(bytes(record(row)))).toEqual(row)
  })
  it('hold no formula', () => {
    expect(['=1+1', '-5', '+1', '-1+2', '@x', '清湖'].map(tame)).toEqual(["'=1+1", '-5', '+1', "'-1+2", "'@x", '清湖'])
  })
})
