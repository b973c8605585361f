package importers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/importers"
	"diming/internal/gcj"
)

// sixty villages of one county, given with some metres of noise after shift.
func sixty(key string, shift func(orb.Point) orb.Point, noise float64) string {
	places, given := rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(2, 2))
	var b strings.Builder
	b.WriteString("id,name,class,lon,lat\n")
	for i := range 60 {
		p := shift(orb.Point{118.4 + 0.5*places.Float64(), 28.4 + 0.5*places.Float64()})
		fmt.Fprintf(&b, "%s%d,%c%c村,22200,%.6f,%.6f\n", key, i, '一'+rune(i), '东'+rune(i), p[0]+noise*given.NormFloat64()/97000, p[1]+noise*given.NormFloat64()/111000)
	}
	return b.String()
}

func asItIs(p orb.Point) orb.Point { return p }

func TestAShiftedFileIsSuspectedAndTheRemedyPutsItRight(t *testing.T) {
	bd09 := func(p orb.Point) orb.Point { return gcj.ToBD09(gcj.FromWGS84(p)) }
	for _, test := range []struct {
		kind  string
		shift func(orb.Point) orb.Point
	}{{"", asItIs}, {"gcj02", gcj.FromWGS84}, {"bd09", bd09}} {
		pool := register(t)
		run(t, pool, importers.Options{File: file(t, "known.csv", sixty("K", asItIs, 0))})
		path := file(t, "given.csv", sixty("G", test.shift, 30))
		first := run(t, pool, importers.Options{File: path, DryRun: true})
		if test.kind == "" {
			wantSums(t, first, sums{Read: 60, Updated: 60})
			if len(first.Suspicions) != 0 {
				t.Errorf("unshifted: %+v", first.Suspicions)
			}
			continue
		}
		n, remedy := suspected(first, test.kind)
		if n < 50 || remedy != "--crs "+test.kind || first.Accepted+first.Updated > 0 {
			t.Errorf("%s: %d points, remedy %q, %+v", test.kind, n, remedy, sumsOf(first))
		}
		second := run(t, pool, importers.Options{File: path, Shift: test.kind})
		wantSums(t, second, sums{Read: 60, Updated: 60})
		if len(second.Suspicions) != 0 {
			t.Errorf("%s shifted back is still suspected: %+v", test.kind, second.Suspicions)
		}
	}
}

func TestPointsOutsideTheirDivisionAreCounted(t *testing.T) {
	pool := register(t)
	square := feature(`"code":"330881101","name":"清湖镇"`, "Polygon", "[[[118.5,28.6],[118.6,28.6],[118.6,28.7],[118.5,28.7],[118.5,28.6]]]")
	run(t, pool, importers.Options{As: importers.Divisions, File: file(t, "d.geojson", collection(square))})
	rows := "id,name,class,lon,lat,division\n1,甲村,22200,118.55,28.65,330881101\n2,乙村,22200,118.605,28.65,330881101\n3,丙村,22200,118.7,28.65,330881101\n"
	report := run(t, pool, importers.Options{File: file(t, "p.csv", rows)})
	wantSums(t, report, sums{Read: 3, Accepted: 2, Rejected: 1})
	if n, remedy := suspected(report, "outside-division"); n != 2 || remedy == "" {
		t.Errorf("suspicions = %+v, want two rows outside", report.Suspicions)
	}
	if got := report.Rejections[0].Reason; !strings.Contains(got, "坐标不在 清湖镇 内，相距 97") || !strings.Contains(got, "米") {
		t.Errorf("reason = %s, want the distance in metres", got)
	}
}
