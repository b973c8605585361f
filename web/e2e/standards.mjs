// What the server says in formats that others read, read by programs that nobody here wrote.

import assert from 'node:assert/strict'
import { VectorTile } from '@mapbox/vector-tile'
import spectral from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import { PbfReader } from 'pbf'
import { accessible, shot } from './desk.mjs'
import { valid } from './markup.mjs'

const json = async (url) => {
  const answer = await fetch(url)
  assert.equal(answer.status, 200, url)
  return answer.json()
}

const linter = new spectral.Spectral()
linter.setRuleset({ extends: [rulesets.oas] })
const ERROR = 0

/** The errors that Spectral's rules for OpenAPI find in a description. */
const faultsOf = async (description) => (await linter.run(JSON.stringify(description))).filter(({ severity }) => severity === ERROR).map(({ code, message, path }) => `${path.join('/')} ${code}: ${message}`)

/** Twice the area of a ring, positive if it runs clockwise in a tile, where y points down. */
const turns = (ring) => ring.slice(1).reduce((sum, p, i) => sum + ring[i].x * p.y - p.x * ring[i].y, 0)

/** Checks the layers of a tile against what is said of them, and gives their names. */
function sound(tile, layers, what) {
  for (const [name, layer] of Object.entries(tile.layers)) {
    const said = layers.find(({ id }) => id === name)
    assert.ok(said, `${what}: layer ${name} is not described`)
    assert.deepEqual([layer.version, layer.extent], [2, 4096])
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i)
      assert.equal(feature.type - 1, said.geometryDimension, `${what}: ${name} ${i}`)
      for (const [key, value] of Object.entries(feature.properties)) assert.equal(typeof value === 'number' ? 'integer' : typeof value, said.propertiesSchema.properties[key]?.type, `${what}: ${name}.${key}`)
      if (feature.type !== 3) continue
      const rings = feature.loadGeometry()
      // The first ring is an outer one, and no ring is without ground.
      assert.ok(turns(rings[0]) > 0 && rings.every((ring) => turns(ring) !== 0), `${what}: ${name} ${i} is turned the wrong way`)
    }
  }
  return Object.keys(tile.layers)
}

export const standardsJourneys = [
  {
    name: 'standards: the descriptions of the API are without an error to Spectral',
    async run(_page, base) {
      const description = await json(base + '/openapi.json')
      assert.match(description.openapi, /^3\.1/)
      assert.deepEqual(await faultsOf(description), [])
      assert.deepEqual(await faultsOf(await json(base + '/ogc/api')), [])
      // A linter that sees no fault would pass everything.
      const get = { operationId: 'one', responses: { 200: { description: 'OK' } } }
      assert.notDeepEqual(await faultsOf({ openapi: '3.1.0', info: { title: '示例', version: '1' }, paths: { '/a': { get }, '/b': { get } } }), [])
    },
  },
  {
    name: 'standards: tiles in both grids are read by the library of those who made the format',
    async run(_page, base) {
      const { tilesets } = await json(base + '/ogc/tiles')
      const grids = []
      for (const { links } of tilesets) {
        const set = await json(links.find(({ rel }) => rel === 'self').href)
        const template = set.links.find(({ rel }) => rel === 'item').href
        const names = new Set()
        for (const [matrix, row, column] of set.crs.includes('CRS84') ? [[6, 21, 106], [8, 87, 424], [9, 174, 849]] : [[7, 53, 106], [9, 213, 424], [10, 426, 849]]) {
          const answer = await fetch(template.replace('{tileMatrix}', matrix).replace('{tileRow}', row).replace('{tileCol}', column))
          assert.equal(answer.status, 200, answer.url)
          for (const name of sound(new VectorTile(new PbfReader(await answer.arrayBuffer())), set.layers, answer.url)) names.add(name)
        }
        for (const name of ['divisions', 'division_lines', 'division_labels', 'places']) assert.ok(names.has(name), `${set.title} shows no ${name}`)
        grids.push(set.tileMatrixSetURI.split('/').pop())
      }
      assert.deepEqual(grids, ['WebMercatorQuad', 'WorldCRS84Quad'])
    },
  },
  {
    name: 'standards: pages of the data are read on a phone and on a wide screen',
    async run(page, base) {
      const paths = ['/ogc', '/ogc/api', '/ogc/conformance', '/ogc/functions', '/ogc/tileMatrixSets', '/ogc/tileMatrixSets/WebMercatorQuad', '/ogc/tiles', '/ogc/tiles/WorldCRS84Quad',
        '/ogc/collections', '/ogc/collections/divisions/items', '/ogc/collections/shelters/schema', '/ogc/collections/nope', '/xyz']
      for (const path of paths) {
        await valid(await (await fetch(base + path, { headers: { accept: 'text/html' } })).text(), path)
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 740 })
          await page.goto(base + path)
          await accessible(page)
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${path} is wider than ${width} px`)
        }
      }
      // A heading that stands one character a line is taller than four lines.
      await page.goto(base + '/ogc/collections/divisions/items')
      assert.ok(await page.locator('.cards thead').evaluate((head) => head.offsetHeight) < 120)
      await page.setViewportSize({ width: 360, height: 740 })
      assert.equal(await page.locator('.cards thead').isVisible(), false)
      const code = page.locator('.cards td').filter({ hasText: '330881' }).first()
      assert.equal(await code.evaluate((cell) => getComputedStyle(cell, '::before').content), '"区划代码"')
      await shot(page, 'ogc-cards')
    },
  },
]
