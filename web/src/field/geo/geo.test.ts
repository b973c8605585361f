import { expect, test } from 'vitest'
import type { Pack } from '../domain'
import { gpx, kml, partsOf, trackGpx } from './export'
import { headingOf, turned } from './heading'
import { recorded, trust } from './position'
import { direction, distance, way } from './way'

test('the way to a marker, against the lengths of a degree on the CGCS2000 ellipsoid', () => {
  const from = { lon: 118.6271234, lat: 28.7412345 }
  const due = way(from, { lon: from.lon, lat: from.lat + 0.01 })
  expect(due.azimuth).toBeCloseTo(0, 6)
  expect(due.metres).toBeGreaterThan(1107.5)
  expect(due.metres).toBeLessThan(1109.5) // a hundredth of a degree of latitude at 28.7° is 1,108.3 m
  const east = way(from, { lon: from.lon + 0.01, lat: from.lat })
  expect(east.azimuth).toBeCloseTo(90, 6)
  expect(east.metres).toBeGreaterThan(975)
  expect(east.metres).toBeLessThan(979) // and of longitude 976.9 m
})

test('distance and direction are said as on a mountain', () => {
  expect([3, 47.4, 343, 1240, 12_600].map((m) => distance(m, 'zh'))).toEqual(['3 米', '47 米', '340 米', '1.2 公里', '13 公里'])
  expect([0, 22, 23, 180, 350].map((deg) => direction(deg, 'zh'))).toEqual(['北', '北', '东北', '南', '北'])
})

test('a position too old or too rough is not passed off as here', () => {
  const fix = { lon: 118.6, lat: 28.7, accuracy: 12.34, at: 1_000_000 }
  expect(recorded(fix, 1_050_000)).toEqual({ lon: '118.6000000', lat: '28.7000000', accuracy_m: '12.3', at: '1970-01-01T00:16:40.000Z' })
  expect(recorded(fix, 1_121_000)).toBeNull()
  expect(recorded(null, 0)).toBeNull()
  expect([10, 200, 2000].map((accuracy) => trust({ accuracy }))).toEqual(['good', 'rough', 'useless'])
})

test('a compass is read from what phones of both makes send, a tilt alone is none', () => {
  expect(headingOf({ webkitCompassHeading: 90, absolute: false, alpha: 5 }, 0)).toBe(90)
  expect(headingOf({ absolute: true, alpha: 90 }, 0)).toBe(270)
  expect(headingOf({ absolute: true, alpha: 0 }, 90)).toBe(90)
  expect(headingOf({ absolute: false, alpha: 90 }, 0)).toBeNull()
})

const pack = {
  line: { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: [[[118.1, 28.1], [118.2, 28.2]], [[118.3, 28.3], [118.4, 28.4]]] } },
  markers: [{ number: '浙赣"12"&<3>', lon: 118.15, lat: 28.15, elevation_m: '312.4' }, { number: '13', lon: 118.25, lat: 28.25, elevation_m: null }],
} as unknown as Pack

test('the task as GPX and KML holds every marker and part, and no name breaks it', () => {
  const [asGpx, asKml] = [gpx({ name: '示例线', pack }), kml({ name: '示例线', pack })]
  expect(partsOf(pack.line)).toHaveLength(2)
  expect(asGpx.match(/<wpt /g)).toHaveLength(2)
  expect(asGpx.match(/<trkseg>/g)).toHaveLength(2)
  expect(asGpx).toContain('<ele>312.4</ele><name>浙赣&#34;12&#34;&#38;&#60;3&#62;</name>')
  expect(asKml).toContain('<coordinates>118.1,28.1 118.2,28.2</coordinates>')
  expect(asKml.match(/<Point>/g)).toHaveLength(2)
  expect(trackGpx([{ lon: '118.1', lat: '28.1', at: '2026-11-26T00:00:00Z' }])).toContain('<trkpt lat="28.1" lon="118.1"><time>2026-11-26T00:00:00Z</time></trkpt>')
})

test('an arrow turns the short way past north', () => {
  expect(turned(350, 10)).toBe(370)
  expect(turned(370, 350)).toBe(350)
  expect(turned(0, -90)).toBe(-90)
  expect(turned(725, 0)).toBe(720)
})
