package tiles

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// TestCRS84TilesShowWhatLiesThere reads positions back from tiles of every zoom: they
// are those of the register to the tile's own unit.
func TestCRS84TilesShowWhatLiesThere(t *testing.T) {
	_, s := built(t)
	s.ShowFrom(4)
	v := View{Set: Public, Grid: WorldCRS84Quad}
	village := orb.Point{121.56, 23.96} // 吉安
	for zoom := rankZoom[6]; zoom <= deepestZoom; zoom++ {
		c := v.Grid.at(zoom, village)
		layers := decode(t, must(s.Tile(t.Context(), v, c)))
		ground, unit := v.Grid.ground(c), v.Grid.units(1, zoom)
		found := false
		for _, f := range layers["places"].Features {
			p := f.Geometry.(orb.Point)
			at := orb.Point{ground.Left() + p[0]*unit, ground.Top() - p[1]*unit}
			found = found || f.Properties["name"] == "吉安" && math.Abs(at[0]-village[0]) <= unit && math.Abs(at[1]-village[1]) <= unit
		}
		if !found {
			t.Errorf("zoom %d: 吉安 is not where it lies in tile %v", zoom, c)
		}
		same := decode(t, mustTile(t, s, tileAt(zoom, village[0], village[1]), time.Time{}))
		for name := range same {
			if layers[name] == nil && name != "addresses" && zoom <= 12 {
				t.Errorf("zoom %d: the tile of the same scale shows %s, this one does not", zoom, name)
			}
		}
		if towns, villages := areaIn(layers["divisions"], 4), areaIn(layers["divisions"], 5); math.Abs(towns-villages) > 2 || towns == 0 {
			t.Errorf("zoom %d: towns cover %.1f square units, villages %.1f", zoom, towns, villages)
		}
	}
}

// A tile's ground in WorldCRS84Quad is 180 degrees of latitude high at its first
// zoom; both tiles of that are there, and nothing below them.
func TestTheGridsHaveTheTilesOfTheirMatrices(t *testing.T) {
	_, s := built(t)
	for _, test := range []struct {
		c    Coord
		want orb.Bound
	}{
		{Coord{1, 0, 0}, orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{0, 90}}},
		{Coord{1, 1, 0}, orb.Bound{Min: orb.Point{0, -90}, Max: orb.Point{180, 90}}},
		{Coord{3, 6, 1}, orb.Bound{Min: orb.Point{90, 0}, Max: orb.Point{135, 45}}},
		{Coord{2, 3, 1}, orb.Bound{Min: orb.Point{90, -90}, Max: orb.Point{180, 0}}},
	} {
		tile, err := s.Tile(t.Context(), View{Set: Public, Grid: WorldCRS84Quad}, test.c)
		if got := WorldCRS84Quad.ground(test.c); got != test.want || err != nil {
			t.Errorf("tile %v covers %v, want %v: %v", test.c, got, test.want, err)
		}
		if over := test.want.Contains(orb.Point{121.35, 23.78}); tile.Empty == over {
			t.Errorf("tile %v, over the county %t, is empty: %t", test.c, over, tile.Empty)
		}
	}
	for _, c := range []Coord{{0, 0, 0}, {1, 0, 1}, {1, 2, 0}, {4, 0, 8}, {23, 0, 0}, {-1, 0, 0}} {
		if _, err := s.Tile(t.Context(), View{Set: Public, Grid: WorldCRS84Quad}, c); !errors.Is(err, ErrCoord) {
			t.Errorf("tile %v: %v, want that there is none", c, err)
		}
	}
}
