package relocation

import "math"

// An adjustment is one least-squares problem: unknowns are the marker (0, 1),
// the phone (2, 3), each reference (two numbers), and shared errors of azimuths.
type adjustment struct {
	in       Input
	plane    plane
	refs     []Reference
	x        []float64
	compass  int // index of the error of all azimuths of the phone's compass; 0: none
	register int // index of the error of all magnetic azimuths of the register; 0: none
	cov      [][]float64
	chi2     float64
	freedom  int
}

const (
	markerAt = 0
	phoneAt  = 2
	refsAt   = 4
)

func (a *adjustment) at(i int) point { return point{a.x[i], a.x[i+1]} }

// usable tells whether a reference says anything of the marker: the register
// must say how it lies from there, and more must be known than its own place.
func (r Reference) usable() bool {
	register, elsewhere := 0, 0
	for _, v := range []*float64{r.AzimuthDeg, r.DistanceM} {
		if v != nil {
			register++
		}
	}
	for _, v := range []*float64{r.MeasuredAzimuthDeg, r.MeasuredDistanceM} {
		if v != nil {
			elsewhere++
		}
	}
	if r.Position != nil {
		return register > 0
	}
	return register > 0 && elsewhere > 0 && register+elsewhere > 2
}

// newAdjustment states the problem of refs, all usable, with first values.
func newAdjustment(in Input, refs []Reference) *adjustment {
	a := &adjustment{in: in, plane: planeAt(in.Phone.LonLat), refs: refs}
	a.x = make([]float64, refsAt+2*len(refs))
	for _, r := range refs {
		if r.MeasuredAzimuthDeg != nil && in.Settings.CompassSDDeg > 0 && a.compass == 0 {
			a.compass = len(a.x)
			a.x = append(a.x, 0)
		}
	}
	for _, r := range refs {
		if r.AzimuthDeg != nil && r.North == Magnetic && in.Settings.DeclinationSDDeg > 0 && a.register == 0 {
			a.register = len(a.x)
			a.x = append(a.x, 0)
		}
	}
	a.first()
	return a
}

// first sets first values: references from their positions or from the phone,
// the marker from the references, what is left from the marker.
func (a *adjustment) first() {
	known := make([]bool, len(a.refs))
	var sum point
	n := 0.0
	for i, r := range a.refs {
		var at point
		switch {
		case r.Position != nil:
			at = a.plane.point(*r.Position)
		case r.MeasuredAzimuthDeg != nil && r.MeasuredDistanceM != nil:
			at = a.at(phoneAt).step(*r.MeasuredDistanceM, a.measured(r))
		default:
			continue
		}
		known[i] = true
		a.x[refsAt+2*i], a.x[refsAt+2*i+1] = at.e, at.n
		if r.AzimuthDeg != nil && r.DistanceM != nil {
			m := at.step(-*r.DistanceM, a.registered(r))
			sum, n = point{sum.e + m.e, sum.n + m.n}, n+1
		}
	}
	if n > 0 {
		a.x[markerAt], a.x[markerAt+1] = sum.e/n, sum.n/n
	}
	for i, r := range a.refs {
		if !known[i] {
			at := a.guess(r)
			a.x[refsAt+2*i], a.x[refsAt+2*i+1] = at.e, at.n
		}
	}
}

// guess is a first place for a reference of which three things were measured.
func (a *adjustment) guess(r Reference) point {
	switch {
	case r.AzimuthDeg != nil && r.DistanceM != nil:
		return a.at(markerAt).step(*r.DistanceM, a.registered(r))
	case r.DistanceM != nil:
		return a.at(phoneAt).step(*r.DistanceM, a.measured(r))
	}
	return a.at(phoneAt).step(*r.MeasuredDistanceM, a.registered(r))
}

// registered is the register's azimuth from true north, in radians.
func (a *adjustment) registered(r Reference) float64 {
	return trueDeg(*r.AzimuthDeg, r.North, a.plane.origin, a.in.Settings) * radian
}

func (a *adjustment) measured(r Reference) float64 {
	return trueDeg(*r.MeasuredAzimuthDeg, r.MeasuredNorth, a.plane.origin, a.in.Settings) * radian
}

// An equation is one observation: what is left of it, in standard deviations,
// and how it hangs on the unknowns.
type equation struct {
	left float64
	by   []term // in a fixed order: sums of floats depend on it
}

type term struct {
	unknown int
	value   float64
}

// equations are all observations at the present values.
func (a *adjustment) equations() []equation {
	s := a.in.Settings
	all := a.placed(nil, phoneAt, point{}, a.in.Phone.sdM())
	for i, r := range a.refs {
		at := refsAt + 2*i
		if r.Position != nil {
			sd := r.PositionSDM
			if sd == 0 {
				sd = s.PositionSDM
			}
			all = a.placed(all, at, a.plane.point(*r.Position), sd)
		}
		if r.DistanceM != nil {
			all = append(all, a.distance(markerAt, at, *r.DistanceM, s.DistanceSDM))
		}
		if r.AzimuthDeg != nil {
			shared := 0
			if r.North == Magnetic {
				shared = a.register
			}
			all = append(all, a.azimuth(markerAt, at, a.registered(r), s.AzimuthSDDeg*radian, shared))
		}
		if r.MeasuredDistanceM != nil {
			all = append(all, a.distance(phoneAt, at, *r.MeasuredDistanceM, s.MeasuredDistanceSDM))
		}
		if r.MeasuredAzimuthDeg != nil {
			all = append(all, a.azimuth(phoneAt, at, a.measured(r), s.MeasuredAzimuthSDDeg*radian, a.compass))
		}
	}
	if a.compass > 0 {
		sd := s.CompassSDDeg * radian
		all = append(all, equation{-a.x[a.compass] / sd, []term{{a.compass, 1 / sd}}})
	}
	if a.register > 0 {
		sd := s.DeclinationSDDeg * radian
		all = append(all, equation{-a.x[a.register] / sd, []term{{a.register, 1 / sd}}})
	}
	return all
}

func (a *adjustment) placed(all []equation, i int, p point, sd float64) []equation {
	return append(all,
		equation{(p.e - a.x[i]) / sd, []term{{i, 1 / sd}}},
		equation{(p.n - a.x[i+1]) / sd, []term{{i + 1, 1 / sd}}})
}

// closestM keeps derivatives finite where two points meet.
const closestM = 1e-3

func (a *adjustment) distance(from, to int, observed, sd float64) equation {
	d, az := a.at(from).to(a.at(to))
	sin, cos := math.Sincos(az)
	return equation{(observed - d) / sd, []term{
		{to, sin / sd}, {to + 1, cos / sd}, {from, -sin / sd}, {from + 1, -cos / sd}}}
}

func (a *adjustment) azimuth(from, to int, observed, sd float64, shared int) equation {
	d, az := a.at(from).to(a.at(to))
	d = math.Max(d, closestM)
	sin, cos := math.Sincos(az)
	by := []term{
		{to, cos / d / sd}, {to + 1, -sin / d / sd}, {from, -cos / d / sd}, {from + 1, sin / d / sd}}
	if shared > 0 {
		by = append(by, term{shared, 1 / sd})
		az += a.x[shared]
	}
	return equation{turn(observed-az) / sd, by}
}

// solve adjusts by Gauss–Newton steps; it answers false where the observations
// do not determine the unknowns or no solution is reached.
func (a *adjustment) solve() bool {
	for range 50 {
		all := a.equations()
		normal, right := normals(all, len(a.x))
		inverse, ok := invert(normal)
		if !ok {
			return false
		}
		longest := 0.0
		for i := range a.x {
			step := 0.0
			for j, v := range right {
				step += inverse[i][j] * v
			}
			a.x[i] += step
			longest = math.Max(longest, math.Abs(step))
		}
		if longest < 1e-7 {
			a.cov, a.chi2 = inverse, 0
			for _, e := range a.equations() {
				a.chi2 += e.left * e.left
			}
			a.freedom = len(all) - len(a.x)
			return true
		}
	}
	return false
}

func normals(all []equation, n int) (normal [][]float64, right []float64) {
	normal, right = make([][]float64, n), make([]float64, n)
	for i := range normal {
		normal[i] = make([]float64, n)
	}
	for _, e := range all {
		for _, t := range e.by {
			right[t.unknown] += t.value * e.left
			for _, u := range e.by {
				normal[t.unknown][u.unknown] += t.value * u.value
			}
		}
	}
	return normal, right
}
