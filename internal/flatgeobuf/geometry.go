package flatgeobuf

import (
	"errors"
	"fmt"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"
)

// ErrGeometry says that a geometry is not of the type that the header tells.
var ErrGeometry = errors.New("geometry of another type than the file's")

// Slots of the table Geometry (feature.fbs).
const (
	geometryEnds  = 0
	geometryXY    = 1
	geometryType  = 6
	geometryParts = 7
	geometrySlots = 8
)

// buildGeometry writes a geometry of type of, and gives where it stands, 0 for
// one that has no point. A line or an area is taken for one of several.
func buildGeometry(b *flatbuffers.Builder, of GeometryType, g orb.Geometry) (flatbuffers.UOffsetT, error) {
	switch g := g.(type) {
	case orb.Point:
		if of == Point {
			return buildPart(b, of, [][]orb.Point{{g}}), nil
		}
	case orb.LineString:
		return buildGeometry(b, of, orb.MultiLineString{g})
	case orb.MultiLineString:
		if of == MultiLineString {
			lines := make([][]orb.Point, len(g))
			for i, line := range g {
				lines[i] = line
			}
			return buildPart(b, of, lines), nil
		}
	case orb.Polygon:
		return buildGeometry(b, of, orb.MultiPolygon{g})
	case orb.MultiPolygon:
		if of == MultiPolygon {
			return buildAreas(b, g), nil
		}
	}
	return 0, fmt.Errorf("%s: %w", g.GeoJSONType(), ErrGeometry)
}

// buildPart writes points, and where each run of them ends if there are several:
// of lines also for one, without which GDAL 3.6 reads none.
func buildPart(b *flatbuffers.Builder, of GeometryType, runs [][]orb.Point) flatbuffers.UOffsetT {
	n := 0
	ends := make([]uint32, len(runs))
	for i, run := range runs {
		n += len(run)
		ends[i] = uint32(n)
	}
	if n == 0 {
		return 0
	}
	b.StartVector(flatbuffers.SizeFloat64, 2*n, flatbuffers.SizeFloat64)
	for i := len(runs) - 1; i >= 0; i-- { // FlatBuffers are written from behind
		for j := len(runs[i]) - 1; j >= 0; j-- {
			b.PrependFloat64(runs[i][j][1])
			b.PrependFloat64(runs[i][j][0])
		}
	}
	xy := b.EndVector(2 * n)
	var where flatbuffers.UOffsetT
	if len(runs) > 1 || of == MultiLineString {
		b.StartVector(flatbuffers.SizeUint32, len(ends), flatbuffers.SizeUint32)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(ends[i])
		}
		where = b.EndVector(len(ends))
	}
	b.StartObject(geometrySlots)
	b.PrependUOffsetTSlot(geometryEnds, where, 0)
	b.PrependUOffsetTSlot(geometryXY, xy, 0)
	b.PrependByteSlot(geometryType, byte(of), 0)
	return b.EndObject()
}

// buildAreas writes areas, each a part with its rings.
func buildAreas(b *flatbuffers.Builder, areas orb.MultiPolygon) flatbuffers.UOffsetT {
	var parts []flatbuffers.UOffsetT
	for _, area := range areas {
		rings := make([][]orb.Point, len(area))
		for i, ring := range area {
			rings[i] = ring
		}
		if part := buildPart(b, polygon, rings); part != 0 {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return 0
	}
	all := b.CreateVectorOfTables(parts)
	b.StartObject(geometrySlots)
	b.PrependByteSlot(geometryType, byte(MultiPolygon), 0)
	b.PrependUOffsetTSlot(geometryParts, all, 0)
	return b.EndObject()
}
