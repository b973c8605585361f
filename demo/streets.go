package demo

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"diming/boundaries"
	"diming/demo/land"
	"diming/gazetteer"
	"diming/gazetteer/numbering"
	"diming/internal/ledger"
)

// streetSource is the source of the streets, natural villages and estates of
// the demo, all of them invented.
const streetSource = "synthetic streets 330881"

// A street is one of a town's invented streets with its gates, not yet numbered.
type street struct {
	key, name string
	start     *orb.Point // where it opens, of a lane with one mouth
	line      orb.LineString
	gates     []numbering.Gate
}

// A ground of the demo's houses: metres around a seat, on which streets are
// drawn before they become longitude and latitude.
type lot struct {
	at   orb.Point
	dice *rand.Rand
}

// lotAt is the lot around a seat. Its dice depend on the code alone, so that
// one town's houses do not move when another is added.
func lotAt(code string, at orb.Point) lot {
	h := fnv.New64a()
	h.Write([]byte(code))
	return lot{at, rand.New(rand.NewPCG(Seed, h.Sum64()))}
}

// point is x metres east and y metres north of the seat, to the millionth of a
// degree.
func (l lot) point(x, y float64) orb.Point {
	lat := l.at[1] + y/111_195
	lon := l.at[0] + x/(111_195*math.Cos(l.at[1]*math.Pi/180))
	return orb.Point{math.Round(lon*1e6) / 1e6, math.Round(lat*1e6) / 1e6}
}

// bend draws a street of a length in metres through the seat's offset (x, y),
// towards a heading (radians from east), swinging to both sides; every other
// one is digitised from its far end, as it is in real data.
func (l lot) bend(x, y, length, heading, swing float64) (orb.LineString, func(along, aside float64) orb.Point) {
	on := func(along, aside float64) orb.Point {
		t := along - length/2
		off := swing*math.Sin(math.Pi*along/length*2) + aside
		return l.point(x+t*math.Cos(heading)-off*math.Sin(heading), y+t*math.Sin(heading)+off*math.Cos(heading))
	}
	var line orb.LineString
	for along := 0.0; along <= length; along += 20 {
		line = append(line, on(along, 0))
	}
	if l.dice.IntN(2) == 0 {
		slices.Reverse(line)
	}
	return line, on
}

// houses stand on both sides of a street, 11 to 18 m apart, now and then with
// an empty plot between; sides says on which: +1 left of the heading, -1 right.
func (l lot) houses(key string, length float64, on func(along, aside float64) orb.Point) []numbering.Gate {
	var gates []numbering.Gate
	for _, side := range []float64{1, -1} {
		for along := 8 + 6*l.dice.Float64(); along < length-4; along += 11 + 7*l.dice.Float64() {
			if l.dice.IntN(12) == 0 {
				along += 15 + 10*l.dice.Float64()
			}
			gates = append(gates, numbering.Gate{ID: fmt.Sprintf("%s-%03d", key, len(gates)+1), At: on(along, side*(8+5*l.dice.Float64()))})
		}
	}
	return gates
}

// streetsOf draws the streets of a town around its seat: one from east to west,
// one from north to south, and a lane that ends at a wall.
func streetsOf(code, name string, seat orb.Point) []street {
	l := lotAt(code, seat)
	stem := stemOf(name)
	var all []street
	for i, plan := range []struct {
		word                       string
		x, y, length, heading, way float64
	}{
		{"示例路", 0, -40, 420 + 160*l.dice.Float64(), 0.15 - 0.3*l.dice.Float64(), 18},
		{"示例街", 30, 0, 360 + 140*l.dice.Float64(), math.Pi/2 + 0.15 - 0.3*l.dice.Float64(), 14},
		{"示例巷", -110, 60, 150, math.Pi/2 - 0.2, 4},
	} {
		s := street{key: fmt.Sprintf("%s-street-%d", code, i+1), name: stem + plan.word}
		line, on := l.bend(plan.x, plan.y, plan.length, plan.heading, plan.way)
		s.line, s.gates = line, l.houses(s.key, plan.length, on)
		if plan.word == "示例巷" {
			mouth := on(0, 0)
			s.start = &mouth
		}
		all = append(all, s)
	}
	return all
}

// stemOf is a township's or village's name without its kind.
func stemOf(name string) string {
	name = boundaries.StandardName(name)
	for _, kind := range []string{"街道", "社区", "镇", "乡", "村"} {
		if stem, cut := strings.CutSuffix(name, kind); cut && len([]rune(stem)) > 1 {
			return stem
		}
	}
	return name
}

// A cell of the demo's county is a village with its area, to find where a gate
// lies.
type cell struct {
	code, name string
	area       orb.Polygon
	bound      orb.Bound
}

func cellsOf(l *land.Land) []cell {
	var all []cell
	for _, a := range l.Areas {
		if a.Level == land.VillageLevel {
			all = append(all, cell{a.Code, a.Name, a.Polygon, a.Polygon.Bound()})
		}
	}
	return all
}

// villageAt is the code of the village in which a point lies; "" outside.
func villageAt(cells []cell, p orb.Point) string {
	for _, c := range cells {
		if c.bound.Contains(p) && planar.PolygonContains(c.area, p) {
			return c.code
		}
	}
	return ""
}

// streets loads invented places for the demo's addresses: the streets and one
// estate of every town, and natural villages.
func (d *Demo) streets(ctx context.Context, l *land.Land) (map[string]uuid.UUID, error) {
	var rows []gazetteer.Row
	add := func(r gazetteer.Row) {
		r.Number = len(rows) + 1
		rows = append(rows, keyed(r, r.Key, r.Names, r.Class, r.Location, r.Extent))
	}
	for _, a := range l.Areas {
		seat, ok := l.Seats[a.Code]
		if a.Level != land.TownshipLevel || !ok {
			continue
		}
		for _, s := range streetsOf(a.Code, a.Name, seat) {
			middle := s.line[len(s.line)/2]
			add(gazetteer.Row{Key: s.key, Names: []gazetteer.RowName{{Text: s.name}}, Class: "23514", Location: &middle, Extent: s.line})
		}
		at := estateAt(a.Code, seat)
		add(gazetteer.Row{Key: a.Code + "-estate", Names: []gazetteer.RowName{{Text: stemOf(a.Name) + "示例苑"}}, Class: "22100", Location: &at})
	}
	for i, c := range cellsOf(l) {
		if i%hamletEvery != 1 {
			continue
		}
		at := l.Seats[c.code]
		add(gazetteer.Row{Key: c.code + "-hamlet", Names: []gazetteer.RowName{{Text: stemOf(c.name) + "示例坞"}}, Class: "22200", Location: &at})
	}
	batch := gazetteer.Batch{Source: streetSource, Actor: ledger.Console, Visibility: "public", Note: "示例数据载入：街巷、小区与自然村均为虚构"}
	counts, err := d.Places.LoadPlaces(ctx, batch, rows)
	if err == nil && len(counts.Rejected) > 0 {
		err = fmt.Errorf("demo: %d streets were rejected, first %+v", len(counts.Rejected), counts.Rejected[0])
	}
	if err != nil {
		return nil, err
	}
	return d.placesBySource(ctx, streetSource)
}

// placesBySource gives the places of a source by its keys.
func (d *Demo) placesBySource(ctx context.Context, source string) (map[string]uuid.UUID, error) {
	rows, err := d.Places.DB.Query(ctx, `SELECT key, place FROM place_source WHERE source = $1`, source)
	if err != nil {
		return nil, err
	}
	all := map[string]uuid.UUID{}
	var key string
	var id uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&key, &id}, func() error { all[key] = id; return nil })
	return all, err
}
