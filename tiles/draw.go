package tiles

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/internal/pg"
)

// madeBy changes when tiles are drawn otherwise from the same rows.
const madeBy = 4

// A row is a feature as setSQL finds it.
type row struct {
	weight     int16 // what is drawn first, or counts most where labels meet
	id         pgtype.UUID
	a, b, c    string
	n          int16
	attributes string // of a layer of tile_feature: a JSON object
	geom       []byte // well-known binary in EPSG:3857 metres
}

// A column tells under which name a tile says what is in the columns of a row.
type column struct{ a, b, c, n, weight string }

// drawn are the layers of a tile in their order, those of tile_feature behind them.
var drawn = []struct {
	layer string
	column
}{
	{"divisions", column{a: "code", b: "name", n: "level"}},
	{divisionSides, column{n: "level"}},
	{"division_lines", column{n: "level"}},
	{"division_labels", column{a: "code", b: "name", c: "pinyin", n: "level", weight: "rank"}},
	{"places", column{a: "name", b: "pinyin", c: "class", weight: "rank"}},
	{"water", column{a: "kind", b: "name"}},
	{"roads", column{a: "kind", b: "name"}},
}

// divisionSides are the sides of areas along which maps draw bands: of counties and
// townships, at the zooms at which the styles do.
const (
	divisionSides = "division_sides"
	sidesTo       = 13
)

// sidesFrom is the first zoom with the sides of divisions of a level.
var sidesFrom = map[int16]int{3: 0, 4: 9}

func withSides(level int16, zoom int) bool {
	from, ok := sidesFrom[level]
	return ok && from <= zoom && zoom <= sidesTo
}

// read makes the body of a tile, without compression, by one query. Equal content
// is equal bytes, and nothing outside what the tile shows has a part in them.
func read(ctx context.Context, db pg.DB, key tileKey, sees Sight) ([]byte, error) {
	p := pens.Get().(*pen)
	defer pens.Put(p)
	p.frame, p.commands = frameOf(key.grid, key.Coord), p.commands[:0]
	rows, err := db.Query(ctx, setSQL[key.set].at(key.Z), arguments(key, sees)...)
	if err != nil {
		return nil, err
	}
	of := make(map[string]*sketch)
	var layer []byte
	var r row
	_, err = pgx.ForEachRow(rows, []any{(*pgtype.DriverBytes)(&layer), &r.weight, &r.id, &r.a, &r.b, &r.c, &r.n, &r.attributes, (*pgtype.DriverBytes)(&r.geom)}, func() error {
		s := of[string(layer)]
		if s == nil {
			s = &sketch{}
			of[string(layer)] = s
		}
		area, err := s.add(p, r)
		if err != nil || string(layer) != "divisions" || !withSides(r.n, key.Z) {
			return err
		}
		if of[divisionSides] == nil {
			of[divisionSides] = &sketch{}
		}
		of[divisionSides].addSides(p, r.n, area)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var tile []byte
	for _, d := range drawn {
		if tile, err = of[d.layer].appendTo(tile, d.layer, d.column); err != nil {
			return nil, err
		}
	}
	for _, l := range layers {
		if tile, err = of[l.name].appendTo(tile, l.name, column{}); err != nil {
			return nil, err
		}
	}
	return tile, nil
}

func arguments(key tileKey, sees Sight) []any {
	b := key.grid.near(key.Coord)
	args := []any{b.Min[0], b.Min[1], b.Max[0], b.Max[1], int16(key.Z), time.Unix(int64(key.day)*86400, 0).UTC()}
	switch {
	case withMap(key.set):
		args = append(args, int16(bandAt(key.Z).number), key.shown())
	case key.set == Lines:
		args = append(args, key.shown())
	}
	for _, l := range layers {
		if l.tier.restricted() && slices.Contains(tiersOf[key.set], l.tier) {
			args = append(args, sees.roots(l.name))
		}
	}
	return args
}

// A sketch is what a tile shows of one layer, in no order.
type sketch struct{ features []*sketched }

type sketched struct {
	row
	kind     uint64
	commands []uint32
}

// add draws a row, if the tile shows something of it, and gives its geometry.
func (s *sketch) add(p *pen, r row) (orb.Geometry, error) {
	g, err := wkb.Unmarshal(r.geom)
	if err != nil {
		return nil, fmt.Errorf("read a geometry: %w", err)
	}
	r.geom = nil // it is the connection's
	kind, commands := p.draw(g)
	if len(commands) > 0 {
		s.features = append(s.features, &sketched{r, kind, commands})
	}
	return g, nil
}

// addSides draws the sides of an area that add drew.
func (s *sketch) addSides(p *pen, level int16, area orb.Geometry) {
	if commands := p.sides(area); len(commands) > 0 {
		s.features = append(s.features, &sketched{row{weight: level, n: level}, mvtLine, commands})
	}
}

// compare looks no further than it has to: most features differ in a code or a name.
func (s *sketched) compare(to *sketched) int {
	if c := cmp.Or(cmp.Compare(s.weight, to.weight), strings.Compare(s.a, to.a)); c != 0 {
		return c
	}
	if c := cmp.Or(bytes.Compare(s.id.Bytes[:], to.id.Bytes[:]), strings.Compare(s.attributes, to.attributes)); c != 0 {
		return c
	}
	return slices.Compare(s.commands, to.commands)
}

// appendTo writes the layer behind a tile, in an order that depends on nothing but
// what the tile shows.
func (s *sketch) appendTo(tile []byte, name string, says column) ([]byte, error) {
	if s == nil {
		return tile, nil
	}
	slices.SortFunc(s.features, (*sketched).compare)
	l := mvtLayer{name: name, features: make([]mvtFeature, 0, len(s.features))}
	var tags []uint64 // of all features, one behind the other
	for _, f := range s.features {
		from := len(tags)
		var err error
		if tags, err = says.tags(tags, &l, &f.row); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		l.features = append(l.features, mvtFeature{slices.Clip(tags[from:]), f.kind, f.commands})
	}
	return l.appendTo(tile), nil
}

// tags says behind tags what is in the columns of a row.
func (c *column) tags(tags []uint64, l *mvtLayer, r *row) ([]uint64, error) {
	if r.id.Valid {
		tags = l.tagID(tags, "id", r.id.Bytes)
	}
	for _, text := range [...]struct{ key, value string }{{c.a, r.a}, {c.b, r.b}, {c.c, r.c}} {
		if text.key != "" {
			tags = l.tagText(tags, text.key, text.value)
		}
	}
	for _, number := range [...]struct {
		key   string
		value int16
	}{{c.n, r.n}, {c.weight, r.weight}} {
		if number.key != "" {
			tags = l.tagNumber(tags, number.key, int64(number.value))
		}
	}
	if r.attributes != "" {
		return l.tagObject(tags, []byte(r.attributes))
	}
	return tags, nil
}
