package api

import (
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/features"
	"diming/internal/flatgeobuf"
)

// flatGeobufTypes are the columns that properties become.
var flatGeobufTypes = map[features.Type]flatgeobuf.ColumnType{
	features.String: flatgeobuf.String, features.Integer: flatgeobuf.Long, features.Number: flatgeobuf.Double, features.Boolean: flatgeobuf.Bool,
	features.Moment: flatgeobuf.DateTime, features.Strings: flatgeobuf.JSON,
	features.Date: flatgeobuf.String, // there are no days there, and a moment without a zone may be read as the day before
}

// flatGeobufTypeOf is the geometry type that a collection's has there.
var flatGeobufTypeOf = map[string]flatgeobuf.GeometryType{
	"Point": flatgeobuf.Point, "MultiLineString": flatgeobuf.MultiLineString, "MultiPolygon": flatgeobuf.MultiPolygon,
}

// flatGeobuf makes features of a collection into a file that begins by counting
// them. A walk from which something is withdrawn meanwhile ends with an error, as
// readers trust that number.
func (q *ogcRequest) flatGeobuf(c *features.Collection, crs features.CRS, count int64) featureStream {
	var file *flatgeobuf.Writer
	begin := func(w io.Writer, properties []features.Property) (err error) {
		h := flatgeobuf.Header{Name: c.ID, Title: pick(q.ctx, c.Title.ZH, c.Title.EN), Geometry: flatGeobufTypeOf[c.Geometry], Count: uint64(count), EPSG: int32(crs.EPSG()),
			Columns: []flatgeobuf.Column{{Name: "id", Type: flatgeobuf.String, Key: true}}}
		for _, p := range properties {
			h.Columns = append(h.Columns, flatgeobuf.Column{Name: p.Name, Title: pick(q.ctx, p.ZH, p.EN), Type: flatGeobufTypes[p.Type]})
		}
		file, err = flatgeobuf.NewWriter(w, h)
		return err
	}
	write := func(w io.Writer, page features.Page, first bool) error {
		if first {
			if err := begin(w, page.Properties); err != nil {
				return err
			}
		}
		for _, f := range page.Features {
			geometry, err := geometryOf(f)
			if err != nil {
				return err
			}
			if err := file.Write(geometry, append([]any{f.ID.String()}, f.Values...)); err != nil {
				return err
			}
		}
		return nil
	}
	return featureStream{media: mediaFGB, ending: "fgb", write: write, end: func() error { return file.Close() }}
}

// geometryOf reads the geometry of a feature, nil where it has none.
func geometryOf(f features.Feature) (orb.Geometry, error) {
	if f.Geometry == nil {
		return nil, nil
	}
	g, err := geojson.UnmarshalGeometry(f.Geometry)
	if err != nil {
		return nil, err
	}
	return g.Geometry(), nil
}
