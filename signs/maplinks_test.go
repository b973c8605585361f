package signs

import (
	"net/url"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/internal/gcj"
)

func TestLinksHaveEachAppsOrderAndSystem(t *testing.T) {
	p := orb.Point{118.6012, 28.6803}
	g := gcj.FromWGS84(p)
	b := gcj.ToBD09(g)
	links := Links("清湖|一村, 东", p, true)
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
	for _, l := range Links("a&to=b#c?\"<>)(|,\n\xff", orb.Point{118.6, 28.7}, false) {
		if strings.ContainsAny(l.URL, "#\"<>\n|") || strings.Count(l.URL, "to=")-strings.Count(l.URL, "%26to%3D") > 1 {
			t.Errorf("%s link = %q", l.App, l.URL)
		}
	}
}

func TestWhoIsNearIsLedOnFoot(t *testing.T) {
	for onFoot, want := range map[bool][]string{true: {"type=walk", "mode=walk", "mode=walking"}, false: {"type=drive", "mode=car", "mode=driving"}} {
		links := Links("清湖一村", orb.Point{118.6012, 28.6803}, onFoot)
		for i, way := range want {
			if !strings.Contains(links[i].URL, way+"&") {
				t.Errorf("on foot %t: %s leads by %q", onFoot, links[i].App, links[i].URL)
			}
		}
	}
}
