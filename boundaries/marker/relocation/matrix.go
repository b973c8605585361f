package relocation

import "math"

// invert gives the inverse of a symmetric positive matrix, and false where it
// has none to working accuracy. It scales first, so that metres and radians may
// stand in one matrix.
func invert(m [][]float64) ([][]float64, bool) {
	n := len(m)
	scale := make([]float64, n)
	for i := range m {
		if !(m[i][i] > 0) {
			return nil, false
		}
		scale[i] = 1 / math.Sqrt(m[i][i])
	}
	lower := make([][]float64, n)
	for i := range lower {
		lower[i] = make([]float64, n)
		for j := 0; j <= i; j++ {
			sum := m[i][j] * scale[i] * scale[j]
			for k := range j {
				sum -= lower[i][k] * lower[j][k]
			}
			if i > j {
				lower[i][j] = sum / lower[j][j]
				continue
			}
			if !(sum > 1e-10) {
				return nil, false
			}
			lower[i][i] = math.Sqrt(sum)
		}
	}
	inverse := make([][]float64, n)
	for i := range inverse {
		inverse[i] = make([]float64, n)
	}
	for c := range n {
		column := substitute(lower, c)
		for i, v := range column {
			inverse[i][c] = v * scale[i] * scale[c]
		}
	}
	return inverse, true
}

// substitute solves lower·lowerᵀ·x = the unit vector c.
func substitute(lower [][]float64, c int) []float64 {
	n := len(lower)
	x := make([]float64, n)
	x[c] = 1
	for i := range n {
		for k := range i {
			x[i] -= lower[i][k] * x[k]
		}
		x[i] /= lower[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= lower[k][i] * x[k]
		}
		x[i] /= lower[i][i]
	}
	return x
}

// A spread is the covariance of a point in the plane, square metres.
type spread struct{ ee, en, nn float64 }

// chi95 is the 95 % point of χ² with two degrees of freedom: −2·ln 0.05.
const chi95 = 5.991464547107982

// ellipse holds 95 of 100 cases.
func (s spread) ellipse() Ellipse {
	mean, half := (s.ee+s.nn)/2, math.Hypot((s.ee-s.nn)/2, s.en)
	azimuth := math.Atan2(2*s.en, s.nn-s.ee) / 2 / radian
	if azimuth < 0 {
		azimuth += 180
	}
	return Ellipse{math.Sqrt(chi95 * (mean + half)), math.Sqrt(chi95 * math.Max(mean-half, 0)), azimuth}
}

// far is the squared length of p in standard deviations of s.
func (s spread) far(p point) float64 {
	det := s.ee*s.nn - s.en*s.en
	return (p.e*p.e*s.nn - 2*p.e*p.n*s.en + p.n*p.n*s.ee) / det
}
