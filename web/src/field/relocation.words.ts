// What a relocation says to the person at the spot, in the words of its twin in Go.

import type { Input, Result } from './relocation'
import { usable } from './relocation'

const metres = (m: number) => m.toFixed(m < 9.95 ? 1 : 0)

const verdicts = { inside: ['位置相符', 'inside'], outside: ['位置不符', 'outside'], undecided: ['无法判断', 'undecided'] } as const

export function sentences(out: Result, input: Input): { zh: string; en: string } {
  const [whyZh, whyEn] = why(out, input)
  if (!out.expected) return { zh: `无法判断：${whyZh}`, en: `undecided: ${whyEn}` }
  const [expected, off, phone, seen] = [out.ellipse.major_m, out.off_m, out.phone_m, out.off_ellipse.major_m].map(metres)
  let zh = `界桩应在算出的位置 ±${expected} 米；您离它 ${off} 米，您的定位 ±${phone} 米`
  let en = `expected here ± ${expected} m; you stand ${off} m off, your position is ± ${phone} m`
  if (input.references.some((r) => usable(r) && (r.measured_azimuth_deg !== null || r.measured_distance_m !== null))) {
    zh += `，按实测方位物二者相差准到 ±${seen} 米`
    en += `, by what you measured the difference is good to ± ${seen} m`
  }
  const [wordZh, wordEn] = verdicts[out.verdict]
  return { zh: `${zh}：${wordZh}${whyZh && `。${whyZh}`}`, en: `${en}: ${wordEn}${whyEn && `. ${whyEn}`}` }
}

function why({ geometry, suspect, verdict }: Result, { references, settings }: Input): [zh: string, en: string] {
  switch (geometry) {
    case 'no_reference': return ['没有可用的方位物，请量出到方位物的方位和距离。', 'No reference object can be used: measure azimuth and distance to them.']
    case 'undetermined': return ['方位物的方位和距离不足以定出位置，请多量几个。', 'The azimuths and distances do not determine a position: measure more of them.']
    case 'one_reference': return ['只有一个方位物可用，至少要两个才能互相核对。', 'Only one reference object can be used; two at least are needed to check each other.']
    case 'ambiguous': return ['只有距离，方位物连线两侧各有一处符合，请量一个方位。', 'With distances alone a place on either side of the reference objects fits: take an azimuth.']
    case 'contradiction': {
      if (!suspect) return ['方位物的数据互相矛盾，请核对它们是否移动过。', 'The reference objects contradict each other: check whether one was moved.']
      const name = references.find((r) => r.id === suspect)?.name || suspect
      return [`方位物的数据互相矛盾，最可疑的是“${name}”，请核对它是否移动过。`, `The reference objects contradict each other, “${name}” most: check whether it was moved.`]
    }
  }
  const [alongZh, alongEn] = geometry === 'collinear' ? ['方位物几乎在一条直线上，与它垂直的方向只靠方位角。', 'The reference objects lie nearly in one line: across it the azimuths alone hold.'] : ['', '']
  if (verdict !== 'undecided') return [alongZh, alongEn]
  const limit = metres(settings.tolerance_m)
  return [
    `${alongZh}误差超过容许的 ${limit} 米，请到开阔处等定位稳定，或量出到方位物的方位和距离。`,
    `${alongEn} The error exceeds the ${limit} m that are tolerated: wait for a better position in the open, or measure to the reference objects.`.trim(),
  ]
}
