// Package shift tells by known places whether positions are those of a map
// app. Every row whose place is known gives a displacement; the shift of
// GCJ-02, or of BD-09, at each place predicts one. Where the prediction takes
// away most of what the displacements have in common, the shift is suspected.
// Wrong matches are expected among the rows, so nothing rests on a mean.
package shift

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"diming/internal/gcj"
)

// A Match is where a row puts a place and where the place is known to be.
type Match struct{ Given, Held orb.Point }

// Kinds of shift.
const (
	None   = ""
	GCJ02  = "gcj02"
	BD09   = "bd09"
	Offset = "offset" // one and the same for all, of no system known
)

// A Verdict on a file.
type Verdict struct {
	Kind     string
	Points   int
	PlainM   float64 // median distance between given and held, in metres
	ShiftedM float64 // the same when the shift is taken off
	EastM    float64 // of an offset: what is given lies so far east
	NorthM   float64
}

// Bounds of the test. Below MinPoints nothing is said. A hypothesis must take
// away a good part of the typical distance, for most of the points, and leave
// a likelihood so much higher that chance is out of the question. A map app's
// shift must also do about as well as the best single displacement, which it
// nearly is within a county: of another offset it takes away a part by luck.
const (
	MinPoints   = 12
	mostLeft    = 0.8  // of the median distance
	leastNearer = 0.55 // of the points
	leastLogLR  = 12.0
	slackLogLR  = 6.0
	leastOffset = 60.0 // metres, of an offset that is told
)

// Judge looks for the shift that explains the matches best.
func Judge(matches []Match) Verdict {
	v := Verdict{Points: len(matches)}
	if len(matches) == 0 {
		return v
	}
	plain := make([]vector, len(matches))
	for i, m := range matches {
		plain[i] = metres(m.Held, m.Given)
	}
	v.PlainM = medianLength(plain)
	v.ShiftedM = v.PlainM
	if len(matches) < MinPoints {
		return v
	}
	common, residual := offset(plain)
	best := logLikelihood(residual)
	for _, h := range []struct {
		kind  string
		shift func(orb.Point) orb.Point
	}{
		{GCJ02, gcj.FromWGS84},
		{BD09, func(p orb.Point) orb.Point { return gcj.ToBD09(gcj.FromWGS84(p)) }},
	} {
		left := make([]vector, len(matches))
		for i, m := range matches {
			left[i] = metres(h.shift(m.Held), m.Given)
		}
		if after := medianLength(left); after < v.ShiftedM && explains(plain, left) && logLikelihood(left) >= best-slackLogLR {
			v.Kind, v.ShiftedM = h.kind, after
		}
	}
	if v.Kind == None && common.length() >= leastOffset && explains(plain, residual) {
		v.Kind, v.ShiftedM, v.EastM, v.NorthM = Offset, medianLength(residual), common.east, common.north
	}
	return v
}

// explains reports whether what is left under a hypothesis is so much less
// than what there is without it.
func explains(plain, left []vector) bool {
	nearer := 0
	for i := range plain {
		if left[i].length() < plain[i].length() {
			nearer++
		}
	}
	a, b := medianLength(plain), medianLength(left)
	return b <= mostLeft*a && float64(nearer) >= leastNearer*float64(len(plain)) &&
		logLikelihood(left)-logLikelihood(plain) >= leastLogLR
}

// logLikelihood is that of a two-dimensional Student distribution with three
// degrees of freedom, whose tails bear wrong matches, scaled by the median.
func logLikelihood(all []vector) float64 {
	const freedom = 3
	scale := max(medianLength(all)/1.23, 0.5) // of that distribution the median length is 1.23 scales
	sum := 0.0
	for _, v := range all {
		r := v.length() / scale
		sum -= 2*math.Log(scale) + (freedom+2)/2.0*math.Log1p(r*r/freedom)
	}
	return sum
}

// offset is the displacement that all share, and what it leaves.
func offset(plain []vector) (common vector, left []vector) {
	x, y := make([]float64, len(plain)), make([]float64, len(plain))
	for i, p := range plain {
		x[i], y[i] = p.east, p.north
	}
	common = vector{median(x), median(y)}
	left = make([]vector, len(plain))
	for i, p := range plain {
		left[i] = vector{p.east - common.east, p.north - common.north}
	}
	return common, left
}

type vector struct{ east, north float64 }

func (v vector) length() float64 { return math.Hypot(v.east, v.north) }

// metres is the way from one position to another near by.
func metres(from, to orb.Point) vector {
	const perDegree = math.Pi * orb.EarthRadius / 180
	return vector{(to[0] - from[0]) * perDegree * math.Cos(from[1]*math.Pi/180), (to[1] - from[1]) * perDegree}
}

func medianLength(all []vector) float64 {
	lengths := make([]float64, len(all))
	for i, v := range all {
		lengths[i] = v.length()
	}
	return median(lengths)
}

// median changes the order of values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
