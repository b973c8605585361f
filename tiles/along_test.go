package tiles

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// TestTilesAlongALineHoldEveryPointNearIt asks of many points beside a line
// whether the tile that they lie in was taken.
func TestTilesAlongALineHoldEveryPointNearIt(t *testing.T) {
	line := orb.MultiLineString{{{118.40, 28.50}, {118.47, 28.52}, {118.472, 28.60}, {118.55, 28.595}}, {{118.7, 28.7}, {118.7001, 28.7}}}
	const metres = 900
	tiles := Along(line, metres, 8, 20)
	if tiles[0].Z != 8 || tiles[len(tiles)-1].Z != PackZoom || len(tiles) > 600 {
		t.Errorf("%d tiles from %v to %v", len(tiles), tiles[0], tiles[len(tiles)-1])
	}
	asked := 0
	for _, part := range line {
		for i := 1; i < len(part); i++ {
			for s := 0.0; s <= 1; s += 0.01 {
				at := orb.Point{part[i-1][0] + s*(part[i][0]-part[i-1][0]), part[i-1][1] + s*(part[i][1]-part[i-1][1])}
				for bearing := 0.0; bearing < 360; bearing += 45 {
					near := geo.PointAtBearingAndDistance(at, bearing, metres*0.95)
					for z := 8; z <= PackZoom; z++ {
						p := position(near, z)
						c := Coord{z, int(math.Floor(p[0])), int(math.Floor(p[1]))}
						if asked++; !slices.Contains(tiles, c) {
							t.Fatalf("%v lies %d m from the line in %v, which was not taken", near, metres, c)
						}
					}
				}
			}
		}
	}
	if asked < 10_000 {
		t.Errorf("only %d points were asked about", asked)
	}
	for _, c := range tiles {
		b := c.Bound().Pad(0.02)
		if !slices.ContainsFunc(line, func(part orb.LineString) bool { return b.Intersects(part.Bound()) }) {
			t.Errorf("%v is nowhere near the line", c)
		}
	}
}
