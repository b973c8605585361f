package signs

import (
	"math"
	"net/url"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func apart(a, b orb.Point) float64 { return max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1])) }

// The values are those that the open coordtransform libraries of several
// languages give for Beijing.
func TestShiftsAgreeWithOtherCode(t *testing.T) {
	beijing := orb.Point{116.404, 39.915}
	for _, test := range []struct {
		name      string
		got, want orb.Point
	}{
		{"WGS 84 to GCJ-02", WGS84ToGCJ02(beijing), orb.Point{116.41024449916938, 39.91640428150164}},
		{"GCJ-02 to BD-09", GCJ02ToBD09(beijing), orb.Point{116.41036949371029, 39.92133699351021}},
	} {
		if apart(test.got, test.want) > 1e-9 {
			t.Errorf("%s = %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestTheShiftComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A margin keeps clear of the edge, where the shift jumps.
		p := orb.Point{
			rapid.Float64Range(gcjWest+0.02, gcjEast-0.02).Draw(t, "lon"),
			rapid.Float64Range(gcjSouth+0.02, gcjNorth-0.02).Draw(t, "lat"),
		}
		g := WGS84ToGCJ02(p)
		if back := GCJ02ToWGS84(g); apart(back, p) > 1e-6 {
			t.Fatalf("GCJ02ToWGS84(WGS84ToGCJ02(%v)) = %v", p, back)
		}
		if d := apart(g, p); d == 0 || d > 0.02 {
			t.Fatalf("WGS84ToGCJ02(%v) moves it by %g degrees", p, d)
		}
	})
}

func TestOutsideTheBoxNothingIsShifted(t *testing.T) {
	for _, p := range []orb.Point{{2.35, 48.86}, {-74, 40.7}, {140, 35}, {110, -7}, {0, 0}} {
		if got := WGS84ToGCJ02(p); got != p {
			t.Errorf("WGS84ToGCJ02(%v) = %v, want it unchanged", p, got)
		}
		if got := GCJ02ToWGS84(p); got != p {
			t.Errorf("GCJ02ToWGS84(%v) = %v, want it unchanged", p, got)
		}
	}
}

func TestLinksHaveEachAppsOrderAndSystem(t *testing.T) {
	p := orb.Point{118.6012, 28.6803}
	g := WGS84ToGCJ02(p)
	b := GCJ02ToBD09(g)
	links := Links("清湖|一村, 东", p)
	if len(links) != 4 || links[0].App != "tencent" {
		t.Fatalf("Links = %v, want four with Tencent first", links)
	}
	for i, want := range []struct{ app, host, param, value, system, systemValue string }{
		{"tencent", "apis.map.qq.com", "tocoord", latLon(g), "coord_type", "2"},
		{"amap", "uri.amap.com", "to", lonLat(g) + ",清湖一村 东", "coordinate", "gaode"},
		{"baidu", "api.map.baidu.com", "destination", "latlng:" + latLon(b) + "|name:清湖一村 东", "coord_type", "bd09ll"},
	} {
		u, err := url.Parse(links[i].URL)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if links[i].App != want.app || u.Host != want.host || q.Get(want.param) != want.value || q.Get(want.system) != want.systemValue {
			t.Errorf("link %d = %+v, want %+v", i, links[i], want)
		}
	}
	if got, want := links[3].URL, "geo:28.680300,118.601200?q=28.680300,118.601200(%E6%B8%85%E6%B9%96%E4%B8%80%E6%9D%91%20%E4%B8%9C)"; got != want {
		t.Errorf("geo link = %q, want %q", got, want)
	}
}

func TestAHostileNameStaysInsideItsParameter(t *testing.T) {
	for _, l := range Links("a&to=b#c?\"<>)(|,\n\xff", orb.Point{118.6, 28.7}) {
		if strings.ContainsAny(l.URL, "#\"<>\n|") || strings.Count(l.URL, "to=")-strings.Count(l.URL, "%26to%3D") > 1 {
			t.Errorf("%s link = %q", l.App, l.URL)
		}
	}
}
