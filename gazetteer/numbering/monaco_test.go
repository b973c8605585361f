package numbering

import (
	_ "embed"
	"encoding/json"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

//go:embed testdata/monaco.json
var monacoJSON []byte

// The curved streets of Monaco, each drawn both ways, are numbered alike; and
// the side that its real numbers stand on is compared, as it is told, with
// odd left along increasing numbers, the custom there.
func TestMonacosStreetsAreNumberedAlikeBothWays(t *testing.T) {
	var monaco struct {
		Credit  string
		Streets map[string]orb.MultiLineString
		Houses  []struct {
			ID, Street string
			Number     int
			At         orb.Point
		}
	}
	if err := json.Unmarshal(monacoJSON, &monaco); err != nil {
		t.Fatal(err)
	}
	s := Known()[2]
	numbered, refused := 0, 0
	for name, lines := range monaco.Streets {
		var gs []Gate
		for _, l := range lines {
			for i := 1; i < len(l); i++ { // a gate off each piece, to both sides
				mid := orb.Point{(l[i][0] + l[i-1][0]) / 2, (l[i][1] + l[i-1][1]) / 2}
				gs = append(gs, gates(orb.Point{mid[0] + 7e-5, mid[1] + 8e-5}, orb.Point{mid[0] - 8e-5, mid[1] - 7e-5})...)
			}
		}
		for i := range gs {
			gs[i].ID = string(rune('a' + i))
		}
		back := make(orb.MultiLineString, len(lines))
		for i, l := range lines {
			back[len(lines)-1-i] = slices.Clone(l)
			slices.Reverse(back[len(lines)-1-i])
		}
		one, err := Number(s, Street{Line: lines}, "", gs)
		other, err2 := Number(s, Street{Line: back}, "", gs)
		if (err == nil) != (err2 == nil) {
			t.Errorf("%s: %v, the other way %v", name, err, err2)
			continue
		}
		if err != nil {
			refused++
			continue
		}
		numbered++
		if a, b := shown(s, one), shown(s, other); a != b {
			t.Errorf("%s: %s, the other way %s", name, a, b)
		}
	}
	if numbered == 0 {
		t.Fatal("no street of Monaco is numbered")
	}
	agree, compared := 0, 0
	s.EastWest, s.NorthSouth = Axis{Explicit, Left}, Axis{Explicit, Left}
	for name, lines := range monaco.Streets {
		var low, high *orb.Point
		least, most := 1<<30, 0
		var gs []Gate
		for _, h := range monaco.Houses {
			if h.Street != name {
				continue
			}
			gs = append(gs, Gate{ID: h.ID, At: h.At, Number: h.Number})
			if h.Number < least {
				least, low = h.Number, &h.At
			}
			if h.Number > most {
				most, high = h.Number, &h.At
			}
		}
		if low == high { // one house does not tell where numbers begin
			continue
		}
		tr, rows, err := measure(s, Street{Line: lines, Start: low}, gs)
		if err != nil {
			continue
		}
		a, _, _ := tr.place(tr.plane.to(*low))
		b, _, _ := tr.place(tr.plane.to(*high))
		rising := a < b // the numbers may run against the end that lies nearer
		for _, r := range rows {
			if !r.Refused {
				compared++
				if ((r.Side == Left) == rising) == (r.Number%2 == 1) {
					agree++
				}
			}
		}
	}
	if compared == 0 {
		t.Error("no real house number is compared")
	}
	t.Logf("%d streets numbered, %d refused as loops, forks or in pieces; of %d real house numbers %d stand on the side expected", numbered, refused, compared, agree)
}
