// The way from here to a point: distance and true azimuth on the CGCS2000 ellipsoid, for a walk of some kilometres.

const a = 6_378_137
const e2 = 0.006_694_380_022_901

export interface Point { lon: number; lat: number } // degrees

/** Metres and degrees from true north, clockwise; within a millionth of the geodesic up to 20 km. */
export function way(from: Point, to: Point): { metres: number; azimuth: number } {
  const middle = ((from.lat + to.lat) / 2) * (Math.PI / 180)
  const w = 1 - e2 * Math.sin(middle) ** 2
  const east = ((to.lon - from.lon) * Math.PI / 180) * (a / Math.sqrt(w)) * Math.cos(middle)
  const north = ((to.lat - from.lat) * Math.PI / 180) * (a * (1 - e2)) / (w * Math.sqrt(w))
  return { metres: Math.hypot(east, north), azimuth: (Math.atan2(east, north) * 180 / Math.PI + 360) % 360 }
}

const zh = ['北', '东北', '东', '东南', '南', '西南', '西', '西北']
const en = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

/** One of eight directions. */
export const direction = (azimuth: number, lang: 'zh' | 'en'): string => (lang === 'zh' ? zh : en)[Math.round(azimuth / 45) % 8]!

/** "340 米", "2.1 公里": no finer than a phone's position allows. */
export function distance(metres: number, lang: 'zh' | 'en'): string {
  const [m, km] = lang === 'zh' ? ['米', '公里'] : ['m', 'km']
  if (metres >= 10_000) return `${Math.round(metres / 1000)} ${km}`
  if (metres >= 1000) return `${(metres / 1000).toFixed(1)} ${km}`
  return `${metres >= 100 ? Math.round(metres / 10) * 10 : Math.round(metres)} ${m}`
}
