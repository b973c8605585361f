/** The inverse of a symmetric positive matrix; null where it has none to working accuracy. Scales first, so that metres and radians may stand in one. */
export function invert(m: readonly (readonly number[])[]): number[][] | null {
  if (m.some((row, i) => !(row[i]! > 0))) return null
  const scale = m.map((row, i) => 1 / Math.sqrt(row[i]!))
  const lower = factor(m, scale)
  if (!lower) return null
  const columns = m.map((_, c) => substitute(lower, c))
  return m.map((_, i) => columns.map((column, c) => column[i]! * scale[i]! * scale[c]!))
}

function factor(m: readonly (readonly number[])[], scale: readonly number[]): number[][] | null {
  const lower: number[][] = m.map(() => new Array<number>(m.length).fill(0))
  for (let i = 0; i < m.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = m[i]![j]! * scale[i]! * scale[j]!
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      if (i === j && !(sum > 1e-10)) return null
      lower[i]![j] = i > j ? sum / lower[j]![j]! : Math.sqrt(sum)
    }
  }
  return lower
}

function substitute(lower: readonly (readonly number[])[], c: number): number[] {
  const n = lower.length
  const x = new Array<number>(n).fill(0)
  x[c] = 1
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  return x
}
