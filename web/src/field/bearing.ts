// A direction in the sixteen words of line descriptions (勘界测绘技术规定): 22°30′ each, from true north, 北 from 348°45′ to 11°15′.

const zh = ['北', '北偏东北', '东北', '东偏东北', '东', '东偏东南', '东南', '南偏东南', '南', '南偏西南', '西南', '西偏西南', '西', '西偏西北', '西北', '北偏西北']
const en = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW']

/** One of sixteen directions for an azimuth in degrees from true north. */
export function direction16(azimuth: number, lang: 'zh' | 'en'): string {
  return (lang === 'zh' ? zh : en)[Math.floor((((azimuth % 360) + 360) % 360 + 11.25) / 22.5) % 16]!
}
