package relocation

import (
	"errors"
	"fmt"
	"math"
)

// ErrInput says that an input holds what cannot be: no accuracy, a distance
// below zero, a number that is none.
var ErrInput = errors.New("what relocation was given cannot be")

// sdM is the standard deviation of a fix in each direction: a circle that holds
// p of 100 cases of a round error has the radius σ·√(−2·ln(1−p/100)).
func (f Fix) sdM() float64 { return f.AccuracyM / math.Sqrt(-2*math.Log(1-f.Percent/100)) }

// Relocate tells where the marker should be and whether the phone is there.
func Relocate(in Input) (Result, error) {
	if err := in.check(); err != nil {
		return Result{}, err
	}
	out := Result{Geometry: NoReference, Verdict: Undecided, Used: []string{}, PhoneM: in.Phone.sdM() * math.Sqrt(chi95)}
	var refs []Reference
	for _, r := range in.References {
		if r.usable() {
			refs, out.Used = append(refs, r), append(out.Used, r.ID)
		}
	}
	if len(refs) > 0 {
		a := newAdjustment(in, refs)
		out.Geometry = Undetermined
		if a.solve() && a.near() {
			out.tell(a)
		}
	}
	out.ZH, out.EN = out.sentences(in)
	return out, nil
}

// tell fills in what a solved adjustment says.
func (out *Result) tell(a *adjustment) {
	marker, phone := a.at(markerAt), a.at(phoneAt)
	at := a.plane.lonLat(marker)
	out.Expected = &at
	out.Ellipse = a.markerSpread().ellipse()
	off := spread{
		a.cov[0][0] + a.cov[2][2] - 2*a.cov[0][2],
		a.cov[0][1] + a.cov[2][3] - a.cov[0][3] - a.cov[1][2],
		a.cov[1][1] + a.cov[3][3] - 2*a.cov[1][3]}
	out.OffEllipse = off.ellipse()
	d, az := phone.to(marker)
	out.OffM, out.BearingDeg = d, math.Mod(az/radian+360, 360)
	out.Geometry = a.geometry()
	if out.Geometry == Contradiction {
		out.Suspect = a.suspect()
	}
	switch {
	case out.Geometry != Good && out.Geometry != Collinear:
	case off.far(point{marker.e - phone.e, marker.n - phone.n}) > chi95:
		out.Verdict = Outside
	case out.OffEllipse.MajorM <= a.in.Settings.ToleranceM:
		out.Verdict = Inside
	}
}

// near tells whether the marker is known better than its references are far. An
// ellipse that reaches beyond them is none: the adjustment takes curves for
// straight there.
func (a *adjustment) near() bool {
	farthest := 0.0
	for i := range a.refs {
		d, _ := a.at(markerAt).to(a.at(refsAt + 2*i))
		farthest = math.Max(farthest, d)
	}
	return a.markerSpread().ellipse().MajorM < farthest
}

func (a *adjustment) markerSpread() spread {
	return spread{a.cov[0][0], a.cov[0][1], a.cov[1][1]}
}

// alongDeg: references whose directions from the marker all lie this near one
// line are told to be collinear.
const alongDeg = 15

func (a *adjustment) geometry() Geometry {
	switch {
	case len(a.refs) < 2:
		return OneReference
	case a.ambiguous():
		return Ambiguous
	case a.freedom > 0 && a.chi2 > chi999(a.freedom):
		return Contradiction
	case a.collinear():
		return Collinear
	}
	return Good
}

// chi999 is about the 99.9 % point of χ² (Wilson and Hilferty 1931).
func chi999(freedom int) float64 {
	k := 2 / (9 * float64(freedom))
	root := 1 - k + 3.0902323*math.Sqrt(k)
	return float64(freedom) * root * root * root
}

// collinear doubles the angles, so that a direction and its opposite are one.
func (a *adjustment) collinear() bool {
	var sin, cos float64
	for i := range a.refs {
		_, az := a.at(markerAt).to(a.at(refsAt + 2*i))
		sin, cos = sin+math.Sin(2*az), cos+math.Cos(2*az)
	}
	axis := math.Atan2(sin, cos)
	for i := range a.refs {
		_, az := a.at(markerAt).to(a.at(refsAt + 2*i))
		if math.Abs(turn(2*az-axis)) > 2*alongDeg*radian {
			return false
		}
	}
	return true
}

// ambiguous looks for a second place that fits as well, where no azimuth holds
// the marker: on the other side of the line through the references.
func (a *adjustment) ambiguous() bool {
	for _, r := range a.refs {
		if r.AzimuthDeg != nil {
			return false
		}
	}
	first, last := a.at(refsAt), a.at(refsAt+2*(len(a.refs)-1))
	d, az := first.to(last)
	if d < closestM {
		return true
	}
	md, maz := first.to(a.at(markerAt))
	mirror := first.step(md, 2*az-maz)
	b := newAdjustment(a.in, a.refs)
	copy(b.x, a.x)
	b.x[markerAt], b.x[markerAt+1] = mirror.e, mirror.n
	if !b.solve() {
		return false
	}
	apart, _ := a.at(markerAt).to(b.at(markerAt))
	return apart > 1 && b.chi2 < a.chi2+chi95
}

// suspect is the reference without which the others agree best.
func (a *adjustment) suspect() string {
	best, id := math.Inf(1), ""
	for i, r := range a.refs {
		if len(a.refs) < 3 {
			break
		}
		others := append(append([]Reference{}, a.refs[:i]...), a.refs[i+1:]...)
		b := newAdjustment(a.in, others)
		if b.solve() && b.chi2 < best {
			best, id = b.chi2, r.ID
		}
	}
	return id
}

// check refuses numbers that cannot be, with ErrInput.
func (in Input) check() error {
	s := in.Settings
	for _, v := range []struct {
		name string
		is   float64
	}{
		{"azimuth_sd_deg", s.AzimuthSDDeg}, {"distance_sd_m", s.DistanceSDM}, {"position_sd_m", s.PositionSDM},
		{"measured_azimuth_sd_deg", s.MeasuredAzimuthSDDeg}, {"measured_distance_sd_m", s.MeasuredDistanceSDM},
		{"accuracy_m", in.Phone.AccuracyM}, {"tolerance_m", s.ToleranceM},
	} {
		if !(v.is > 0) || math.IsInf(v.is, 0) {
			return fmt.Errorf("%w: %s is %v", ErrInput, v.name, v.is)
		}
	}
	if !(in.Phone.Percent > 0 && in.Phone.Percent < 100) {
		return fmt.Errorf("%w: percent is %v", ErrInput, in.Phone.Percent)
	}
	if !in.Phone.LonLat.sound() {
		return fmt.Errorf("%w: the phone is at %v", ErrInput, in.Phone.LonLat)
	}
	for _, r := range in.References {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

func (r Reference) check() error {
	for _, v := range []*float64{r.DistanceM, r.MeasuredDistanceM} {
		if v != nil && !(*v > 0 && *v < 1e5) {
			return fmt.Errorf("%w: the distance of reference %s is %v", ErrInput, r.ID, *v)
		}
	}
	for _, v := range []*float64{r.AzimuthDeg, r.MeasuredAzimuthDeg} {
		if v != nil && !(*v >= 0 && *v <= 360) {
			return fmt.Errorf("%w: the azimuth of reference %s is %v", ErrInput, r.ID, *v)
		}
	}
	if r.Position != nil && !r.Position.sound() || !(r.PositionSDM >= 0) {
		return fmt.Errorf("%w: the position of reference %s", ErrInput, r.ID)
	}
	return nil
}

func (l LonLat) sound() bool { return math.Abs(l.Lon) <= 180 && math.Abs(l.Lat) < 89 }
