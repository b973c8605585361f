// A made-up county for the mock server: Voronoi villages with roughened shared
// edges, grouped into townships, with neighbours, streams and roads. Same seed, same land.

import { Delaunay } from 'd3-delaunay'

const towns = [
  ['001', '双塔街道', 'Shuāngtǎ Jiēdào', 118.62, 28.75], ['002', '虎山街道', 'Hǔshān Jiēdào', 118.6, 28.71],
  ['003', '清湖街道', 'Qīnghú Jiēdào', 118.64, 28.66], ['102', '四都镇', 'Sìdū Zhèn', 118.75, 28.83],
  ['105', '坛石镇', 'Tánshí Zhèn', 118.5, 28.83], ['106', '大桥镇', 'Dàqiáo Zhèn', 118.42, 28.79],
  ['109', '新塘边镇', 'Xīntángbiān Zhèn', 118.44, 28.66], ['112', '廿八都镇', 'Niànbādū Zhèn', 118.47, 28.28],
  ['113', '长台镇', 'Chángtái Zhèn', 118.72, 28.58], ['116', '上余镇', 'Shàngyú Zhèn', 118.68, 28.8],
  ['118', '凤林镇', 'Fènglín Zhèn', 118.49, 28.57], ['119', '峡口镇', 'Xiákǒu Zhèn', 118.57, 28.48],
  ['120', '石门镇', 'Shímén Zhèn', 118.59, 28.58], ['121', '贺村镇', 'Hècūn Zhèn', 118.54, 28.7],
  ['201', '大陈乡', 'Dàchén Xiāng', 118.6, 28.87], ['203', '碗窑乡', 'Wǎnyáo Xiāng', 118.78, 28.7],
  ['207', '保安乡', 'Bǎo\'ān Xiāng', 118.62, 28.36], ['213', '塘源口乡', 'Tángyuánkǒu Xiāng', 118.74, 28.44],
  ['214', '张村乡', 'Zhāngcūn Xiāng', 118.66, 28.51],
]
const neighbours = [
  ['330803', '衢江区', 'Qújiāng Qū', '衢州市', '浙江省', 118.9, 28.8], ['331123', '遂昌县', 'Suìchāng Xiàn', '丽水市', '浙江省', 118.9, 28.5],
  ['350722', '浦城县', 'Pǔchéng Xiàn', '南平市', '福建省', 118.6, 28.1], ['361103', '广丰区', 'Guǎngfēng Qū', '上饶市', '江西省', 118.3, 28.4],
  ['361123', '玉山县', 'Yùshān Xiàn', '上饶市', '江西省', 118.25, 28.75], ['330822', '常山县', 'Chángshān Xiàn', '衢州市', '浙江省', 118.5, 29.02],
]
const first = [['上', 'shàng'], ['下', 'xià'], ['东', 'dōng'], ['西', 'xī'], ['大', 'dà'], ['小', 'xiǎo'], ['新', 'xīn'], ['石', 'shí'], ['毛', 'máo'], ['周', 'zhōu'], ['徐', 'xú'], ['金', 'jīn'], ['白', 'bái'], ['长', 'cháng']]
const second = [['溪', 'xī'], ['塘', 'táng'], ['坂', 'bǎn'], ['垄', 'lǒng'], ['坞', 'wù'], ['坑', 'kēng'], ['岭', 'lǐng'], ['源', 'yuán'], ['桥', 'qiáo'], ['山', 'shān'], ['田', 'tián'], ['峡', 'xiá']]

export const county = { code: '330881', name: '江山市', pinyin: 'Jiāngshān Shì', lon: 118.6, lat: 28.6, bounds: [118.36, 28.23, 118.84, 28.92] }

let seed = 330881
function random() {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 2 ** 32
}

const near = (list, lon, lat, x, y) => list.reduce((best, item) => {
  const d = (item[x] - lon) ** 2 + ((item[y] - lat) * 1.14) ** 2
  return d < best.d ? { d, item } : best
}, { d: Infinity }).item

const inCounty = (lon, lat) => {
  const x = (lon - 118.6) / 0.235, y = (lat - 28.575) / 0.335
  const angle = Math.atan2(y, x)
  return Math.hypot(x, y) < 0.93 + 0.07 * Math.sin(3 * angle) + 0.05 * Math.cos(5 * angle + 1)
}

/** Midpoint displacement of the edge a–b, the same from either side. */
function rough(a, b, cache) {
  const key = [a, b].map((p) => p.map((n) => n.toFixed(7)).join()).sort().join('|')
  const forward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
  if (!cache.has(key)) cache.set(key, displace(forward ? a : b, forward ? b : a, 5))
  const line = cache.get(key)
  return forward ? line : [...line].reverse()
}

function displace(a, b, depth) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  if (depth === 0 || length < 0.0006) return [a, b]
  const bend = (random() - 0.5) * 0.34
  const mid = [(a[0] + b[0]) / 2 - (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 + (b[0] - a[0]) * bend]
  return [...displace(a, mid, depth - 1), ...displace(mid, b, depth - 1).slice(1)]
}

/** The outer rings of cells, from the directed edges that no two of them share. */
function dissolve(cells) {
  const edges = new Map()
  const name = (p) => p.map((n) => n.toFixed(7)).join()
  for (const ring of cells) {
    for (let i = 1; i < ring.length; i++) {
      const back = name(ring[i]) + '>' + name(ring[i - 1])
      if (!edges.delete(back)) edges.set(name(ring[i - 1]) + '>' + name(ring[i]), [ring[i - 1], ring[i]])
    }
  }
  const from = new Map()
  for (const edge of edges.values()) from.set(name(edge[0]), [...(from.get(name(edge[0])) ?? []), edge])
  const rings = []
  for (const list of from.values()) {
    while (list.length) {
      const ring = [list[0][0]]
      for (let edge = list.pop(); edge; edge = from.get(name(edge[1]))?.pop()) ring.push(edge[1])
      if (ring.length > 3) rings.push(ring)
    }
  }
  return rings
}

const feature = (type, coordinates, properties) => ({ type: 'Feature', properties, geometry: { type, coordinates } })

export function makeLand() {
  seed = county.code * 1
  const points = []
  for (let y = 27.95; y < 29.2; y += 0.032) {
    for (let x = 118.1; x < 119.1; x += 0.036) points.push([x + (random() - 0.5) * 0.03, y + (random() - 0.5) * 0.026])
  }
  const voronoi = Delaunay.from(points).voronoi([118, 27.9, 119.2, 29.3])
  const cells = points.map(([lon, lat], i) => {
    const inside = inCounty(lon, lat)
    const owner = inside ? near(towns, lon, lat, 3, 4) : near(neighbours, lon, lat, 5, 6)
    return { i, lon, lat, inside, owner, ring: voronoi.cellPolygon(i) }
  })
  const cache = new Map()
  for (const cell of cells) {
    cell.rough = cell.ring.slice(1).flatMap((p, i) => rough(cell.ring[i], p, cache).slice(0, -1))
    cell.rough.push(cell.rough[0])
  }
  return { ...divisionsOf(cells), ...linesOf(cells, cache, voronoi), ...waysOf() }
}

function divisionsOf(cells) {
  const divisions = [], labels = [], register = []
  const add = (code, name, pinyin, level, lon, lat, rings, parent) => {
    const id = 'mock-' + code
    divisions.push(feature('MultiPolygon', rings.map((ring) => [ring]), { id, code, name, level }))
    labels.push(feature('Point', [lon, lat], { id, code, name, pinyin, level, rank: level }))
    register.push({ id, code, name, pinyin, level, lon, lat, parent, shape: rings })
  }
  add(county.code, county.name, county.pinyin, 3, county.lon, county.lat, dissolve(cells.filter((c) => c.inside).map((c) => c.rough)), '330800')
  for (const town of towns) {
    const own = cells.filter((cell) => cell.owner === town)
    const code = county.code + town[0]
    add(code, town[1], town[2], 4, town[3], town[4], dissolve(own.map((c) => c.rough)), county.code)
    own.forEach((cell, n) => {
      const [a, b] = [first[(cell.i * 7) % first.length], second[(cell.i * 5) % second.length]]
      const pinyin = (a[1] + b[1]).replace(/^./, (c) => c.toUpperCase()) + 'cūn'
      add(code + String(200 + n), a[0] + b[0] + '村', pinyin, 5, cell.lon, cell.lat, [cell.rough], code)
    })
  }
  for (const [code, name, pinyin, , , lon, lat] of neighbours) {
    labels.push(feature('Point', [lon, lat], { id: '', code, name, pinyin, level: 3, rank: 3 }))
  }
  return { divisions, labels, register, places: placesOf(cells) }
}

function placesOf(cells) {
  return cells.filter((cell) => cell.inside).flatMap((cell) => [0, 1, 2].map((k) => {
    const [a, b] = [first[(cell.i * 3 + k * 5) % first.length], second[(cell.i + k * 7) % second.length]]
    const water = k === 2 && cell.i % 9 === 0, hill = k === 1 && cell.i % 5 === 0
    const name = a[0] + b[0] + (water ? '水库' : hill ? '尖' : k ? '' : '头')
    const pinyin = (a[1] + b[1]).replace(/^./, (c) => c.toUpperCase()) + (water ? ' Shuǐkù' : hill ? ' Jiān' : k ? '' : 'tóu')
    return feature('Point', [cell.lon + (random() - 0.5) * 0.022, cell.lat + (random() - 0.5) * 0.02],
      { id: `mock-p${cell.i}-${k}`, name, pinyin, class: water ? '12300' : hill ? '13200' : '22200', rank: 4 + ((cell.i + k * 2) % 6) })
  }))
}

function linesOf(cells, cache, voronoi) {
  const lines = []
  const { delaunay } = voronoi
  for (const cell of cells) {
    for (const j of delaunay.neighbors(cell.i)) {
      const other = cells[j]
      if (j < cell.i || (!cell.inside && !other.inside && cell.owner === other.owner)) continue
      const shared = cell.ring.filter((p) => other.ring.some((q) => q[0] === p[0] && q[1] === p[1])).slice(0, 2)
      const unique = shared.filter((p, i) => i === 0 || p[0] !== shared[0][0] || p[1] !== shared[0][1])
      if (unique.length < 2) continue
      lines.push(feature('LineString', rough(unique[0], unique[1], cache), { level: levelBetween(cell, other) }))
    }
  }
  return { lines: join(lines) }
}

function levelBetween(a, b) {
  if (a.inside && b.inside) return a.owner === b.owner ? 5 : 4
  const [provinceA, prefectureA] = a.inside ? ['浙江省', '衢州市'] : [a.owner[4], a.owner[3]]
  const [provinceB, prefectureB] = b.inside ? ['浙江省', '衢州市'] : [b.owner[4], b.owner[3]]
  return provinceA !== provinceB ? 1 : prefectureA !== prefectureB ? 2 : 3
}

/** Joins pieces of one level end to end, so that dashes run on. */
function join(lines) {
  const out = []
  const name = (p) => p.map((n) => n.toFixed(7)).join()
  for (const level of [1, 2, 3, 4, 5]) {
    const left = new Set(lines.filter((line) => line.properties.level === level).map((line) => line.geometry.coordinates))
    const ends = new Map()
    for (const line of left) for (const p of [line[0], line.at(-1)]) ends.set(name(p), [...(ends.get(name(p)) ?? []), line])
    const next = (p) => (ends.get(name(p)) ?? []).length === 2 && ends.get(name(p)).find((line) => left.has(line))
    for (const start of left) {
      left.delete(start)
      let path = [...start]
      for (let side = 0; side < 2; side++) {
        for (let line = next(path.at(-1)); line; line = next(path.at(-1))) {
          left.delete(line)
          path = path.concat((name(line[0]) === name(path.at(-1)) ? line : [...line].reverse()).slice(1))
        }
        path.reverse()
      }
      out.push(feature('LineString', path, { level }))
    }
  }
  return out
}

function waysOf() {
  const at = (code) => towns.find((town) => town[0] === code).slice(3)
  const way = (codes, bend) => {
    const line = codes.map(at).flatMap((p, i, all) => (i ? displace(all[i - 1], p, 5).slice(1) : [p]))
    return bend ? line.map(([x, y], i) => [x + 0.012 * Math.sin(i / 9), y - 0.01]) : line
  }
  const water = [['112', '119', '120', '003', '001', '116', '102'], ['213', '113', '003'], ['106', '121', '002'], ['207', '119'], ['203', '116']]
  const roads = [['106', '121', '002', '001', '116', '102'], ['112', '207', '119', '118', '121'], ['119', '120', '003', '002'], ['201', '105', '121'], ['003', '113', '213'], ['001', '203'], ['109', '121'], ['113', '214', '119']]
  return {
    water: water.map((codes) => feature('LineString', way(codes, true), {})),
    roads: roads.map((codes, i) => feature('LineString', way(codes, false), { kind: i < 3 ? 'county' : 'township' })),
  }
}
