package api

import (
	"context"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/gazetteer/cases"
)

type locateInput struct {
	CaseParams
	Item uuid.UUID `path:"item"`
	Body struct {
		Lon   *float64          `json:"lon,omitempty" minimum:"-180" maximum:"180"`
		Lat   *float64          `json:"lat,omitempty" minimum:"-90" maximum:"90"`
		Shape *geojson.Geometry `json:"shape,omitempty" doc:"GeoJSON, CGCS2000; absent: there is only the point."`
	}
}

// locateName keeps where a proposed name lies, as it was drawn or typed.
func (s *Server) locateName(ctx context.Context, in *locateInput) (*steppedOutput, error) {
	var at *orb.Point
	if in.Body.Lon != nil && in.Body.Lat != nil {
		at = &orb.Point{*in.Body.Lon, *in.Body.Lat}
	}
	var extent orb.Geometry
	if in.Body.Shape != nil {
		extent = in.Body.Shape.Geometry()
		if err := drawn(extent); err != nil {
			return nil, s.fail(ctx, err)
		}
		if at == nil {
			point := middle(extent)
			at = &point
		}
	}
	return s.changeCase(ctx, in.CaseParams, "locate "+in.Item.String(), func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.Locate(ctx, by, in.Item, at, extent)
		return tag, nil, err
	})
}
