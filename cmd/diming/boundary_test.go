package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// boundariesChecked looks at the lines and areas of a register that holds the
// demo, and at its villages in a file, sound and with one vertex moved by 5 m.
func boundariesChecked(t *testing.T, h home) {
	t.Helper()
	if out := h.ok("boundary", "check"); out != "没有空隙，没有重叠，界线与面一致\n" {
		t.Errorf("boundary check of the demo says %q", out)
	}
	if out := h.ok("boundary", "check", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("boundary check --json of the demo says %q", out)
	}
	file := filepath.Join(t.TempDir(), "villages.geojson")
	if out := h.ok("boundary", "areas", "--level", "5", "--out", file); out != "323 个面\n" {
		t.Errorf("boundary areas says %q, want the 323 villages", out)
	}
	if out := h.ok("boundary", "check", file); out != "323 个面：无效 0，空隙 0，重叠 0\n" {
		t.Errorf("boundary check of the demo's villages in a file says %q", out)
	}
	village, neighbour, place := moveVertex(t, file)
	foundMoved(t, h, file, village, neighbour, place)
}

// moveVertex moves a vertex of a village that one other shares by 5 m to the
// north, in the village alone, and tells both names and where it was.
func moveVertex(t *testing.T, file string) (village, neighbour string, place orb.Point) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	sharers := map[orb.Point][]string{}
	eachVertex(all, func(name string, ring orb.Ring, i int) { sharers[ring[i]] = append(sharers[ring[i]], name) })
	eachVertex(all, func(name string, ring orb.Ring, i int) {
		at := ring[i]
		if who := sharers[at]; village == "" && i > 0 && len(who) == 2 && who[0] != who[1] {
			village, neighbour, place = name, who[0], at
			if neighbour == name {
				neighbour = who[1]
			}
			ring[i][1] += 5.0 / 110_829
		}
	})
	if village == "" {
		t.Fatal("no vertex of two villages")
	}
	if text, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	write(t, file, string(text))
	return village, neighbour, place
}

// eachVertex visits every vertex once: the last of a ring is its first.
func eachVertex(all *geojson.FeatureCollection, visit func(name string, ring orb.Ring, i int)) {
	for _, f := range all.Features {
		for _, polygon := range f.Geometry.(orb.MultiPolygon) {
			for _, ring := range polygon {
				for i := range len(ring) - 1 {
					visit(f.Properties.MustString("name"), ring, i)
				}
			}
		}
	}
}

// foundMoved checks a file with a moved vertex: the one fault, or the one on
// each side of the line's old course, lies there and names the two villages.
func foundMoved(t *testing.T, h home, file, village, neighbour string, place orb.Point) {
	t.Helper()
	all, out, code := h.run("boundary", "check", file)
	if code != 1 || !strings.Contains(out, village) || !strings.Contains(out, neighbour) || !strings.Contains(out, " 米  ") || !strings.Contains(all, "检查发现问题") {
		t.Errorf("boundary check of a moved vertex ended with %d:\n%s", code, all)
	}
	var r coverReport
	_, out, code = h.run("boundary", "check", file, "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 1 {
		t.Fatalf("boundary check --json ended with %d, %v:\n%s", code, err, out)
	}
	faults := append(r.Gaps, r.Overlap...)
	if len(faults) == 0 || len(r.Invalid) > 0 {
		t.Errorf("%+v, want gaps or overlaps and nothing else", r)
	}
	for _, f := range faults {
		if off := math.Hypot((f.Lon-place[0])*97_700, (f.Lat-place[1])*110_829); off > 500 || f.WideM < 0.2 || f.WideM > 5.01 {
			t.Errorf("%+v lies %.0f m from the vertex at %v", f, off, place)
		}
		if names := strings.Join(f.Areas, "|"); !strings.Contains(names, village) || !strings.Contains(names, neighbour) {
			t.Errorf("%+v names others than %s and %s", f, village, neighbour)
		}
	}
}

// A file is checked before any import: no register is needed for it.
func TestAFileOfAreasIsCheckedWithoutARegister(t *testing.T) {
	h := home{t, []string{"DIMING_DATA=" + filepath.Join(t.TempDir(), "none")}}
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		write(t, path, text)
		return path
	}
	const left = `{"type":"Feature","properties":{"name":"甲村"},"geometry":{"type":"Polygon","coordinates":[[[118,28],[118.01,28],[118.01,28.01],[118,28.01],[118,28]]]}}`
	const right = `{"type":"Feature","properties":{"name":"乙村"},"geometry":{"type":"Polygon","coordinates":[[[118.01,28],[118.02,28],[118.02,28.01],[118.01,28.01],[118.01,28]]]}}`
	const bow = `{"type":"Feature","properties":{"name":"丙村"},"geometry":{"type":"Polygon","coordinates":[[[118.03,28],[118.04,28.01],[118.04,28],[118.03,28.01],[118.03,28]]]}}`
	all := func(features string) string { return `{"type":"FeatureCollection","features":[` + features + `]}` }
	if out := h.ok("boundary", "check", file("两村.geojson", all(left+","+right))); out != "2 个面：无效 0，空隙 0，重叠 0\n" {
		t.Errorf("two villages side by side: %q", out)
	}
	h.refused("无效  丙村  环自相交  118.035000,28.005000", "boundary", "check", file("三村.geojson", all(left+","+right+","+bow)))
	h.refused("重叠", "boundary", "check", file("重复.geojson", all(left+","+left)))
	for says, text := range map[string]string{
		"不是 GeoJSON":     `代码,名称`,
		"没有面":            all(``),
		"第 1 个要素":        all(`{"type":"Feature","properties":{"name":"点"},"geometry":{"type":"Point","coordinates":[118,28]}}`),
		"请先转换为 CGCS2000": all(strings.ReplaceAll(left, "118", "500118")),
	} {
		h.refused(says, "boundary", "check", file("坏.geojson", text))
	}
	if _, err := os.Stat(h.data()); !os.IsNotExist(err) {
		t.Errorf("a data folder was made: %v", err)
	}
}
