// The archives that this project writes, read by the program of those who made the format.

import { readFile } from 'node:fs/promises'
import { PMTiles, tileIdToZxy } from 'pmtiles'
import { expect, test } from 'vitest'

class FileSource {
  asked = 0
  constructor(file) {
    this.file = file
  }

  getKey = () => 'file'
  async getBytes(offset, length) {
    this.asked++
    return { data: new Uint8Array(this.file.subarray(offset, offset + length)).buffer }
  }
}

const archive = async (name) => {
  const source = new FileSource(await readFile(new URL(`../../internal/pmtiles/testdata/${name}.pmtiles`, import.meta.url)))
  return { source, tiles: new PMTiles(source) }
}

const body = async (tiles, id) => {
  const found = await tiles.getZxy(...tileIdToZxy(id))
  return found ? new TextDecoder().decode(found.data) : null
}

test.each(['flat', 'leaves'])('an archive is read by another program: %s', async (name) => {
  const { source, tiles } = await archive(name)
  const header = await tiles.getHeader()
  expect(header).toMatchObject({ specVersion: 3, clustered: true, internalCompression: 2, tileCompression: 2, tileType: 1, minZoom: 0, minLon: 118.37, maxLat: 28.9 })
  expect(header.leafDirectoryLength > 0).toBe(name === 'leaves')
  expect(await tiles.getMetadata()).toEqual({ name: '示例', vector_layers: [] })
  expect(await body(tiles, 0)).toMatch(/^body \d+$/)
  let held = 0
  const last = name === 'leaves' ? 66_000 : 400
  for (let id = 0; id < last; id += last / 400) if (await body(tiles, id)) held++
  expect(held).toBeGreaterThan(50)
  expect(held).toBeLessThan(400)
  expect(source.asked).toBeGreaterThan(2)
  expect(header.numAddressedTiles).toBe(name === 'leaves' ? 20_000 : 200)
})
