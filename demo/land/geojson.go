package land

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// Layers are the names that WriteGeoJSON knows.
var Layers = []string{"areas", "lines", "junctions", "streams", "roads", "seats", "neighbours"}

// WriteGeoJSON writes a layer as a GeoJSON FeatureCollection (RFC 7946).
func (l *Land) WriteGeoJSON(w io.Writer, layer string) error {
	c := collection{Type: "FeatureCollection", Features: []feature{}}
	add := func(g orb.Geometry, p properties) {
		p["synthetic"] = true
		c.Features = append(c.Features, feature{"Feature", geometry{g.GeoJSONType(), g}, p})
	}
	switch layer {
	case "areas":
		for _, a := range l.Areas {
			add(a.Polygon, properties{"code": a.Code, "name": a.Name, "level": a.Level})
		}
	case "lines":
		for _, n := range l.Lines {
			add(n.Geometry, properties{"id": n.ID, "left": n.Left, "right": n.Right, "level": n.Level, "border": n.Border()})
		}
	case "junctions":
		for _, j := range l.Junctions {
			add(j.Point, properties{"owners": j.Owners})
		}
	case "streams", "roads":
		for _, way := range map[string][]Way{"streams": l.Streams, "roads": l.Roads}[layer] {
			add(way.Geometry, properties{"id": way.ID, "kind": way.Kind})
		}
	case "seats":
		for _, a := range l.Areas {
			add(l.Seats[a.Code], properties{"code": a.Code, "name": a.Name, "level": a.Level})
		}
	case "neighbours":
		for _, n := range l.Neighbours {
			add(n.Label, properties{"code": n.Code, "name": n.Name})
		}
	default:
		return fmt.Errorf("write layer %q: the layers are %v", layer, Layers)
	}
	if err := json.NewEncoder(w).Encode(c); err != nil {
		return fmt.Errorf("write layer %q: %w", layer, err)
	}
	return nil
}

type collection struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string     `json:"type"`
	Geometry   geometry   `json:"geometry"`
	Properties properties `json:"properties"`
}

type geometry struct {
	Type        string       `json:"type"`
	Coordinates orb.Geometry `json:"coordinates"`
}

type properties map[string]any
