package relocation

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "write the vectors anew")

func deg(v float64) *float64 { return &v }

// exact gives references that lie as the register says, seen without any error
// from a marker at origin, with their own positions held.
func exact(at ...point) []Reference {
	var out []Reference
	pl := planeAt(origin)
	for i, p := range at {
		d, az := point{}.to(p)
		l := pl.lonLat(p)
		out = append(out, Reference{ID: string(rune('a' + i)), Name: []string{"老樟树", "巨石", "桥头", "电杆"}[i], Position: &l,
			AzimuthDeg: deg(math.Mod(az/radian+360, 360)), North: True, DistanceM: &d})
	}
	return out
}

func stand(e, n, accuracy float64) Fix {
	return Fix{LonLat: planeAt(origin).lonLat(point{e, n}), AccuracyM: accuracy, Percent: 95}
}

// a given is a case that both twins reckon.
type given struct {
	Name  string `json:"name"`
	Input Input  `json:"input"`
}

func givens() []given {
	star := exact(point{60, 30}, point{-50, 45}, point{10, -80})
	precise := common()
	precise.PositionSDM = 0.5
	moved := exact(point{60, 30}, point{-50, 45}, point{10, -80}, point{-70, -20})
	*moved[1].DistanceM += 12
	far := exact(point{40, 0}, point{-30, 0})
	for i := range far {
		far[i].AzimuthDeg = nil
	}
	bare := exact(point{60, 30}, point{-50, 45})
	bare[0].Position, bare[1].Position = nil, nil
	out := []given{
		{"outside, the phone's own error included", Input{stand(15, -12, 12), star, precise}},
		{"in place", Input{stand(1, 1, 3), star, precise}},
		{"a phone too coarse to tell", Input{stand(6, -4, 12), star, precise}},
		{"a position good to two kilometres", Input{stand(300, 100, 2000), star, precise}},
		{"one object only", Input{stand(1, 1, 3), star[:1], precise}},
		{"no object", Input{stand(1, 1, 3), nil, precise}},
		{"objects without a position, nothing measured", Input{stand(1, 1, 3), bare, precise}},
		{"objects in one line", Input{stand(1, 1, 3), exact(point{40, 38}, point{-60, -62}), precise}},
		{"distances alone to two objects", Input{stand(2, 9, 5), withoutAzimuth(exact(point{60, 30}, point{-50, 45})), precise}},
		{"distances alone along one line through the marker", Input{stand(0, 3, 3), far, precise}},
		{"one object was moved", Input{stand(1, 1, 3), moved, precise}},
	}
	for i, sc := range scenes() {
		out = append(out, given{sc.name, sc.draw(rand.New(rand.NewPCG(7, uint64(i))))})
	}
	return out
}

func withoutAzimuth(refs []Reference) []Reference {
	for i := range refs {
		refs[i].AzimuthDeg = nil
	}
	return refs
}

func TestVerdicts(t *testing.T) {
	want := []struct {
		geometry Geometry
		verdict  Verdict
		says     string
	}{
		{Good, Outside, "expected here ± 1.0 m; you stand 19 m off, your position is ± 12 m: outside"},
		{Good, Inside, "位置相符"},
		{Good, Undecided, "无法判断。误差超过容许的 5.0 米"},
		{Good, Undecided, "您的定位 ±2000 米：无法判断"},
		{OneReference, Undecided, "只有一个方位物可用"},
		{NoReference, Undecided, "没有可用的方位物"},
		{NoReference, Undecided, "无法判断：没有可用的方位物"},
		{Collinear, Inside, "方位物几乎在一条直线上"},
		{Ambiguous, Undecided, "连线两侧各有一处符合"},
		{Undetermined, Undecided, "不足以定出位置"},
		{Contradiction, Undecided, "最可疑的是“巨石”"},
	}
	for i, w := range want {
		g := givens()[i]
		out, err := Relocate(g.Input)
		if err != nil {
			t.Fatalf("%s: %v", g.Name, err)
		}
		if out.Geometry != w.geometry || out.Verdict != w.verdict || !strings.Contains(out.ZH+out.EN, w.says) {
			t.Errorf("%s: %s, %s, %q / %q; want %s, %s, %q", g.Name, out.Geometry, out.Verdict, out.ZH, out.EN, w.geometry, w.verdict, w.says)
		}
	}
}

// Errorless observations give back the very marker.
func TestWithoutErrorsTheMarkerIsFoundWhereItIs(t *testing.T) {
	in := Input{stand(7, -3, 5), exact(point{60, 30}, point{-50, 45}, point{10, -80}), common()}
	out, err := Relocate(in)
	if err != nil {
		t.Fatal(err)
	}
	if d, _ := planeAt(origin).point(*out.Expected).to(point{}); d > 1e-3 {
		t.Errorf("the marker is found %.4f m off", d)
	}
}

// Convergence of 3-degree zones, against PROJ 9.1 by way of PostGIS: the azimuth
// in EPSG:4548 from each place to one 0.00001° north of it, with its sign turned.
func TestGridNorthIsThatOfTheZone(t *testing.T) {
	for _, test := range []struct {
		at             LonLat
		meridian, want float64
	}{
		{LonLat{118.6271, 28.7412}, 117, 0.782562},
		{LonLat{116.2, 40.1}, 0, -0.515319},
	} {
		if got := convergenceDeg(test.at, test.meridian); math.Abs(got-test.want) > 1e-5 {
			t.Errorf("convergence at %v from %v = %.6f°, want %.6f°", test.at, test.meridian, got, test.want)
		}
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	sound := func() Input {
		return Input{stand(1, 1, 3), exact(point{60, 30}, point{-50, 45}), common()}
	}
	for name, spoil := range map[string]func(*Input){
		"no accuracy":           func(in *Input) { in.Phone.AccuracyM = 0 },
		"a number that is none": func(in *Input) { in.Phone.AccuracyM = math.NaN() },
		"a sure position":       func(in *Input) { in.Phone.Percent = 100 },
		"a distance below zero": func(in *Input) { in.References[0].DistanceM = deg(-1) },
		"an azimuth beyond 360": func(in *Input) { in.References[0].AzimuthDeg = deg(361) },
		"a latitude of 95":      func(in *Input) { in.Phone.Lat = 95 },
		"no tolerance":          func(in *Input) { in.Settings.ToleranceM = 0 },
	} {
		in := sound()
		spoil(&in)
		if _, err := Relocate(in); !errors.Is(err, ErrInput) {
			t.Errorf("%s: Relocate = %v, want ErrInput", name, err)
		}
	}
}

func TestWithinTolerance(t *testing.T) {
	pl := planeAt(origin)
	for _, test := range []struct {
		at   point
		want bool
	}{{point{0.05, 0.05}, true}, {point{0.08, 0.08}, false}} {
		apart, within := WithinTolerance(origin, pl.lonLat(test.at), 0.1)
		if within != test.want || math.Abs(apart-math.Hypot(test.at.e, test.at.n)) > 1e-4 {
			t.Errorf("WithinTolerance of %v = %.4f, %v", test.at, apart, within)
		}
	}
}

// a vector is a case with its answer, which the twin in TypeScript must give.
type vector struct {
	given
	Result Result `json:"result"`
}

func TestTheVectorsOfTheTwin(t *testing.T) {
	var now []vector
	for _, g := range givens() {
		out, err := Relocate(g.Input)
		if err != nil {
			t.Fatalf("%s: %v", g.Name, err)
		}
		if g.Input.References == nil {
			g.Input.References = []Reference{}
		}
		now = append(now, vector{g, out})
	}
	const file = "testdata/vectors.json"
	if *update {
		text, err := json.MarshalIndent(now, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var held []vector
	if err := json.Unmarshal(text, &held); err != nil {
		t.Fatal(err)
	}
	near := cmpopts.EquateApprox(1e-9, 1e-6)
	if diff := cmp.Diff(held, now, near, cmp.AllowUnexported(vector{}, given{})); diff != "" {
		t.Errorf("the vectors differ (-held +now):\n%s", diff)
	}
}
