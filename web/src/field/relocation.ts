// Where a marker should stand by its reference objects, and whether the phone is there: the twin of
// boundaries/marker/relocation, which explains it. Both give the answers of its testdata/vectors.json.
// Metres on the ground, degrees clockwise from north, longitude and latitude in CGCS2000.

import { invert } from './relocation.matrix'
import { sentences } from './relocation.words'

export type North = 'true' | 'grid' | 'magnetic'
export interface LonLat { lon: number; lat: number }

export interface Reference {
  id: string
  name: string
  position: LonLat | null
  position_sd_m: number // 0: as the settings have it
  azimuth_deg: number | null // of the register, seen from the marker
  azimuth_north: North | ''
  distance_m: number | null
  measured_azimuth_deg: number | null // taken at the spot, seen from the phone
  measured_north: North | ''
  measured_distance_m: number | null
}

export interface Settings {
  azimuth_sd_deg: number
  distance_sd_m: number
  position_sd_m: number
  measured_azimuth_sd_deg: number
  measured_distance_sd_m: number
  compass_sd_deg: number
  declination_deg: number
  declination_sd_deg: number
  central_meridian_deg: number
  tolerance_m: number
}

export interface Input {
  phone: LonLat & { accuracy_m: number; percent: number } // percent: 95 by the Geolocation API
  references: readonly Reference[]
  settings: Settings
}

export type Verdict = 'inside' | 'outside' | 'undecided'
export type Geometry = 'no_reference' | 'undetermined' | 'one_reference' | 'ambiguous' | 'contradiction' | 'collinear' | 'good'
export interface Ellipse { major_m: number; minor_m: number; azimuth_deg: number }

export interface Result {
  geometry: Geometry
  verdict: Verdict
  expected: LonLat | null
  ellipse: Ellipse
  off_m: number
  bearing_deg: number
  off_ellipse: Ellipse
  phone_m: number
  used: string[]
  suspect: string
  zh: string
  en: string
}

/** The input holds what cannot be: no accuracy, a distance below zero, a number that is none. */
export class InputError extends Error {}

interface Point { e: number; n: number }
interface Plane { origin: LonLat; east: number; north: number }
interface Equation { left: number; by: [number, number][] }
interface Spread { ee: number; en: number; nn: number }

const radian = Math.PI / 180
const [markerAt, phoneAt, refsAt] = [0, 2, 4]
const chi95 = 5.991464547107982 // 95 % of χ² with two degrees of freedom
const alongDeg = 15
const closestM = 1e-3
const nothing: Ellipse = { major_m: 0, minor_m: 0, azimuth_deg: 0 }

function planeAt(origin: LonLat): Plane {
  const f = 1 / 298.257222101
  const e2 = f * (2 - f)
  const w = Math.sqrt(1 - e2 * Math.sin(origin.lat * radian) ** 2)
  return { origin, east: (6378137 / w) * Math.cos(origin.lat * radian) * radian, north: ((6378137 * (1 - e2)) / (w * w * w)) * radian }
}

const onPlane = (p: Plane, l: LonLat): Point => ({ e: (l.lon - p.origin.lon) * p.east, n: (l.lat - p.origin.lat) * p.north })
const step = (from: Point, distance: number, azimuth: number): Point => ({ e: from.e + distance * Math.sin(azimuth), n: from.n + distance * Math.cos(azimuth) })
const turn = (a: number) => Math.atan2(Math.sin(a), Math.cos(a))
const sdOf = ({ accuracy_m, percent }: Input['phone']) => accuracy_m / Math.sqrt(-2 * Math.log(1 - percent / 100))

function polar(a: Point, b: Point): [distance: number, azimuth: number] {
  return [Math.hypot(b.e - a.e, b.n - a.n), Math.atan2(b.e - a.e, b.n - a.n)]
}

/** The azimuth of grid north from true north, in the zone of a central meridian; 0 names the nearest 3-degree zone's. */
export function convergence(l: LonLat, meridian: number): number {
  const d = (l.lon - (meridian || 3 * Math.round(l.lon / 3))) * radian
  const [sin, cos] = [Math.sin(l.lat * radian), Math.cos(l.lat * radian)]
  return (d * sin + ((d * d * d) / 3) * sin * cos * cos) / radian
}

function trueDeg(azimuth: number, north: North | '', at: LonLat, s: Settings): number {
  if (north === 'grid') return azimuth + convergence(at, s.central_meridian_deg)
  return north === 'magnetic' ? azimuth + s.declination_deg : azimuth
}

/** Whether a reference says anything of the marker. */
export function usable(r: Reference): boolean {
  const register = Number(r.azimuth_deg !== null) + Number(r.distance_m !== null)
  const elsewhere = Number(r.measured_azimuth_deg !== null) + Number(r.measured_distance_m !== null)
  return r.position ? register > 0 : register > 0 && elsewhere > 0 && register + elsewhere > 2
}

class Adjustment {
  readonly plane: Plane
  readonly x: number[]
  private compass = 0
  private register = 0
  cov: number[][] = []
  chi2 = 0
  freedom = 0

  constructor(readonly input: Input, readonly refs: readonly Reference[]) {
    this.plane = planeAt({ lon: input.phone.lon, lat: input.phone.lat })
    this.x = new Array<number>(refsAt + 2 * refs.length).fill(0)
    if (input.settings.compass_sd_deg > 0 && refs.some((r) => r.measured_azimuth_deg !== null)) this.compass = this.x.push(0) - 1
    if (input.settings.declination_sd_deg > 0 && refs.some((r) => r.azimuth_deg !== null && r.azimuth_north === 'magnetic')) this.register = this.x.push(0) - 1
    this.first()
  }

  at(i: number): Point { return { e: this.x[i]!, n: this.x[i + 1]! } }

  put(i: number, p: Point): void { [this.x[i], this.x[i + 1]] = [p.e, p.n] }

  private registered(r: Reference): number { return trueDeg(r.azimuth_deg!, r.azimuth_north, this.plane.origin, this.input.settings) * radian }

  private measured(r: Reference): number { return trueDeg(r.measured_azimuth_deg!, r.measured_north, this.plane.origin, this.input.settings) * radian }

  private first(): void {
    const guesses: Point[] = []
    const unknown = this.refs.filter((r, i) => {
      const at = this.placeOf(r)
      if (!at) return true
      this.put(refsAt + 2 * i, at)
      if (r.azimuth_deg !== null && r.distance_m !== null) guesses.push(step(at, -r.distance_m, this.registered(r)))
      return false
    })
    const mean = (pick: (p: Point) => number) => guesses.reduce((sum, p) => sum + pick(p), 0) / guesses.length
    if (guesses.length > 0) this.put(markerAt, { e: mean((p) => p.e), n: mean((p) => p.n) })
    for (const r of unknown) this.put(refsAt + 2 * this.refs.indexOf(r), this.guess(r))
  }

  private placeOf(r: Reference): Point | null {
    if (r.position) return onPlane(this.plane, r.position)
    return r.measured_azimuth_deg !== null && r.measured_distance_m !== null ? step(this.at(phoneAt), r.measured_distance_m, this.measured(r)) : null
  }

  private guess(r: Reference): Point {
    if (r.azimuth_deg !== null && r.distance_m !== null) return step(this.at(markerAt), r.distance_m, this.registered(r))
    return r.distance_m !== null ? step(this.at(phoneAt), r.distance_m, this.measured(r)) : step(this.at(phoneAt), r.measured_distance_m!, this.registered(r))
  }

  private equations(): Equation[] {
    const s = this.input.settings
    const all = this.placed(phoneAt, { e: 0, n: 0 }, sdOf(this.input.phone))
    this.refs.forEach((r, i) => {
      const at = refsAt + 2 * i
      if (r.position) all.push(...this.placed(at, onPlane(this.plane, r.position), r.position_sd_m || s.position_sd_m))
      if (r.distance_m !== null) all.push(this.distance(markerAt, at, r.distance_m, s.distance_sd_m))
      if (r.azimuth_deg !== null) all.push(this.azimuth(markerAt, at, this.registered(r), s.azimuth_sd_deg * radian, r.azimuth_north === 'magnetic' ? this.register : 0))
      if (r.measured_distance_m !== null) all.push(this.distance(phoneAt, at, r.measured_distance_m, s.measured_distance_sd_m))
      if (r.measured_azimuth_deg !== null) all.push(this.azimuth(phoneAt, at, this.measured(r), s.measured_azimuth_sd_deg * radian, this.compass))
    })
    if (this.compass) all.push(this.shared(this.compass, s.compass_sd_deg * radian))
    if (this.register) all.push(this.shared(this.register, s.declination_sd_deg * radian))
    return all
  }

  private placed(i: number, p: Point, sd: number): Equation[] {
    return [{ left: (p.e - this.x[i]!) / sd, by: [[i, 1 / sd]] }, { left: (p.n - this.x[i + 1]!) / sd, by: [[i + 1, 1 / sd]] }]
  }

  private shared(i: number, sd: number): Equation { return { left: -this.x[i]! / sd, by: [[i, 1 / sd]] } }

  private distance(from: number, to: number, observed: number, sd: number): Equation {
    const [d, az] = polar(this.at(from), this.at(to))
    const [sin, cos] = [Math.sin(az) / sd, Math.cos(az) / sd]
    return { left: (observed - d) / sd, by: [[to, sin], [to + 1, cos], [from, -sin], [from + 1, -cos]] }
  }

  private azimuth(from: number, to: number, observed: number, sd: number, shared: number): Equation {
    const [distance, az] = polar(this.at(from), this.at(to))
    const d = Math.max(distance, closestM)
    const [sin, cos] = [Math.sin(az) / d / sd, Math.cos(az) / d / sd]
    const by: [number, number][] = [[to, cos], [to + 1, -sin], [from, -cos], [from + 1, sin]]
    if (shared) by.push([shared, 1 / sd])
    return { left: turn(observed - az - (shared ? this.x[shared]! : 0)) / sd, by }
  }

  /** Gauss–Newton; false where the observations do not determine the unknowns. */
  solve(): boolean {
    for (let round = 0; round < 50; round++) {
      const all = this.equations()
      const [normal, right] = normals(all, this.x.length)
      const inverse = invert(normal)
      if (!inverse) return false
      let longest = 0
      inverse.forEach((row, i) => {
        const move = row.reduce((sum, v, j) => sum + v * right[j]!, 0)
        this.x[i]! += move
        longest = Math.max(longest, Math.abs(move))
      })
      if (!(longest < 1e-7)) continue
      this.cov = inverse
      this.chi2 = this.equations().reduce((sum, e) => sum + e.left * e.left, 0)
      this.freedom = all.length - this.x.length
      return true
    }
    return false
  }

  c(i: number, j: number): number { return this.cov[i]![j]! }

  markerSpread(): Spread { return { ee: this.c(0, 0), en: this.c(0, 1), nn: this.c(1, 1) } }

  offSpread(): Spread {
    return {
      ee: this.c(0, 0) + this.c(2, 2) - 2 * this.c(0, 2),
      en: this.c(0, 1) + this.c(2, 3) - this.c(0, 3) - this.c(1, 2),
      nn: this.c(1, 1) + this.c(3, 3) - 2 * this.c(1, 3),
    }
  }

  private lies(): [distance: number, azimuth: number][] { return this.refs.map((_, i) => polar(this.at(markerAt), this.at(refsAt + 2 * i))) }

  /** Whether the marker is known better than its references are far. */
  near(): boolean { return ellipse(this.markerSpread()).major_m < Math.max(...this.lies().map(([d]) => d)) }

  geometry(): Geometry {
    if (this.refs.length < 2) return 'one_reference'
    if (this.ambiguous()) return 'ambiguous'
    if (this.freedom > 0 && this.chi2 > chi999(this.freedom)) return 'contradiction'
    return this.collinear() ? 'collinear' : 'good'
  }

  private collinear(): boolean {
    const doubled = this.lies().map(([, az]) => 2 * az)
    const axis = Math.atan2(doubled.reduce((sum, a) => sum + Math.sin(a), 0), doubled.reduce((sum, a) => sum + Math.cos(a), 0))
    return doubled.every((a) => Math.abs(turn(a - axis)) <= 2 * alongDeg * radian)
  }

  private ambiguous(): boolean {
    if (this.refs.some((r) => r.azimuth_deg !== null)) return false
    const first = this.at(refsAt)
    const [d, az] = polar(first, this.at(refsAt + 2 * (this.refs.length - 1)))
    if (d < closestM) return true
    const [md, maz] = polar(first, this.at(markerAt))
    const other = new Adjustment(this.input, this.refs)
    this.x.forEach((v, i) => { other.x[i] = v })
    other.put(markerAt, step(first, md, 2 * az - maz))
    return other.solve() && polar(this.at(markerAt), other.at(markerAt))[0] > 1 && other.chi2 < this.chi2 + chi95
  }

  /** The reference without which the others agree best. */
  suspect(): string {
    let [best, id] = [Infinity, '']
    if (this.refs.length < 3) return id
    for (const r of this.refs) {
      const others = new Adjustment(this.input, this.refs.filter((one) => one !== r))
      if (others.solve() && others.chi2 < best) [best, id] = [others.chi2, r.id]
    }
    return id
  }
}

function normals(all: readonly Equation[], n: number): [number[][], number[]] {
  const normal = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const right = new Array<number>(n).fill(0)
  for (const { left, by } of all) {
    for (const [i, v] of by) {
      right[i]! += v * left
      for (const [j, w] of by) normal[i]![j]! += v * w
    }
  }
  return [normal, right]
}

function ellipse({ ee, en, nn }: Spread): Ellipse {
  const [mean, half] = [(ee + nn) / 2, Math.hypot((ee - nn) / 2, en)]
  const azimuth = Math.atan2(2 * en, nn - ee) / 2 / radian
  return { major_m: Math.sqrt(chi95 * (mean + half)), minor_m: Math.sqrt(chi95 * Math.max(mean - half, 0)), azimuth_deg: azimuth < 0 ? azimuth + 180 : azimuth }
}

const far = ({ ee, en, nn }: Spread, p: Point) => (p.e * p.e * nn - 2 * p.e * p.n * en + p.n * p.n * ee) / (ee * nn - en * en)

/** About 99.9 % of χ² (Wilson and Hilferty 1931). */
function chi999(freedom: number): number {
  const k = 2 / (9 * freedom)
  return freedom * (1 - k + 3.0902323 * Math.sqrt(k)) ** 3
}

/** Where the marker should be, and whether the phone is there; throws an InputError where the input cannot be. */
export function relocate(input: Input): Result {
  check(input)
  const refs = input.references.filter(usable)
  const out: Result = {
    geometry: refs.length > 0 ? 'undetermined' : 'no_reference', verdict: 'undecided', expected: null, ellipse: nothing, off_m: 0, bearing_deg: 0,
    off_ellipse: nothing, phone_m: sdOf(input.phone) * Math.sqrt(chi95), used: refs.map((r) => r.id), suspect: '', zh: '', en: '',
  }
  const a = refs.length > 0 ? new Adjustment(input, refs) : null
  if (a?.solve() && a.near()) tell(out, a)
  return { ...out, ...sentences(out, input) }
}

function tell(out: Result, a: Adjustment): void {
  const [marker, phone, off] = [a.at(markerAt), a.at(phoneAt), a.offSpread()]
  const [d, az] = polar(phone, marker)
  out.expected = { lon: a.plane.origin.lon + marker.e / a.plane.east, lat: a.plane.origin.lat + marker.n / a.plane.north }
  out.ellipse = ellipse(a.markerSpread())
  out.off_ellipse = ellipse(off)
  out.off_m = d
  out.bearing_deg = (az / radian + 360) % 360
  out.geometry = a.geometry()
  if (out.geometry === 'contradiction') out.suspect = a.suspect()
  if (out.geometry !== 'good' && out.geometry !== 'collinear') return
  if (far(off, { e: marker.e - phone.e, n: marker.n - phone.n }) > chi95) out.verdict = 'outside'
  else if (out.off_ellipse.major_m <= a.input.settings.tolerance_m) out.verdict = 'inside'
}

function check({ phone, settings: s, references }: Input): void {
  const positive = [s.azimuth_sd_deg, s.distance_sd_m, s.position_sd_m, s.measured_azimuth_sd_deg, s.measured_distance_sd_m, s.tolerance_m, phone.accuracy_m]
  const sound = (l: LonLat) => Math.abs(l.lon) <= 180 && Math.abs(l.lat) < 89
  const distance = (d: number | null) => d === null || (d > 0 && d < 1e5)
  const azimuth = (a: number | null) => a === null || (a >= 0 && a <= 360)
  if (!positive.every((v) => v > 0 && v < Infinity) || !(phone.percent > 0 && phone.percent < 100) || !sound(phone)) throw new InputError('accuracy, settings or position of the phone')
  for (const r of references) {
    const good = distance(r.distance_m) && distance(r.measured_distance_m) && azimuth(r.azimuth_deg) && azimuth(r.measured_azimuth_deg)
    if (!good || !(r.position_sd_m >= 0) || (r.position && !sound(r.position))) throw new InputError(`reference ${r.id}`)
  }
}
