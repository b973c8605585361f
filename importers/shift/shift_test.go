package shift

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"diming/internal/gcj"
)

const trials = 400

// A county is a square of 60 km anywhere in the country.
func somewhere(rnd *rand.Rand) orb.Point {
	return orb.Point{80 + 50*rnd.Float64(), 20 + 30*rnd.Float64()}
}

// seeded makes matches of one county: places known exactly, given with noise
// of sigma metres on each axis after shift; a share of them is matched to a
// place that is not theirs, anywhere within three kilometres.
func seeded(rnd *rand.Rand, n int, sigma, wrong float64, shift func(orb.Point) orb.Point) []Match {
	corner := somewhere(rnd)
	all := make([]Match, n)
	for i := range all {
		held := orb.Point{corner[0] + 0.6*rnd.Float64(), corner[1] + 0.5*rnd.Float64()}
		truth := held
		if rnd.Float64() < wrong {
			angle, far := 2*math.Pi*rnd.Float64(), 3000*math.Sqrt(rnd.Float64())
			truth = moved(held, far*math.Cos(angle), far*math.Sin(angle))
		}
		all[i] = Match{Given: moved(shift(truth), sigma*rnd.NormFloat64(), sigma*rnd.NormFloat64()), Held: held}
	}
	return all
}

func moved(p orb.Point, east, north float64) orb.Point {
	const perDegree = math.Pi * orb.EarthRadius / 180
	return orb.Point{p[0] + east/(perDegree*math.Cos(p[1]*math.Pi/180)), p[1] + north/perDegree}
}

func plain(p orb.Point) orb.Point { return p }
func bd09(p orb.Point) orb.Point  { return gcj.ToBD09(gcj.FromWGS84(p)) }

// rate is the share of trials in which the verdict is of a kind.
func rate(n int, sigma, wrong float64, shift func(orb.Point) orb.Point, is func(Verdict) bool) float64 {
	rnd := rand.New(rand.NewPCG(uint64(n), uint64(sigma*1000+wrong)))
	hits := 0
	for range trials {
		if is(Judge(seeded(rnd, n, sigma, wrong, shift))) {
			hits++
		}
	}
	return float64(hits) / trials
}

func TestShiftSuspicion(t *testing.T) {
	for _, sigma := range []float64{30, 100} {
		for _, wrong := range []float64{0, 0.2} {
			for _, n := range []int{50, 100, 200} {
				g := rate(n, sigma, wrong, gcj.FromWGS84, func(v Verdict) bool { return v.Kind == GCJ02 })
				b := rate(n, sigma, wrong, bd09, func(v Verdict) bool { return v.Kind == BD09 })
				none := rate(n, sigma, wrong, plain, func(v Verdict) bool { return v.Kind != None })
				t.Logf("%3d points, noise %3.0f m, %2.0f %% wrong matches, %d trials: GCJ-02 suspected in %.2f %%, BD-09 in %.2f %%, unshifted in %.2f %%",
					n, sigma, 100*wrong, trials, 100*g, 100*b, 100*none)
				if g < 0.95 || b < 0.95 || none > 0.01 {
					t.Errorf("want at least 95 %% of the shifted and at most 1 %% of the unshifted")
				}
			}
		}
	}
}

func TestAnOffsetIsNotTakenForAMapApp(t *testing.T) {
	for _, off := range []struct{ east, north float64 }{{90, -40}, {-300, 200}, {0, 500}} {
		kinds := map[string]int{}
		rnd := rand.New(rand.NewPCG(7, 7))
		for range 100 {
			v := Judge(seeded(rnd, 50, 30, 0.1, func(p orb.Point) orb.Point { return moved(p, off.east, off.north) }))
			kinds[v.Kind]++
			if v.Kind == Offset && (math.Abs(v.EastM-off.east) > 30 || math.Abs(v.NorthM-off.north) > 30) {
				t.Errorf("offset %v is told as %.0f, %.0f", off, v.EastM, v.NorthM)
			}
		}
		t.Logf("offset %v: %v of 100", off, kinds)
		if kinds[Offset] < 90 || kinds[BD09] > 0 {
			t.Errorf("offset %v is judged %v", off, kinds)
		}
	}
}

func TestFewPointsAndOneSpotSayNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	if v := Judge(seeded(rnd, MinPoints-1, 1, 0, gcj.FromWGS84)); v.Kind != None || v.PlainM < 100 {
		t.Errorf("%d points are judged %+v", MinPoints-1, v)
	}
	if v := Judge(nil); v != (Verdict{}) {
		t.Errorf("nothing is judged %+v", v)
	}
	exact := Judge(seeded(rnd, 50, 0, 0, plain))
	if exact.Kind != None || exact.PlainM != 0 {
		t.Errorf("positions that agree are judged %+v", exact)
	}
	abroad := make([]Match, 50)
	for i := range abroad {
		p := orb.Point{2 + float64(i)/100, 48}
		abroad[i] = Match{p, p}
	}
	if v := Judge(abroad); v.Kind != None {
		t.Errorf("places abroad are judged %+v", v)
	}
}
