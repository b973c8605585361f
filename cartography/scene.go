package cartography

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"diming/tiles"
)

// A scene is what lies in the tiles of a picture, in its pixels, y downwards.
type scene struct {
	zoom          float64
	width, height float64
	sheets        []sheet
}

// A sheet is one tile: what it holds ends at its edge.
type sheet struct {
	left, top, side float64
	whole           bool // nothing has to end at the edge
	layers          map[string][]shown
}

// shown is a feature as it lies on the picture.
type shown struct {
	geom  orb.Geometry
	props map[string]any
}

// maxTileBytes is the most that a tile may unpack to.
const maxTileBytes = 32 << 20

// readTile gives the layers of a tile whose grid lies on a square of the picture.
func readTile(t tiles.Tile, left, top, side float64) (sheet, error) {
	s := sheet{left: left, top: top, side: side, layers: map[string][]shown{}}
	if t.Empty {
		return s, nil
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(t.Body))
	if err != nil {
		return s, fmt.Errorf("unpack a tile: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(unpacked, maxTileBytes+1))
	if err != nil {
		return s, fmt.Errorf("unpack a tile: %w", err)
	}
	if len(plain) > maxTileBytes {
		return s, errors.New("unpack a tile: it is too large")
	}
	layers, err := mvt.Unmarshal(plain)
	if err != nil {
		return s, fmt.Errorf("read a tile: %w", err)
	}
	for _, l := range layers {
		scale := side / float64(l.Extent)
		for _, f := range l.Features {
			s.layers[l.Name] = append(s.layers[l.Name], shown{moved(f.Geometry, left, top, scale), numbers(f.Properties)})
		}
	}
	return s, nil
}

// moved lays a geometry of a tile's grid on the picture.
func moved(g orb.Geometry, left, top, scale float64) orb.Geometry {
	at := func(p orb.Point) orb.Point { return orb.Point{left + p[0]*scale, top + p[1]*scale} }
	switch g := g.(type) {
	case orb.Point:
		return at(g)
	case orb.MultiPoint:
		return orb.MultiPoint(moveAll(g, at))
	case orb.LineString:
		return orb.LineString(moveAll(g, at))
	case orb.MultiLineString:
		all := make(orb.MultiLineString, len(g))
		for i, part := range g {
			all[i] = orb.LineString(moveAll(part, at))
		}
		return all
	case orb.Polygon:
		return movePolygon(g, at)
	case orb.MultiPolygon:
		all := make(orb.MultiPolygon, len(g))
		for i, part := range g {
			all[i] = movePolygon(part, at)
		}
		return all
	}
	return g
}

func moveAll(points []orb.Point, at func(orb.Point) orb.Point) []orb.Point {
	all := make([]orb.Point, len(points))
	for i, p := range points {
		all[i] = at(p)
	}
	return all
}

func movePolygon(g orb.Polygon, at func(orb.Point) orb.Point) orb.Polygon {
	all := make(orb.Polygon, len(g))
	for i, ring := range g {
		all[i] = orb.Ring(moveAll(ring, at))
	}
	return all
}

// numbers has every number as a float64.
func numbers(props map[string]any) map[string]any {
	all := make(map[string]any, len(props))
	for name, v := range props {
		switch n := v.(type) {
		case int64:
			v = float64(n)
		case uint64:
			v = float64(n)
		case float32:
			v = float64(n)
		case int:
			v = float64(n)
		}
		all[name] = v
	}
	return all
}

// beyond is how far outside the picture something may lie and still be drawn into it,
// in pixels.
const beyond = 24

// near tells whether any of a feature may be seen.
func (f shown) near(width, height float64) bool {
	b := f.geom.Bound()
	return b.Max[0] >= -beyond && b.Max[1] >= -beyond && b.Min[0] <= width+beyond && b.Min[1] <= height+beyond
}

// linesOf are the lines and rings of a geometry.
func linesOf(g orb.Geometry) [][]orb.Point {
	var all [][]orb.Point
	switch g := g.(type) {
	case orb.LineString:
		all = append(all, g)
	case orb.MultiLineString:
		for _, part := range g {
			all = append(all, part)
		}
	case orb.Polygon:
		for _, ring := range g {
			all = append(all, ring)
		}
	case orb.MultiPolygon:
		for _, part := range g {
			all = append(all, linesOf(part)...)
		}
	}
	return all
}

func pointsOf(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	}
	return nil
}

// owns tells whether a point belongs to the sheet, and not to what a tile shows of
// its neighbours.
func (s sheet) owns(p orb.Point) bool {
	return s.whole || p[0] >= s.left && p[0] < s.left+s.side && p[1] >= s.top && p[1] < s.top+s.side
}

// lengthOf is how long a line is.
func lengthOf(line []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += math.Hypot(line[i][0]-line[i-1][0], line[i][1]-line[i-1][1])
	}
	return sum
}
